-- Organizations, their people and roles. Every table from here on has its tenant first in its key, and
-- every reference is composite, so that a reference across tenants cannot be stored.

CREATE TABLE organizations (
  organization_id BYTEA NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  domain TEXT,
  time_zone TEXT NOT NULL,
  currency TEXT NOT NULL,
  calendar_id BYTEA,
  sample BOOLEAN NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  deleted_at BIGINT
);
CREATE INDEX organizations_name ON organizations (name);

CREATE TABLE members (
  organization_id BYTEA NOT NULL REFERENCES organizations (organization_id),
  user_id BYTEA NOT NULL,
  name TEXT NOT NULL,
  email TEXT,
  account_id BYTEA REFERENCES users (id),
  merged_into BYTEA,
  last_login BIGINT,
  joined_at BIGINT,
  left_at BIGINT,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (organization_id, user_id),
  FOREIGN KEY (organization_id, merged_into) REFERENCES members (organization_id, user_id)
);
CREATE INDEX members_account ON members (account_id);
CREATE INDEX members_user ON members (user_id);
CREATE INDEX members_name ON members (organization_id, name COLLATE "C", user_id);
CREATE INDEX members_email ON members (organization_id, email);
CREATE INDEX members_created ON members (organization_id, created_at, user_id);
CREATE INDEX members_merged ON members (organization_id, merged_into);

CREATE TABLE role_assignments (
  organization_id BYTEA NOT NULL REFERENCES organizations (organization_id),
  id BYTEA NOT NULL,
  user_id BYTEA NOT NULL,
  role TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  deleted_at BIGINT,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, user_id) REFERENCES members (organization_id, user_id)
);
CREATE UNIQUE INDEX role_assignments_user ON role_assignments (organization_id, user_id) WHERE deleted_at IS NULL;
CREATE INDEX role_assignments_of_user ON role_assignments (user_id);
CREATE INDEX role_assignments_created ON role_assignments (organization_id, created_at, id);

CREATE TABLE invitations (
  organization_id BYTEA NOT NULL REFERENCES organizations (organization_id),
  id BYTEA NOT NULL,
  email TEXT NOT NULL,
  role TEXT NOT NULL,
  member_id BYTEA,
  token_hash BYTEA NOT NULL UNIQUE,
  expires_at BIGINT NOT NULL,
  accepted_at BIGINT,
  created_by BYTEA NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  deleted_at BIGINT,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, member_id) REFERENCES members (organization_id, user_id),
  FOREIGN KEY (organization_id, created_by) REFERENCES members (organization_id, user_id)
);
CREATE INDEX invitations_created ON invitations (organization_id, created_at, id);

-- Numbers given out in order: events, task keys. No foreign key points here or from here, so that taking
-- a number never waits for an insert elsewhere.
CREATE TABLE counters (
  organization_id BYTEA NOT NULL,
  name TEXT NOT NULL,
  value BIGINT NOT NULL,
  PRIMARY KEY (organization_id, name)
);

CREATE TABLE events (
  organization_id BYTEA NOT NULL REFERENCES organizations (organization_id),
  seq BIGINT NOT NULL,
  id BYTEA NOT NULL,
  at BIGINT NOT NULL,
  actor_id BYTEA,
  model TEXT NOT NULL,
  object_id BYTEA NOT NULL,
  project_id BYTEA,
  task_id BYTEA,
  action TEXT NOT NULL,
  before TEXT,
  after TEXT,
  batch_id BYTEA,
  request_id TEXT,
  PRIMARY KEY (organization_id, seq)
);
CREATE INDEX events_object ON events (organization_id, object_id, seq);
CREATE INDEX events_task ON events (organization_id, task_id, seq);
CREATE INDEX events_project ON events (organization_id, project_id, seq);
CREATE INDEX events_batch ON events (organization_id, batch_id, seq);

-- What an import brought in: the id that the thing has in the outside system.
CREATE TABLE external_refs (
  organization_id BYTEA NOT NULL REFERENCES organizations (organization_id),
  source TEXT NOT NULL,
  model TEXT NOT NULL,
  external_id TEXT NOT NULL,
  object_id BYTEA NOT NULL,
  fingerprint TEXT NOT NULL,
  PRIMARY KEY (organization_id, source, model, external_id)
);
CREATE INDEX external_refs_object ON external_refs (organization_id, object_id);
