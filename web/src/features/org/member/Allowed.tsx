import { useQuery } from '@tanstack/react-query';
import { CircleCheck, Contrast } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { byArea, levelsOf } from '@/features/org/role/levels';
import { permissionsOptions, usePermissionText } from '@/features/org/role/roles';
import { useOrg } from '@/features/org/useOrg';

/** Everything that these permissions allow, by area. */
export function Allowed({ permissions }: { permissions: readonly string[] }) {
  const { t } = useTranslation('admin');
  const { id: org } = useOrg();
  const textOf = usePermissionText();
  const lines = useQuery(permissionsOptions(org)).data?.data ?? [];
  const levels = levelsOf(permissions);
  const held = lines.filter((line) => line.name in levels);
  if (permissions.length === 0) return <p className="mt-5 text-sm text-muted">{t('explain.nothing')}</p>;
  return (
    <section aria-label={t('explain.allowed')} className="mt-5 flex flex-col gap-4">
      {byArea(held).map(({ area, lines: inArea }) => (
        <div key={area}>
          <h3 className="mb-1 text-xs font-medium text-muted">{t(`area.${area}`)}</h3>
          <ul className="flex flex-col gap-1 text-sm">
            {inArea.map((line) => (
              <li key={line.name} className="flex items-start gap-2" title={line.name}>
                {levels[line.name] === 'own' ? (
                  <Contrast className="mt-0.5 size-4 shrink-0 text-info" aria-hidden="true" />
                ) : (
                  <CircleCheck className="mt-0.5 size-4 shrink-0 text-ok" aria-hidden="true" />
                )}
                <span>
                  {textOf(line)}
                  {levels[line.name] === 'own' && <span className="text-muted"> ({t('level.ownOnly')})</span>}
                </span>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}
