-- Of a task with parts: the minutes of work of all that is below it, and its own progress from before it had parts.
ALTER TABLE tasks ADD COLUMN rolled_weight BIGINT;
ALTER TABLE tasks ADD COLUMN own_percent BIGINT;
UPDATE tasks SET own_percent = percent_complete, rolled_weight = (
  SELECT CAST(SUM(CASE WHEN l.estimate_hours > 10000000000 THEN 60000000
    WHEN l.estimate_hours > 0 THEN l.estimate_hours * 60 / 10000 WHEN l.duration_minutes > 60000000 THEN 60000000
    WHEN l.duration_minutes IS NOT NULL THEN l.duration_minutes WHEN l.milestone THEN 0 ELSE 480 END) AS BIGINT)
  FROM tasks l WHERE l.organization_id = tasks.organization_id AND l.project_id = tasks.project_id
    AND l.id <> tasks.id AND substr(l.path, 1, length(tasks.path)) = tasks.path
    AND l.deleted_at IS NULL AND l.status_kind <> 'cancelled' AND NOT EXISTS (
      SELECT 1 FROM tasks c WHERE c.organization_id = l.organization_id AND c.parent_id = l.id AND c.deleted_at IS NULL))
WHERE deleted_at IS NULL AND EXISTS (
  SELECT 1 FROM tasks c WHERE c.organization_id = tasks.organization_id AND c.parent_id = tasks.id
    AND c.deleted_at IS NULL);
UPDATE tasks SET percent_complete = 100 * (
  SELECT CAST(SUM((CASE WHEN l.estimate_hours > 10000000000 THEN 60000000
    WHEN l.estimate_hours > 0 THEN l.estimate_hours * 60 / 10000 WHEN l.duration_minutes > 60000000 THEN 60000000
    WHEN l.duration_minutes IS NOT NULL THEN l.duration_minutes WHEN l.milestone THEN 0 ELSE 480 END)
    * (CASE WHEN l.status_kind = 'done' THEN 10000 ELSE l.percent_complete / 100 END)) AS BIGINT)
  FROM tasks l WHERE l.organization_id = tasks.organization_id AND l.project_id = tasks.project_id
    AND l.id <> tasks.id AND substr(l.path, 1, length(tasks.path)) = tasks.path
    AND l.deleted_at IS NULL AND l.status_kind <> 'cancelled' AND NOT EXISTS (
      SELECT 1 FROM tasks c WHERE c.organization_id = l.organization_id AND c.parent_id = l.id AND c.deleted_at IS NULL))
  / rolled_weight
WHERE rolled_weight > 0;
