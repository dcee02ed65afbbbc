-- A frozen cost is in the currency that the task had then, whatever it is priced in later.
ALTER TABLE baseline_tasks ADD COLUMN currency TEXT;
UPDATE baseline_tasks SET currency = (SELECT t.currency FROM tasks t
  WHERE t.organization_id = baseline_tasks.organization_id AND t.id = baseline_tasks.task_id) WHERE cost IS NOT NULL;
