import { useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import type { Id } from '@/api/types';

/** Opens the panel of a task. */
export function useOpenTask(): (bar: { id: Id }) => void {
  const navigate = useNavigate();
  return useCallback(({ id }) => void navigate({ to: '.', search: (old: Record<string, unknown>) => ({ ...old, task: id }) }), [navigate]);
}
