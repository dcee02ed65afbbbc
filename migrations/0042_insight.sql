-- What a model suggests for a task, and what became of it.

CREATE TABLE ai_suggestions (
  organization_id BYTEA NOT NULL REFERENCES organizations (organization_id),
  id BYTEA NOT NULL,
  task_id BYTEA NOT NULL,
  type TEXT NOT NULL,
  content TEXT NOT NULL,
  generated_at BIGINT NOT NULL,
  model TEXT NOT NULL,
  evidence TEXT NOT NULL,
  input_hash TEXT NOT NULL,
  status TEXT NOT NULL,
  created_by BYTEA NOT NULL,
  decided_by BYTEA,
  decided_at BIGINT,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  deleted_at BIGINT,
  deleted_with BYTEA,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, task_id) REFERENCES tasks (organization_id, id),
  FOREIGN KEY (organization_id, created_by) REFERENCES members (organization_id, user_id),
  FOREIGN KEY (organization_id, decided_by) REFERENCES members (organization_id, user_id)
);
CREATE INDEX ai_suggestions_task ON ai_suggestions (organization_id, task_id, type);
CREATE INDEX ai_suggestions_author ON ai_suggestions (organization_id, created_by);
CREATE INDEX ai_suggestions_decider ON ai_suggestions (organization_id, decided_by);
CREATE INDEX ai_suggestions_generated ON ai_suggestions (organization_id, generated_at, id);
CREATE INDEX ai_suggestions_created ON ai_suggestions (organization_id, created_at, id);
