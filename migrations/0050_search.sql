-- Full text: the objects that can be found and their words (see crates/store/src/search.rs).
CREATE SEARCH;

-- Words of the texts by what is left of them without one letter, so that a mistyped one is found.
CREATE TABLE search_near (
  organization_id BYTEA NOT NULL REFERENCES organizations (organization_id),
  part TEXT NOT NULL,
  word TEXT NOT NULL,
  PRIMARY KEY (organization_id, part, word)
);
