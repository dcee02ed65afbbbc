-- What the schedule needs besides the tasks: a person's own working calendar, and a person's share of the work.

CREATE TABLE member_calendars (
  organization_id BYTEA NOT NULL REFERENCES organizations (organization_id),
  user_id BYTEA NOT NULL,
  calendar_id BYTEA NOT NULL,
  PRIMARY KEY (organization_id, user_id),
  FOREIGN KEY (organization_id, user_id) REFERENCES members (organization_id, user_id),
  FOREIGN KEY (organization_id, calendar_id) REFERENCES calendars (organization_id, id)
);
CREATE INDEX member_calendars_calendar ON member_calendars (organization_id, calendar_id);

-- Hours in ten-thousandths; where it is absent the person works as long as the task takes.
ALTER TABLE task_assignments ADD COLUMN work BIGINT;
