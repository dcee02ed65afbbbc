-- Found at start, over all organizations: the reports that nobody goes on with.
CREATE INDEX imports_running ON imports (status, updated_at);
