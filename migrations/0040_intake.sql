-- Intake: forms, every version of them, and what was handed in.

CREATE TABLE form_templates (
  organization_id BYTEA NOT NULL REFERENCES organizations (organization_id),
  id BYTEA NOT NULL,
  project_id BYTEA,
  name TEXT NOT NULL,
  description TEXT NOT NULL,
  fields TEXT NOT NULL,
  version BIGINT NOT NULL,
  allow_self_approval BOOLEAN NOT NULL,
  created_by BYTEA NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  deleted_at BIGINT,
  deleted_with BYTEA,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, project_id) REFERENCES projects (organization_id, id),
  FOREIGN KEY (organization_id, created_by) REFERENCES members (organization_id, user_id)
);
CREATE INDEX form_templates_created ON form_templates (organization_id, created_at, id);
CREATE INDEX form_templates_name ON form_templates (organization_id, name COLLATE "C", id);
CREATE INDEX form_templates_project ON form_templates (organization_id, project_id);
CREATE INDEX form_templates_author ON form_templates (organization_id, created_by);

-- What was published stays as it was published: rows are only ever added here, and go with their template.
CREATE TABLE form_template_versions (
  organization_id BYTEA NOT NULL REFERENCES organizations (organization_id),
  template_id BYTEA NOT NULL,
  version BIGINT NOT NULL,
  fields TEXT NOT NULL,
  created_by BYTEA NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (organization_id, template_id, version),
  FOREIGN KEY (organization_id, template_id) REFERENCES form_templates (organization_id, id),
  FOREIGN KEY (organization_id, created_by) REFERENCES members (organization_id, user_id)
);
CREATE INDEX form_template_versions_author ON form_template_versions (organization_id, created_by);

CREATE TABLE form_requests (
  organization_id BYTEA NOT NULL REFERENCES organizations (organization_id),
  id BYTEA NOT NULL,
  template_id BYTEA NOT NULL,
  template_version BIGINT NOT NULL,
  submitted_by BYTEA NOT NULL,
  data TEXT NOT NULL,
  status TEXT NOT NULL,
  assigned_to BYTEA,
  decided_by BYTEA,
  decided_at BIGINT,
  reason TEXT,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  deleted_at BIGINT,
  deleted_with BYTEA,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, template_id) REFERENCES form_templates (organization_id, id),
  FOREIGN KEY (organization_id, template_id, template_version)
    REFERENCES form_template_versions (organization_id, template_id, version),
  FOREIGN KEY (organization_id, submitted_by) REFERENCES members (organization_id, user_id),
  FOREIGN KEY (organization_id, assigned_to) REFERENCES members (organization_id, user_id),
  FOREIGN KEY (organization_id, decided_by) REFERENCES members (organization_id, user_id)
);
CREATE INDEX form_requests_template ON form_requests (organization_id, template_id, template_version);
CREATE INDEX form_requests_submitter ON form_requests (organization_id, submitted_by, created_at, id);
CREATE INDEX form_requests_assigned ON form_requests (organization_id, assigned_to, created_at, id);
CREATE INDEX form_requests_decider ON form_requests (organization_id, decided_by);
CREATE INDEX form_requests_created ON form_requests (organization_id, created_at, id);
CREATE INDEX form_requests_updated ON form_requests (organization_id, updated_at, id);
