-- What a project may cost, and at which shares of that its owner wants to hear of it.
ALTER TABLE projects ADD COLUMN budget BIGINT;
ALTER TABLE projects ADD COLUMN budget_thresholds TEXT NOT NULL DEFAULT '[80,100]';
ALTER TABLE projects ADD COLUMN budget_reached BIGINT;
-- Who could change a task could set its estimates, and still can.
UPDATE roles SET permissions = REPLACE(permissions, '"task:update"', '"task:update","task:estimate"');
UPDATE roles SET permissions = REPLACE(permissions, '"task:update:own"', '"task:update:own","task:estimate"');
