import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Check, CircleCheck, CircleX, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Explanation, Id, Member } from '@/api/types';
import { permissionsOptions, usePermissionText } from '@/features/org/role/roles';
import { useOrg, useProjects } from '@/features/org/useOrg';
import { cx } from '@/lib/cx';
import { sentence } from '@/lib/messages';
import { buttonClass } from '@/ui/Button';

const rules = ['membership', 'role', 'token', 'visibility', 'own', 'object'] as const;

interface VerdictProps {
  member: Member;
  answer: Explanation;
  project: Id | undefined;
}

/** Yes or no, why, and where to change it. */
export function Verdict({ member, answer, project }: VerdictProps) {
  const { t } = useTranslation('admin');
  const { id: org } = useOrg();
  const lines = useQuery(permissionsOptions(org)).data?.data ?? [];
  const textOf = usePermissionText();
  const line = lines.find(({ name }) => name === answer.resource);
  const Icon = answer.allowed ? CircleCheck : CircleX;
  return (
    <section aria-label={t('explain.answer')} className="mt-5">
      <div
        role="status"
        className={cx('flex items-start gap-2.5 rounded-md px-3 py-2.5', answer.allowed ? 'bg-ok-soft text-ok' : 'bg-danger-soft text-danger')}
      >
        <Icon className="mt-px size-4 shrink-0" aria-hidden="true" />
        <div className="min-w-0 text-sm">
          <p className="font-medium">{t(answer.allowed ? 'explain.may' : 'explain.mayNot', { name: member.name })}</p>
          <p>{line ? textOf(line) : answer.resource}</p>
        </div>
      </div>
      <ol className="mt-4 flex flex-col">
        {answer.rules.map((rule) => (
          <RuleLine key={rule.rule} rule={rule} />
        ))}
      </ol>
      {!answer.allowed && <Remedy answer={answer} project={project} />}
    </section>
  );
}

function RuleLine({ rule: { rule, allows, detail } }: { rule: Explanation['rules'][number] }) {
  const { t } = useTranslation('admin');
  const known = rules.find((one) => one === rule);
  const Icon = allows ? Check : X;
  return (
    <li className="flex items-start gap-2.5 border-b py-2.5 text-sm last:border-b-0">
      <span className={cx('mt-px flex size-5 shrink-0 items-center justify-center rounded-full', allows ? 'bg-ok-soft text-ok' : 'bg-danger-soft text-danger')}>
        <Icon className="size-3" strokeWidth={3} aria-hidden="true" />
      </span>
      <div className="min-w-0">
        <p className="font-medium">
          {known ? t(`explain.rule.${known}`) : rule}
          <span className="sr-only">: {t(allows ? 'explain.allows' : 'explain.denies')}</span>
        </p>
        <p className="text-muted">{sentence(detail)}</p>
      </div>
    </li>
  );
}

/** Where the rule that says no can be changed. */
function Remedy({ answer, project: id }: { answer: Explanation; project: Id | undefined }) {
  const { t } = useTranslation('admin');
  const { id: org } = useOrg();
  const { projects } = useProjects();
  const project = projects.find((one) => one.id === id);
  const denying = answer.rules.find((rule) => !rule.allows)?.rule;
  if (denying === 'visibility' && project) {
    return (
      <Link to="/o/$org/projects/$project/settings" params={{ org, project: project.key }} className={cx(buttonClass(), 'mt-4')}>
        {t('explain.toProject')}
      </Link>
    );
  }
  return (
    <Link to="/o/$org/settings/roles" params={{ org }} className={cx(buttonClass(), 'mt-4')}>
      {t('explain.toRoles')}
    </Link>
  );
}
