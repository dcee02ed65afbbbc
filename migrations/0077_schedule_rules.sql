-- Rules of a project's schedule: in whose hours lags run, from which float on a task is critical, and whether a link
-- that ties a finish may pull a task before the project's start.
ALTER TABLE projects ADD COLUMN lag_calendar TEXT NOT NULL DEFAULT 'successor';
ALTER TABLE projects ADD COLUMN critical_slack BIGINT NOT NULL DEFAULT 0;
ALTER TABLE projects ADD COLUMN allow_before_project_start BOOLEAN NOT NULL DEFAULT FALSE;
