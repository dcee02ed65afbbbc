import type { Project } from '@/api/types'; export function ProjectMenu(_: { project: Project }) { return null; }
