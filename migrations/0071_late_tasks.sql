-- Whether a project has tasks that are placed as late as possible; few have any.
CREATE INDEX tasks_late ON tasks (organization_id, project_id) WHERE constraint_type = 'ALAP';
