-- Where a row comes from: what is of the config is written anew at each start, what is of a provider at each sign-in.
ALTER TABLE people ADD COLUMN source TEXT NOT NULL DEFAULT 'config';
-- Disabled by an administrator; neither the config nor a provider enables them again.
ALTER TABLE people ADD COLUMN barred BIGINT NOT NULL DEFAULT 0;
ALTER TABLE people ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
UPDATE people SET source = 'provider' WHERE id IN (SELECT person FROM identities);

-- A group is known by its name: that is what providers and the config say.
CREATE TABLE person_groups (
    id TEXT PRIMARY KEY,
    tenant TEXT NOT NULL REFERENCES tenants (id),
    name TEXT NOT NULL,
    UNIQUE (tenant, name)
);

CREATE TABLE memberships_by_source (
    person TEXT NOT NULL REFERENCES people (id),
    member_of TEXT NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (person, member_of, source)
);
INSERT INTO memberships_by_source (person, member_of, source)
    SELECT memberships.person, memberships.member_of, people.source
    FROM memberships JOIN people ON people.id = memberships.person;
DROP TABLE memberships;
ALTER TABLE memberships_by_source RENAME TO memberships;
CREATE INDEX memberships_of_group ON memberships (member_of);

CREATE TABLE roles (
    id TEXT PRIMARY KEY,
    tenant TEXT NOT NULL REFERENCES tenants (id),
    name TEXT NOT NULL,
    permissions TEXT NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (tenant, name)
);

-- Until now all of them came from the config, which writes them again.
DROP TABLE assignments;
CREATE TABLE assignments (
    id TEXT PRIMARY KEY,
    tenant TEXT NOT NULL REFERENCES tenants (id),
    source TEXT NOT NULL,
    body TEXT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX assignments_of_tenant ON assignments (tenant, id);
