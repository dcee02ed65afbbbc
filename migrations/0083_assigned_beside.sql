-- Who is assigned to a task, but not first, owns it as well; the first stands in a column of the task.
CREATE INDEX task_assignments_beside ON task_assignments (organization_id, user_id, task_id) WHERE position > 0;
