-- Roles that an organization makes: a name and the permissions behind it. Assignments and invitations name
-- the role; a new name is carried along.
CREATE TABLE roles (
  organization_id BYTEA NOT NULL REFERENCES organizations (organization_id),
  id BYTEA NOT NULL,
  name TEXT NOT NULL,
  description TEXT NOT NULL,
  permissions TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  deleted_at BIGINT,
  PRIMARY KEY (organization_id, id)
);
CREATE UNIQUE INDEX roles_name ON roles (organization_id, name) WHERE deleted_at IS NULL;
CREATE INDEX role_assignments_role ON role_assignments (organization_id, role);
CREATE INDEX invitations_role ON invitations (organization_id, role);

-- Where a change came from, for the audit view.
ALTER TABLE events ADD COLUMN address TEXT;
ALTER TABLE events ADD COLUMN agent TEXT;
-- Events by who, by what and by when.
CREATE INDEX events_actor ON events (organization_id, actor_id, seq);
CREATE INDEX events_model ON events (organization_id, model, seq);
CREATE INDEX events_at ON events (organization_id, at, seq);
ALTER TABLE organizations ADD COLUMN event_retention_days BIGINT;
ALTER TABLE organizations ADD COLUMN audit_retention_days BIGINT;

-- What one made is one's own: lists of own tasks and projects go by these.
CREATE INDEX tasks_creator ON tasks (organization_id, created_by, created_at, id);
CREATE INDEX projects_creator ON projects (organization_id, created_by);
