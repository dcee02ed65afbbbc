-- Why a task cannot go on.
ALTER TABLE tasks ADD COLUMN blocked_reason TEXT;
