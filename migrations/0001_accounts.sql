-- Accounts: the only data that belongs to no organization. Read and written in the System scope alone.

CREATE TABLE users (
  id BYTEA NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  email_key TEXT NOT NULL UNIQUE,
  password_hash TEXT,
  clerk_user_id TEXT UNIQUE,
  organization_id BYTEA,
  last_login BIGINT,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  revision BIGINT NOT NULL
);
CREATE INDEX users_organization ON users (organization_id);

CREATE TABLE sessions (
  token_hash BYTEA NOT NULL PRIMARY KEY,
  user_id BYTEA NOT NULL REFERENCES users (id),
  csrf_token TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX sessions_user ON sessions (user_id);
CREATE INDEX sessions_expiry ON sessions (expires_at);

CREATE TABLE access_tokens (
  id BYTEA NOT NULL PRIMARY KEY,
  token_hash BYTEA NOT NULL UNIQUE,
  user_id BYTEA NOT NULL REFERENCES users (id),
  name TEXT NOT NULL,
  last4 TEXT NOT NULL,
  scopes TEXT NOT NULL,
  expires_at BIGINT,
  last_used_at BIGINT,
  created_at BIGINT NOT NULL
);
CREATE INDEX access_tokens_user ON access_tokens (user_id, created_at);

CREATE TABLE login_attempts (
  subject TEXT NOT NULL PRIMARY KEY,
  failures BIGINT NOT NULL,
  blocked_until BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE INDEX login_attempts_age ON login_attempts (updated_at);
