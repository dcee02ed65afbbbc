-- Chat rooms, who is in them and has read how far, and their messages, numbered per room.

CREATE TABLE chat_rooms (
  organization_id BYTEA NOT NULL REFERENCES organizations (organization_id),
  id BYTEA NOT NULL,
  project_id BYTEA,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  -- SHA-256 of the sorted ids of its people; in a direct room only.
  people BYTEA,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  deleted_at BIGINT,
  deleted_with BYTEA,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, project_id) REFERENCES projects (organization_id, id)
);
CREATE UNIQUE INDEX chat_rooms_people ON chat_rooms (organization_id, people) WHERE deleted_at IS NULL;
CREATE INDEX chat_rooms_created ON chat_rooms (organization_id, created_at, id);
CREATE INDEX chat_rooms_updated ON chat_rooms (organization_id, updated_at, id);
CREATE INDEX chat_rooms_name ON chat_rooms (organization_id, name COLLATE "C", id);
CREATE INDEX chat_rooms_project ON chat_rooms (organization_id, project_id);

CREATE TABLE chat_room_members (
  organization_id BYTEA NOT NULL REFERENCES organizations (organization_id),
  room_id BYTEA NOT NULL,
  user_id BYTEA NOT NULL,
  -- The last message that this person has read.
  read_number BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (organization_id, room_id, user_id),
  FOREIGN KEY (organization_id, room_id) REFERENCES chat_rooms (organization_id, id),
  FOREIGN KEY (organization_id, user_id) REFERENCES members (organization_id, user_id)
);
CREATE INDEX chat_room_members_user ON chat_room_members (organization_id, user_id, room_id);

CREATE TABLE messages (
  organization_id BYTEA NOT NULL REFERENCES organizations (organization_id),
  id BYTEA NOT NULL,
  room_id BYTEA NOT NULL,
  number BIGINT NOT NULL,
  sender_id BYTEA NOT NULL,
  content TEXT NOT NULL,
  attachments TEXT NOT NULL,
  reply_to BYTEA,
  edited_at BIGINT,
  -- A message never goes to the trash: it stays in its place as a tombstone.
  deleted_at BIGINT,
  trashed_at BIGINT,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, room_id) REFERENCES chat_rooms (organization_id, id),
  FOREIGN KEY (organization_id, sender_id) REFERENCES members (organization_id, user_id),
  FOREIGN KEY (organization_id, reply_to) REFERENCES messages (organization_id, id)
);
CREATE UNIQUE INDEX messages_number ON messages (organization_id, room_id, number);
CREATE INDEX messages_room ON messages (organization_id, room_id, created_at, id);
CREATE INDEX messages_created ON messages (organization_id, created_at, id);
CREATE INDEX messages_sender ON messages (organization_id, sender_id);
CREATE INDEX messages_reply ON messages (organization_id, reply_to);
