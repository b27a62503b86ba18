-- Policies of conditional access, as administrators wrote them.
CREATE TABLE policies (
    id TEXT PRIMARY KEY,
    tenant TEXT NOT NULL REFERENCES tenants (id),
    body TEXT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX policies_of_tenant ON policies (tenant, id);

-- How somebody stood before us when they last did something that policies are asked about.
ALTER TABLE session_people ADD COLUMN situation TEXT;
