-- What was asked with an Idempotency-Key, for a day. No foreign key: what belongs to no organization (a new
-- organization, a token) stands under an id of twelve zeros, which is nobody's.
CREATE TABLE idempotency_keys (
  organization_id BYTEA NOT NULL,
  -- SHA-256 of who, method, path and key.
  slot BYTEA NOT NULL,
  user_id BYTEA NOT NULL,
  -- SHA-256 of query and body.
  request BYTEA NOT NULL,
  -- The answer; absent while it is not there yet, and where it carried a secret.
  status BIGINT,
  headers TEXT,
  body BYTEA,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (organization_id, slot)
);
CREATE INDEX idempotency_keys_expired ON idempotency_keys (organization_id, expires_at);
