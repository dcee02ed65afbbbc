-- Passwords that came with an import and are hashed with bcrypt until the next sign-in.
ALTER TABLE users ADD COLUMN bcrypt_cost BIGINT;
CREATE INDEX users_bcrypt ON users (bcrypt_cost) WHERE bcrypt_cost IS NOT NULL;
