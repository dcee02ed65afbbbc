-- Projects, tasks and what hangs on a task.

CREATE TABLE calendars (
  organization_id BYTEA NOT NULL REFERENCES organizations (organization_id),
  id BYTEA NOT NULL,
  name TEXT NOT NULL,
  time_zone TEXT,
  week TEXT NOT NULL,
  exceptions TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  deleted_at BIGINT,
  PRIMARY KEY (organization_id, id)
);
CREATE INDEX calendars_created ON calendars (organization_id, created_at, id);

CREATE TABLE projects (
  organization_id BYTEA NOT NULL REFERENCES organizations (organization_id),
  id BYTEA NOT NULL,
  key TEXT NOT NULL,
  name TEXT NOT NULL,
  description TEXT NOT NULL,
  owner_id BYTEA NOT NULL,
  start_date TEXT,
  end_date TEXT,
  status TEXT NOT NULL,
  priority TEXT NOT NULL,
  visibility TEXT NOT NULL,
  statuses TEXT NOT NULL,
  calendar_id BYTEA,
  currency TEXT,
  custom_fields TEXT NOT NULL,
  created_by BYTEA NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  deleted_at BIGINT,
  deleted_with BYTEA,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, owner_id) REFERENCES members (organization_id, user_id),
  FOREIGN KEY (organization_id, created_by) REFERENCES members (organization_id, user_id),
  FOREIGN KEY (organization_id, calendar_id) REFERENCES calendars (organization_id, id)
);
CREATE UNIQUE INDEX projects_key ON projects (organization_id, key);
CREATE INDEX projects_owner ON projects (organization_id, owner_id);
CREATE INDEX projects_created ON projects (organization_id, created_at, id);
CREATE INDEX projects_updated ON projects (organization_id, updated_at, id);
CREATE INDEX projects_name ON projects (organization_id, name COLLATE "C", id);
CREATE INDEX projects_calendar ON projects (organization_id, calendar_id);

CREATE TABLE project_members (
  organization_id BYTEA NOT NULL REFERENCES organizations (organization_id),
  project_id BYTEA NOT NULL,
  user_id BYTEA NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (organization_id, project_id, user_id),
  FOREIGN KEY (organization_id, project_id) REFERENCES projects (organization_id, id),
  FOREIGN KEY (organization_id, user_id) REFERENCES members (organization_id, user_id)
);
CREATE INDEX project_members_user ON project_members (organization_id, user_id, project_id);

CREATE TABLE tasks (
  organization_id BYTEA NOT NULL REFERENCES organizations (organization_id),
  id BYTEA NOT NULL,
  project_id BYTEA NOT NULL,
  parent_id BYTEA,
  path BYTEA NOT NULL,
  -- A column of its own, because behind a policy only plain comparisons of columns reach an index.
  path_head BYTEA GENERATED ALWAYS AS (substr(path, 1, 1200)) STORED,
  rank TEXT NOT NULL,
  key TEXT NOT NULL,
  title TEXT NOT NULL,
  description TEXT NOT NULL,
  status TEXT NOT NULL,
  status_kind TEXT NOT NULL,
  priority TEXT NOT NULL,
  assignee_id BYTEA,
  start_date BIGINT,
  end_date BIGINT,
  due_date BIGINT,
  duration BIGINT,
  duration_minutes BIGINT,
  baseline_start BIGINT,
  baseline_end BIGINT,
  estimate_hours BIGINT,
  actual_hours BIGINT,
  estimate_cost BIGINT,
  actual_cost BIGINT,
  currency TEXT,
  schedule_mode TEXT NOT NULL,
  constraint_type TEXT,
  constraint_date BIGINT,
  percent_complete BIGINT NOT NULL,
  actual_start BIGINT,
  actual_finish BIGINT,
  remaining_duration BIGINT,
  remaining_minutes BIGINT,
  calendar_id BYTEA,
  milestone BOOLEAN NOT NULL,
  custom_fields TEXT NOT NULL,
  created_by BYTEA NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  deleted_at BIGINT,
  deleted_with BYTEA,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, project_id) REFERENCES projects (organization_id, id),
  FOREIGN KEY (organization_id, parent_id) REFERENCES tasks (organization_id, id),
  FOREIGN KEY (organization_id, assignee_id) REFERENCES members (organization_id, user_id),
  FOREIGN KEY (organization_id, calendar_id) REFERENCES calendars (organization_id, id),
  FOREIGN KEY (organization_id, created_by) REFERENCES members (organization_id, user_id)
);
CREATE UNIQUE INDEX tasks_key ON tasks (organization_id, key);
CREATE INDEX tasks_siblings ON tasks (organization_id, project_id, parent_id, rank COLLATE "C", id);
CREATE INDEX tasks_parent ON tasks (organization_id, parent_id);
CREATE INDEX tasks_rank ON tasks (organization_id, project_id, rank COLLATE "C", id);
CREATE INDEX tasks_path ON tasks (organization_id, path_head);
CREATE INDEX tasks_assignee ON tasks (organization_id, assignee_id, created_at, id);
CREATE INDEX tasks_due ON tasks (organization_id, due_date NULLS FIRST, id);
CREATE INDEX tasks_start ON tasks (organization_id, start_date NULLS FIRST, id);
CREATE INDEX tasks_end ON tasks (organization_id, end_date NULLS FIRST, id);
CREATE INDEX tasks_title ON tasks (organization_id, title COLLATE "C", id);
CREATE INDEX tasks_created ON tasks (organization_id, created_at, id);
CREATE INDEX tasks_updated ON tasks (organization_id, updated_at, id);
CREATE INDEX tasks_project_created ON tasks (organization_id, project_id, created_at, id);
CREATE INDEX tasks_project_status ON tasks (organization_id, project_id, status, created_at, id);
CREATE INDEX tasks_progress ON tasks (organization_id, project_id, status_kind) WHERE deleted_at IS NULL;
CREATE INDEX tasks_calendar ON tasks (organization_id, calendar_id);

CREATE TABLE task_links (
  organization_id BYTEA NOT NULL REFERENCES organizations (organization_id),
  task_id BYTEA NOT NULL,
  predecessor_id BYTEA NOT NULL,
  type TEXT NOT NULL,
  lag TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (organization_id, task_id, predecessor_id),
  FOREIGN KEY (organization_id, task_id) REFERENCES tasks (organization_id, id),
  FOREIGN KEY (organization_id, predecessor_id) REFERENCES tasks (organization_id, id)
);
CREATE INDEX task_links_predecessor ON task_links (organization_id, predecessor_id, task_id);

CREATE TABLE task_assignments (
  organization_id BYTEA NOT NULL REFERENCES organizations (organization_id),
  task_id BYTEA NOT NULL,
  user_id BYTEA NOT NULL,
  units BIGINT NOT NULL,
  position BIGINT NOT NULL,
  PRIMARY KEY (organization_id, task_id, user_id),
  FOREIGN KEY (organization_id, task_id) REFERENCES tasks (organization_id, id),
  FOREIGN KEY (organization_id, user_id) REFERENCES members (organization_id, user_id)
);
CREATE INDEX task_assignments_user ON task_assignments (organization_id, user_id, task_id);

CREATE TABLE labels (
  organization_id BYTEA NOT NULL REFERENCES organizations (organization_id),
  id BYTEA NOT NULL,
  name TEXT NOT NULL,
  color TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  deleted_at BIGINT,
  PRIMARY KEY (organization_id, id)
);
CREATE UNIQUE INDEX labels_name ON labels (organization_id, name) WHERE deleted_at IS NULL;
CREATE INDEX labels_created ON labels (organization_id, created_at, id);

CREATE TABLE task_labels (
  organization_id BYTEA NOT NULL REFERENCES organizations (organization_id),
  task_id BYTEA NOT NULL,
  label_id BYTEA NOT NULL,
  PRIMARY KEY (organization_id, task_id, label_id),
  FOREIGN KEY (organization_id, task_id) REFERENCES tasks (organization_id, id),
  FOREIGN KEY (organization_id, label_id) REFERENCES labels (organization_id, id)
);
CREATE INDEX task_labels_label ON task_labels (organization_id, label_id, task_id);

CREATE TABLE comments (
  organization_id BYTEA NOT NULL REFERENCES organizations (organization_id),
  id BYTEA NOT NULL,
  task_id BYTEA NOT NULL,
  user_id BYTEA NOT NULL,
  parent_id BYTEA,
  content TEXT NOT NULL,
  edited_at BIGINT,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  deleted_at BIGINT,
  deleted_with BYTEA,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, task_id) REFERENCES tasks (organization_id, id),
  FOREIGN KEY (organization_id, user_id) REFERENCES members (organization_id, user_id),
  FOREIGN KEY (organization_id, parent_id) REFERENCES comments (organization_id, id)
);
CREATE INDEX comments_task ON comments (organization_id, task_id, created_at, id);
CREATE INDEX comments_user ON comments (organization_id, user_id);
CREATE INDEX comments_parent ON comments (organization_id, parent_id);
CREATE INDEX comments_created ON comments (organization_id, created_at, id);

CREATE TABLE checklists (
  organization_id BYTEA NOT NULL REFERENCES organizations (organization_id),
  id BYTEA NOT NULL,
  task_id BYTEA NOT NULL,
  title TEXT NOT NULL,
  items TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  deleted_at BIGINT,
  deleted_with BYTEA,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, task_id) REFERENCES tasks (organization_id, id)
);
CREATE INDEX checklists_task ON checklists (organization_id, task_id, created_at, id);
CREATE INDEX checklists_created ON checklists (organization_id, created_at, id);

CREATE TABLE baselines (
  organization_id BYTEA NOT NULL REFERENCES organizations (organization_id),
  id BYTEA NOT NULL,
  project_id BYTEA NOT NULL,
  name TEXT NOT NULL,
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
CREATE UNIQUE INDEX baselines_name ON baselines (organization_id, project_id, name) WHERE deleted_at IS NULL;
CREATE INDEX baselines_project ON baselines (organization_id, project_id);
CREATE INDEX baselines_created ON baselines (organization_id, created_at, id);

-- Frozen values: the task's id without a foreign key, because a baseline outlives the task.
CREATE TABLE baseline_tasks (
  organization_id BYTEA NOT NULL REFERENCES organizations (organization_id),
  baseline_id BYTEA NOT NULL,
  task_id BYTEA NOT NULL,
  title TEXT NOT NULL,
  start_date BIGINT,
  end_date BIGINT,
  duration BIGINT,
  work BIGINT,
  cost BIGINT,
  PRIMARY KEY (organization_id, baseline_id, task_id),
  FOREIGN KEY (organization_id, baseline_id) REFERENCES baselines (organization_id, id)
);

CREATE TABLE imports (
  organization_id BYTEA NOT NULL REFERENCES organizations (organization_id),
  id BYTEA NOT NULL,
  source TEXT NOT NULL,
  filename TEXT NOT NULL,
  status TEXT NOT NULL,
  project_id BYTEA,
  total BIGINT NOT NULL,
  done BIGINT NOT NULL,
  created BIGINT NOT NULL,
  updated BIGINT NOT NULL,
  unchanged BIGINT NOT NULL,
  skipped BIGINT NOT NULL,
  rows TEXT NOT NULL,
  warnings BIGINT NOT NULL,
  error TEXT,
  created_by BYTEA NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  deleted_at BIGINT,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, project_id) REFERENCES projects (organization_id, id),
  FOREIGN KEY (organization_id, created_by) REFERENCES members (organization_id, user_id)
);
CREATE INDEX imports_created ON imports (organization_id, created_at, id);
CREATE INDEX imports_project ON imports (organization_id, project_id);
