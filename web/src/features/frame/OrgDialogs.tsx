// The dialogs that have an address (`?dialog=`): back closes them, reload keeps them.
import { useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';

const ProjectForm = lazy(() => import('@/features/org/project/Form').then((m) => ({ default: m.NewProjectDialog })));
const InviteForm = lazy(() => import('@/features/org/member/InviteForm').then((m) => ({ default: m.InviteDialog })));
const ImportDialog = lazy(() => import('@/features/imports/ImportDialog').then((m) => ({ default: m.ImportDialog })));

export function OrgDialogs() {
  const { dialog, run, takeOver } = useSearch({ from: '/signed-in/o/$org' });
  const navigate = useNavigate();
  const close = () =>
    void navigate({
      to: '.',
      search: ({ dialog: _dialog, run: _run, takeOver: _takeOver, ...rest }: Record<string, unknown>) => rest,
      replace: true,
    });
  const showRun = (id: string | undefined) =>
    void navigate({
      to: '.',
      search: ({ run: _run, ...rest }: Record<string, unknown>) => (id ? { ...rest, run: id } : rest),
      replace: true,
    });
  return (
    <Suspense fallback={null}>
      {dialog === 'new-project' && <ProjectForm onClose={close} />}
      {dialog === 'invite' && <InviteForm takeOver={takeOver} onClose={close} />}
      {dialog === 'import' && <ImportDialog run={run} onRun={showRun} onClose={close} />}
    </Suspense>
  );
}
