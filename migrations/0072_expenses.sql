-- Expenses become what was spent and what was worked: whose it is, at which rate it was priced, its receipt and
-- where its approval stands. Time without a rate has no amount, so that the column must take none, which only a
-- new table can on both databases. Nobody has decided on what is there.

CREATE TABLE expenses_of_people (
  organization_id BYTEA NOT NULL REFERENCES organizations (organization_id),
  id BYTEA NOT NULL,
  project_id BYTEA NOT NULL,
  task_id BYTEA,
  kind TEXT NOT NULL,
  user_id BYTEA NOT NULL,
  amount BIGINT,
  currency TEXT NOT NULL,
  hours BIGINT,
  rate BIGINT,
  description TEXT NOT NULL,
  date TEXT NOT NULL,
  receipt_file_id BYTEA,
  status TEXT NOT NULL,
  submitted_at BIGINT,
  decided_by BYTEA,
  decided_at BIGINT,
  decision_reason TEXT,
  created_by BYTEA NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  deleted_at BIGINT,
  deleted_with BYTEA,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, project_id) REFERENCES projects (organization_id, id),
  FOREIGN KEY (organization_id, task_id) REFERENCES tasks (organization_id, id),
  FOREIGN KEY (organization_id, user_id) REFERENCES members (organization_id, user_id),
  FOREIGN KEY (organization_id, receipt_file_id) REFERENCES files (organization_id, id),
  FOREIGN KEY (organization_id, decided_by) REFERENCES members (organization_id, user_id),
  FOREIGN KEY (organization_id, created_by) REFERENCES members (organization_id, user_id)
);
INSERT INTO expenses_of_people (organization_id, id, project_id, task_id, kind, user_id, amount, currency, hours,
  description, date, status, created_by, created_at, updated_at, revision, deleted_at, deleted_with)
  SELECT organization_id, id, project_id, task_id, CASE WHEN hours > 0 THEN 'time' ELSE 'expense' END, created_by,
    amount, currency, hours, description, date, 'draft', created_by, created_at, updated_at, revision, deleted_at,
    deleted_with FROM expenses;
DROP TABLE expenses;
ALTER TABLE expenses_of_people RENAME TO expenses;
CREATE INDEX expenses_created ON expenses (organization_id, created_at, id);
CREATE INDEX expenses_date ON expenses (organization_id, date, id);
CREATE INDEX expenses_project ON expenses (organization_id, project_id, task_id);
CREATE INDEX expenses_task ON expenses (organization_id, task_id);
CREATE INDEX expenses_author ON expenses (organization_id, created_by);
CREATE INDEX expenses_user ON expenses (organization_id, user_id, date);
CREATE INDEX expenses_receipt ON expenses (organization_id, receipt_file_id);
CREATE INDEX expenses_decider ON expenses (organization_id, decided_by);
