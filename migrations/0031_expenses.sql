-- Money and time spent on a project, or on one of its tasks.

CREATE TABLE expenses (
  organization_id BYTEA NOT NULL REFERENCES organizations (organization_id),
  id BYTEA NOT NULL,
  project_id BYTEA NOT NULL,
  task_id BYTEA,
  amount BIGINT NOT NULL,
  currency TEXT NOT NULL,
  hours BIGINT,
  description TEXT NOT NULL,
  date TEXT NOT NULL,
  created_by BYTEA NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  deleted_at BIGINT,
  deleted_with BYTEA,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, project_id) REFERENCES projects (organization_id, id),
  FOREIGN KEY (organization_id, task_id) REFERENCES tasks (organization_id, id),
  FOREIGN KEY (organization_id, created_by) REFERENCES members (organization_id, user_id)
);
CREATE INDEX expenses_created ON expenses (organization_id, created_at, id);
CREATE INDEX expenses_date ON expenses (organization_id, date, id);
CREATE INDEX expenses_project ON expenses (organization_id, project_id, task_id);
CREATE INDEX expenses_task ON expenses (organization_id, task_id);
CREATE INDEX expenses_author ON expenses (organization_id, created_by);
