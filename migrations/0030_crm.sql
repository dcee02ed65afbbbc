-- Contacts, the pipelines that deals go through, deals, and what was said with whom.

CREATE TABLE contacts (
  organization_id BYTEA NOT NULL REFERENCES organizations (organization_id),
  id BYTEA NOT NULL,
  name TEXT NOT NULL,
  email TEXT,
  phone TEXT,
  company TEXT,
  owner_id BYTEA NOT NULL,
  source TEXT,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  deleted_at BIGINT,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, owner_id) REFERENCES members (organization_id, user_id)
);
CREATE INDEX contacts_created ON contacts (organization_id, created_at, id);
CREATE INDEX contacts_updated ON contacts (organization_id, updated_at, id);
CREATE INDEX contacts_name ON contacts (organization_id, name COLLATE "C", id);
CREATE INDEX contacts_email ON contacts (organization_id, email);
CREATE INDEX contacts_owner ON contacts (organization_id, owner_id);

CREATE TABLE pipelines (
  organization_id BYTEA NOT NULL REFERENCES organizations (organization_id),
  id BYTEA NOT NULL,
  name TEXT NOT NULL,
  stages TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  deleted_at BIGINT,
  PRIMARY KEY (organization_id, id)
);
CREATE INDEX pipelines_created ON pipelines (organization_id, created_at, id);

-- An organization is founded with one pipeline; those that are there already get theirs here. Its id need only
-- be unique within the organization, and nothing else in there has the organization's own.
INSERT INTO pipelines (organization_id, id, name, stages, created_at, updated_at, revision)
SELECT organization_id, organization_id, 'Sales',
  '[{"key":"prospect","name":"Prospect","probability":10,"kind":"open"},{"key":"negotiation","name":"Negotiation","probability":50,"kind":"open"},{"key":"closed","name":"Closed (won)","probability":100,"kind":"won"},{"key":"lost","name":"Lost","probability":0,"kind":"lost"}]',
  created_at, created_at, 1
FROM organizations;

CREATE TABLE deals (
  organization_id BYTEA NOT NULL REFERENCES organizations (organization_id),
  id BYTEA NOT NULL,
  name TEXT NOT NULL,
  contact_id BYTEA,
  value BIGINT,
  currency TEXT NOT NULL,
  pipeline_id BYTEA NOT NULL,
  stage TEXT NOT NULL,
  stage_kind TEXT NOT NULL,
  assigned_to BYTEA,
  expected_close_on TEXT,
  lost_reason TEXT,
  closed_at BIGINT,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  deleted_at BIGINT,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, contact_id) REFERENCES contacts (organization_id, id),
  FOREIGN KEY (organization_id, pipeline_id) REFERENCES pipelines (organization_id, id),
  FOREIGN KEY (organization_id, assigned_to) REFERENCES members (organization_id, user_id)
);
CREATE INDEX deals_created ON deals (organization_id, created_at, id);
CREATE INDEX deals_updated ON deals (organization_id, updated_at, id);
CREATE INDEX deals_name ON deals (organization_id, name COLLATE "C", id);
CREATE INDEX deals_expected ON deals (organization_id, expected_close_on NULLS FIRST, id);
CREATE INDEX deals_contact ON deals (organization_id, contact_id);
CREATE INDEX deals_stage ON deals (organization_id, pipeline_id, stage);
CREATE INDEX deals_assigned ON deals (organization_id, assigned_to);

CREATE TABLE comm_logs (
  organization_id BYTEA NOT NULL REFERENCES organizations (organization_id),
  id BYTEA NOT NULL,
  contact_id BYTEA,
  deal_id BYTEA,
  type TEXT NOT NULL,
  timestamp BIGINT NOT NULL,
  notes TEXT NOT NULL,
  created_by BYTEA NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  deleted_at BIGINT,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, contact_id) REFERENCES contacts (organization_id, id),
  FOREIGN KEY (organization_id, deal_id) REFERENCES deals (organization_id, id),
  FOREIGN KEY (organization_id, created_by) REFERENCES members (organization_id, user_id)
);
CREATE INDEX comm_logs_created ON comm_logs (organization_id, created_at, id);
CREATE INDEX comm_logs_timestamp ON comm_logs (organization_id, timestamp, id);
CREATE INDEX comm_logs_contact ON comm_logs (organization_id, contact_id, deal_id);
CREATE INDEX comm_logs_deal ON comm_logs (organization_id, deal_id);
CREATE INDEX comm_logs_author ON comm_logs (organization_id, created_by);
