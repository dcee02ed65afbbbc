-- Of a task with parts: the minutes of work of all that is below it, and its own progress from before it had parts.
ALTER TABLE tasks ADD COLUMN rolled_weight BIGINT;
ALTER TABLE tasks ADD COLUMN own_percent BIGINT;
