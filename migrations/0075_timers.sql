-- The timer that a person has running: at most one in an organization.
CREATE TABLE timers (
  organization_id BYTEA NOT NULL REFERENCES organizations (organization_id),
  user_id BYTEA NOT NULL,
  project_id BYTEA NOT NULL,
  task_id BYTEA,
  description TEXT NOT NULL,
  started_at BIGINT NOT NULL,
  PRIMARY KEY (organization_id, user_id),
  FOREIGN KEY (organization_id, user_id) REFERENCES members (organization_id, user_id),
  FOREIGN KEY (organization_id, project_id) REFERENCES projects (organization_id, id),
  FOREIGN KEY (organization_id, task_id) REFERENCES tasks (organization_id, id)
);
CREATE INDEX timers_project ON timers (organization_id, project_id);
CREATE INDEX timers_task ON timers (organization_id, task_id);
