// The command palette of an organization: actions, its projects, other organizations, and what the server finds.
import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useOrg, useProjects } from '@/features/org/useOrg';
import { FoundInPalette } from '@/features/search/FoundInPalette';
import type { Action } from '@/lib/actions';
import { CommandPalette } from '@/ui/CommandPalette';
import { ProjectMark } from '@/ui/ProjectMark';

export const Palette = ({ open, onClose }: { open: boolean; onClose: () => void }) => (
  <CommandPalette open={open} onClose={onClose} places={usePlaces()} more={(typed) => <FoundInPalette {...typed} />} />
);

/** Projects and other organizations. */
function usePlaces(): Action[] {
  const { t } = useTranslation();
  const { id, me } = useOrg();
  const { projects } = useProjects();
  const navigate = useNavigate();
  return useMemo(
    () => [
      ...projects.map((project) => ({
        id: `project.${project.id}`,
        label: project.name,
        words: project.key,
        group: t('palette.projects'),
        mark: <ProjectMark code={project.key} />,
        run: () => void navigate({ to: '/o/$org/projects/$project', params: { org: id, project: project.key } }),
      })),
      ...me.memberships
        .filter((membership) => membership.organization.id !== id)
        .map(({ organization }) => ({
          id: `org.${organization.id}`,
          label: organization.name,
          group: t('nav.switchOrganization'),
          run: () => void navigate({ to: '/o/$org', params: { org: organization.id } }),
        })),
    ],
    [projects, me, id, navigate, t],
  );
}
