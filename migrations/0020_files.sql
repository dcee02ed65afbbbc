-- Files: stored bytes, attachments of tasks, files with versions, and the reviews of a version.

-- Bytes, once an organization however many things show them. Whoever takes such a thing away says in
-- `check_at` when to look whether anything still shows the bytes; a job collects them if nothing does.
CREATE TABLE blobs (
  organization_id BYTEA NOT NULL REFERENCES organizations (organization_id),
  id BYTEA NOT NULL,
  sha256 TEXT NOT NULL,
  size BIGINT NOT NULL,
  media_type TEXT NOT NULL,
  thumbnail_id BYTEA,
  check_at BIGINT,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, thumbnail_id) REFERENCES blobs (organization_id, id)
);
CREATE UNIQUE INDEX blobs_sha256 ON blobs (organization_id, sha256);
CREATE INDEX blobs_thumbnail ON blobs (organization_id, thumbnail_id);
CREATE INDEX blobs_check ON blobs (check_at) WHERE check_at IS NOT NULL;

CREATE TABLE attachments (
  organization_id BYTEA NOT NULL REFERENCES organizations (organization_id),
  id BYTEA NOT NULL,
  task_id BYTEA NOT NULL,
  -- Absent where an import brought the row and not the bytes.
  blob_id BYTEA,
  origin TEXT,
  filename TEXT NOT NULL,
  file_type TEXT NOT NULL,
  file_size BIGINT NOT NULL,
  sha256 TEXT,
  uploaded_by BYTEA NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  deleted_at BIGINT,
  deleted_with BYTEA,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, task_id) REFERENCES tasks (organization_id, id),
  FOREIGN KEY (organization_id, blob_id) REFERENCES blobs (organization_id, id),
  FOREIGN KEY (organization_id, uploaded_by) REFERENCES members (organization_id, user_id)
);
CREATE INDEX attachments_task ON attachments (organization_id, task_id, created_at, id);
CREATE INDEX attachments_blob ON attachments (organization_id, blob_id);
CREATE INDEX attachments_uploaded_by ON attachments (organization_id, uploaded_by);
CREATE INDEX attachments_created ON attachments (organization_id, created_at, id);

-- With a task, the project is always the task's: it follows when the task moves.
CREATE TABLE files (
  organization_id BYTEA NOT NULL REFERENCES organizations (organization_id),
  id BYTEA NOT NULL,
  project_id BYTEA NOT NULL,
  task_id BYTEA,
  filename TEXT NOT NULL,
  mime_type TEXT NOT NULL,
  current_version BIGINT NOT NULL,
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
CREATE INDEX files_project_task ON files (organization_id, project_id, task_id, created_at, id);
CREATE INDEX files_task ON files (organization_id, task_id);
CREATE INDEX files_created_by ON files (organization_id, created_by);
CREATE INDEX files_created ON files (organization_id, created_at, id);
CREATE INDEX files_updated ON files (organization_id, updated_at, id);
CREATE INDEX files_filename ON files (organization_id, filename COLLATE "C", id);

CREATE TABLE file_versions (
  organization_id BYTEA NOT NULL REFERENCES organizations (organization_id),
  file_id BYTEA NOT NULL,
  version_number BIGINT NOT NULL,
  blob_id BYTEA,
  origin TEXT,
  sha256 TEXT,
  size BIGINT NOT NULL,
  mime_type TEXT NOT NULL,
  note TEXT NOT NULL,
  uploaded_by BYTEA NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (organization_id, file_id, version_number),
  FOREIGN KEY (organization_id, file_id) REFERENCES files (organization_id, id),
  FOREIGN KEY (organization_id, blob_id) REFERENCES blobs (organization_id, id),
  FOREIGN KEY (organization_id, uploaded_by) REFERENCES members (organization_id, user_id)
);
CREATE INDEX file_versions_blob ON file_versions (organization_id, blob_id);
CREATE INDEX file_versions_uploaded_by ON file_versions (organization_id, uploaded_by);

CREATE TABLE approvals (
  organization_id BYTEA NOT NULL REFERENCES organizations (organization_id),
  id BYTEA NOT NULL,
  file_id BYTEA NOT NULL,
  version_number BIGINT NOT NULL,
  reviewer_id BYTEA NOT NULL,
  requested_by BYTEA NOT NULL,
  status TEXT NOT NULL,
  comments TEXT NOT NULL,
  reviewed_at BIGINT,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  deleted_at BIGINT,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, file_id, version_number)
    REFERENCES file_versions (organization_id, file_id, version_number),
  FOREIGN KEY (organization_id, reviewer_id) REFERENCES members (organization_id, user_id),
  FOREIGN KEY (organization_id, requested_by) REFERENCES members (organization_id, user_id)
);
CREATE INDEX approvals_file ON approvals (organization_id, file_id, version_number, reviewer_id);
CREATE UNIQUE INDEX approvals_open ON approvals (organization_id, file_id, version_number, reviewer_id)
  WHERE status = 'pending';
CREATE INDEX approvals_reviewer ON approvals (organization_id, reviewer_id, status, created_at, id);
CREATE INDEX approvals_requested_by ON approvals (organization_id, requested_by);
CREATE INDEX approvals_created ON approvals (organization_id, created_at, id);
