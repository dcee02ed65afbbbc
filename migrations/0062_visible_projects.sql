-- The projects that everybody in the organization sees, found without reading the others.

CREATE INDEX projects_visibility ON projects (organization_id, visibility, id);
