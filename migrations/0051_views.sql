-- Saved views: how somebody looks at a collection.
CREATE TABLE views (
  organization_id BYTEA NOT NULL REFERENCES organizations (organization_id),
  id BYTEA NOT NULL,
  name TEXT NOT NULL,
  area TEXT NOT NULL,
  project_id BYTEA,
  shared BOOLEAN NOT NULL,
  owner_id BYTEA NOT NULL,
  query TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  deleted_at BIGINT,
  deleted_with BYTEA,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, project_id) REFERENCES projects (organization_id, id),
  FOREIGN KEY (organization_id, owner_id) REFERENCES members (organization_id, user_id)
);
CREATE INDEX views_created ON views (organization_id, created_at, id);
CREATE INDEX views_name ON views (organization_id, name COLLATE "C", id);
CREATE INDEX views_owner ON views (organization_id, owner_id);
CREATE INDEX views_project ON views (organization_id, project_id);
