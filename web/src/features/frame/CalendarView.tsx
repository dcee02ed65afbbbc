// The calendar has a file of its own, so that its code is loaded only by those who open it.
import { ProjectCalendar } from '@/features/work/ProjectCalendar';
import { useProject } from './ProjectLayout';

export const CalendarView = () => <ProjectCalendar project={useProject()} />;
