-- What an hour of a person costs from a day on, everywhere or in one project, and what a currency is worth in
-- another one from a day on.

CREATE TABLE person_rates (
  organization_id BYTEA NOT NULL REFERENCES organizations (organization_id),
  id BYTEA NOT NULL,
  user_id BYTEA NOT NULL,
  project_id BYTEA,
  valid_from TEXT NOT NULL,
  hourly_rate BIGINT NOT NULL,
  currency TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  deleted_at BIGINT,
  deleted_with BYTEA,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, user_id) REFERENCES members (organization_id, user_id),
  FOREIGN KEY (organization_id, project_id) REFERENCES projects (organization_id, id)
);
CREATE INDEX person_rates_created ON person_rates (organization_id, created_at, id);
CREATE INDEX person_rates_from ON person_rates (organization_id, valid_from, id);
CREATE INDEX person_rates_user ON person_rates (organization_id, user_id, valid_from);
CREATE INDEX person_rates_project ON person_rates (organization_id, project_id);

CREATE TABLE currency_rates (
  organization_id BYTEA NOT NULL REFERENCES organizations (organization_id),
  id BYTEA NOT NULL,
  base TEXT NOT NULL,
  quote TEXT NOT NULL,
  date TEXT NOT NULL,
  rate TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  deleted_at BIGINT,
  PRIMARY KEY (organization_id, id)
);
CREATE INDEX currency_rates_created ON currency_rates (organization_id, created_at, id);
CREATE INDEX currency_rates_date ON currency_rates (organization_id, date, id);
CREATE UNIQUE INDEX currency_rates_pair ON currency_rates (organization_id, quote, base, date) WHERE deleted_at IS NULL;
