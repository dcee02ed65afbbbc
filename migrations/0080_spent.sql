-- What is spent is looked at after every change of an entry: its sums come out of these indexes alone.
CREATE INDEX expenses_spent ON expenses (organization_id, project_id, currency, date, amount, status, deleted_at)
  WHERE deleted_at IS NULL AND status <> 'rejected';
CREATE INDEX tasks_actual_cost ON tasks (organization_id, project_id, currency, actual_cost, deleted_at)
  WHERE actual_cost IS NOT NULL AND deleted_at IS NULL;
-- The budgets that a rate between currencies may concern.
CREATE INDEX projects_budget ON projects (organization_id, currency, id) WHERE budget IS NOT NULL;
