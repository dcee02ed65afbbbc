// The settings of a project: what it is, who sees it and works on it, how it is scheduled, the statuses and the
// custom fields of its tasks.
import { useTranslation } from 'react-i18next';
import type { Project } from '@/api/types';
import { useOrg } from '@/features/org/useOrg';
import { Section } from '@/ui/Section';
import { Access } from './Access';
import { ProjectFieldsSection } from './Fields';
import { GeneralForm } from './General';
import { Planning } from './Planning';
import { StatusEditor } from './Statuses';

export function ProjectSettings({ project }: { project: Project }) {
  const { t } = useTranslation('admin');
  const { may } = useOrg();
  const mayChange = project.can.includes('update');
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto w-full max-w-4xl px-4 py-6 sm:px-6">
        <Section title={t('project.general')} text={mayChange ? t('project.generalText') : t('project.readOnly')}>
          <GeneralForm key={project.id} project={project} />
        </Section>
        <Section title={t('project.access')} text={t('project.accessText')}>
          <Access project={project} />
        </Section>
        <Section title={t('project.planning')} text={t('project.planningText')}>
          <Planning project={project} />
        </Section>
        <Section title={t('project.statuses')} text={t('project.statusesText')}>
          <StatusEditor project={project} />
        </Section>
        {may('field:read') && (
          <Section title={t('project.fields')} text={t('project.fieldsText')}>
            <ProjectFieldsSection project={project} />
          </Section>
        )}
      </div>
    </div>
  );
}
