import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Hit, Project } from '@/api/types';
import { useOrg, usePeople } from '@/features/org/useOrg';
import { cx } from '@/lib/cx';
import { HitText } from './HitText';
import { authorOf, keyOf, placeOf } from './hits';
import { ModelIcon } from './ModelIcon';
import { useModelName } from './useModelName';

/** One thing that was found: what it is, where it is, and the words in it. */
export function HitRow({ hit, projects }: { hit: Hit; projects: readonly Project[] }) {
  const { t } = useTranslation('search');
  const { id: org } = useOrg();
  const nameOf = useModelName();
  const place = placeOf(hit, projects);
  const author = usePeople().byId.get(authorOf(hit) ?? '')?.name;
  const untitled = author ? t('by', { model: nameOf(hit.model), name: author }) : nameOf(hit.model);
  const title = hit.title ? <HitText text={hit.title} ranges={hit.titleRanges} /> : untitled;
  const about = [nameOf(hit.model), keyOf(hit), hit.model === 'Project' ? '' : (projects.find(({ id }) => id === hit.projectId)?.name ?? '')].filter(Boolean);
  return (
    <li className={cx('relative flex gap-3 rounded-md px-3 py-2.5', place && 'hover:bg-hover')}>
      <ModelIcon model={hit.model} className="mt-0.5" />
      <div className="min-w-0 flex-1">
        <p className="line-clamp-2 text-base break-words" title={hit.title ?? undefined}>
          {place ? (
            <Link to={place.to} params={{ org, project: place.project.key }} search={place.search} className="font-medium after:absolute after:inset-0 after:rounded-md">
              {title}
            </Link>
          ) : (
            <span className="font-medium">{title}</span>
          )}
        </p>
        {hit.snippet && (
          <p className="mt-0.5 line-clamp-2 text-sm break-words text-muted">
            <HitText text={hit.snippet} ranges={hit.snippetRanges} />
          </p>
        )}
        <p className="nums mt-0.5 truncate text-xs text-muted">{about.join(' · ')}</p>
      </div>
    </li>
  );
}
