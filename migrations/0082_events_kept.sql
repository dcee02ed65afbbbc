-- What the log keeps beside the fields that it tells of a change, so that taking it back needs no guess: columns that
-- nobody sees, and amounts that mean something else in another currency. Never on the wire.
ALTER TABLE events ADD COLUMN kept TEXT;
