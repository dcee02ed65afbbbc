-- Integrations, their sealed credentials, and what they did.

CREATE TABLE integrations (
  organization_id BYTEA NOT NULL REFERENCES organizations (organization_id),
  id BYTEA NOT NULL,
  type TEXT NOT NULL,
  name TEXT NOT NULL,
  config TEXT NOT NULL,
  enabled BOOLEAN NOT NULL,
  last_sync BIGINT,
  created_by BYTEA NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  deleted_at BIGINT,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, created_by) REFERENCES members (organization_id, user_id)
);
CREATE INDEX integrations_type ON integrations (organization_id, type, created_at, id);
CREATE INDEX integrations_created ON integrations (organization_id, created_at, id);
CREATE INDEX integrations_author ON integrations (organization_id, created_by);

-- Each secret is sealed under a key of the key ring, which is kept outside the database.
CREATE TABLE integration_credentials (
  organization_id BYTEA NOT NULL REFERENCES organizations (organization_id),
  integration_id BYTEA NOT NULL,
  name TEXT NOT NULL,
  key_id BIGINT NOT NULL,
  sealed BYTEA NOT NULL,
  last4 TEXT,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (organization_id, integration_id, name),
  FOREIGN KEY (organization_id, integration_id) REFERENCES integrations (organization_id, id)
);
CREATE INDEX integration_credentials_key ON integration_credentials (key_id, organization_id, integration_id, name);

CREATE TABLE sync_logs (
  organization_id BYTEA NOT NULL REFERENCES organizations (organization_id),
  id BYTEA NOT NULL,
  integration_id BYTEA NOT NULL,
  action TEXT NOT NULL,
  status TEXT NOT NULL,
  direction TEXT NOT NULL,
  at BIGINT NOT NULL,
  details TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  deleted_at BIGINT,
  deleted_with BYTEA,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, integration_id) REFERENCES integrations (organization_id, id)
);
CREATE INDEX sync_logs_integration ON sync_logs (organization_id, integration_id, at, id);
CREATE INDEX sync_logs_at ON sync_logs (organization_id, at, id);
CREATE INDEX sync_logs_created ON sync_logs (organization_id, created_at, id);
