-- Custom fields. The values stand as one document on the task or project, and once more here, typed, for
-- filters and sorting.

CREATE TABLE field_definitions (
  organization_id BYTEA NOT NULL REFERENCES organizations (organization_id),
  id BYTEA NOT NULL,
  project_id BYTEA,
  model TEXT NOT NULL,
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  options TEXT NOT NULL,
  required BOOLEAN NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  deleted_at BIGINT,
  deleted_with BYTEA,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, project_id) REFERENCES projects (organization_id, id)
);
CREATE INDEX field_definitions_project ON field_definitions (organization_id, project_id);
CREATE INDEX field_definitions_created ON field_definitions (organization_id, created_at, id);
CREATE INDEX field_definitions_sorted ON field_definitions (organization_id, name COLLATE "C", id);
CREATE UNIQUE INDEX field_definitions_name ON field_definitions (organization_id, model, name)
  WHERE deleted_at IS NULL AND project_id IS NULL;
CREATE UNIQUE INDEX field_definitions_project_name ON field_definitions (organization_id, project_id, model, name)
  WHERE deleted_at IS NULL AND project_id IS NOT NULL;

CREATE TABLE task_field_values (
  organization_id BYTEA NOT NULL REFERENCES organizations (organization_id),
  object_id BYTEA NOT NULL,
  field_id BYTEA NOT NULL,
  -- Which of several choices, from 0.
  position BIGINT NOT NULL,
  text_value TEXT,
  -- The beginning of the text: an index entry has a limit.
  text_head TEXT GENERATED ALWAYS AS (substr(text_value, 1, 200)) STORED,
  number_value BIGINT,
  user_id BYTEA,
  PRIMARY KEY (organization_id, object_id, field_id, position),
  FOREIGN KEY (organization_id, object_id) REFERENCES tasks (organization_id, id),
  FOREIGN KEY (organization_id, field_id) REFERENCES field_definitions (organization_id, id),
  FOREIGN KEY (organization_id, user_id) REFERENCES members (organization_id, user_id)
);
CREATE INDEX task_field_values_text
  ON task_field_values (organization_id, field_id, text_head COLLATE "C", object_id);
CREATE INDEX task_field_values_number ON task_field_values (organization_id, field_id, number_value, object_id);
CREATE INDEX task_field_values_user ON task_field_values (organization_id, user_id, field_id, object_id);

CREATE TABLE project_field_values (
  organization_id BYTEA NOT NULL REFERENCES organizations (organization_id),
  object_id BYTEA NOT NULL,
  field_id BYTEA NOT NULL,
  position BIGINT NOT NULL,
  text_value TEXT,
  text_head TEXT GENERATED ALWAYS AS (substr(text_value, 1, 200)) STORED,
  number_value BIGINT,
  user_id BYTEA,
  PRIMARY KEY (organization_id, object_id, field_id, position),
  FOREIGN KEY (organization_id, object_id) REFERENCES projects (organization_id, id),
  FOREIGN KEY (organization_id, field_id) REFERENCES field_definitions (organization_id, id),
  FOREIGN KEY (organization_id, user_id) REFERENCES members (organization_id, user_id)
);
CREATE INDEX project_field_values_text
  ON project_field_values (organization_id, field_id, text_head COLLATE "C", object_id);
CREATE INDEX project_field_values_number
  ON project_field_values (organization_id, field_id, number_value, object_id);
CREATE INDEX project_field_values_user ON project_field_values (organization_id, user_id, field_id, object_id);
