-- Times are milliseconds since the Unix epoch, ids their whole text, lists and states JSON.

CREATE TABLE tenants (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    domain TEXT NOT NULL,
    domain_verified BIGINT NOT NULL,
    settings TEXT NOT NULL
);

CREATE TABLE people (
    id TEXT PRIMARY KEY,
    tenant TEXT NOT NULL REFERENCES tenants (id),
    username TEXT NOT NULL,
    name TEXT NOT NULL,
    email TEXT,
    job_title TEXT,
    company TEXT,
    enabled BIGINT NOT NULL,
    UNIQUE (tenant, username)
);

CREATE TABLE passwords (
    person TEXT PRIMARY KEY REFERENCES people (id),
    hash TEXT NOT NULL
);

CREATE TABLE pictures (
    person TEXT PRIMARY KEY REFERENCES people (id),
    media_type TEXT NOT NULL,
    bytes BLOB NOT NULL
);

CREATE TABLE memberships (
    person TEXT NOT NULL REFERENCES people (id),
    member_of TEXT NOT NULL,
    PRIMARY KEY (person, member_of)
);

CREATE TABLE assignments (
    tenant TEXT NOT NULL REFERENCES tenants (id),
    place BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (tenant, place)
);

CREATE TABLE devices (
    id TEXT PRIMARY KEY,
    tenant TEXT NOT NULL REFERENCES tenants (id),
    name TEXT NOT NULL,
    primary_user TEXT REFERENCES people (id),
    body TEXT NOT NULL,
    UNIQUE (tenant, name)
);
CREATE INDEX devices_of_person ON devices (primary_user);

CREATE TABLE browser_sessions (
    hash BLOB PRIMARY KEY,
    person TEXT NOT NULL REFERENCES people (id),
    created_at BIGINT NOT NULL,
    used_at BIGINT NOT NULL
);
CREATE INDEX browser_sessions_of_person ON browser_sessions (person, created_at);

CREATE TABLE sessions (
    id TEXT PRIMARY KEY,
    tenant TEXT NOT NULL REFERENCES tenants (id),
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    body TEXT NOT NULL,
    version BIGINT NOT NULL,
    deadline BIGINT,
    node TEXT,
    -- What the helper wrote about it.
    reason TEXT,
    ticket TEXT,
    created_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE INDEX sessions_by_deadline ON sessions (deadline) WHERE deadline IS NOT NULL;
CREATE INDEX sessions_running ON sessions (created_at) WHERE ended_at IS NULL;

CREATE TABLE session_people (
    session TEXT NOT NULL REFERENCES sessions (id),
    person TEXT NOT NULL REFERENCES people (id),
    joined_at BIGINT NOT NULL,
    -- The system that the person's browser runs on, where it tells.
    os TEXT,
    PRIMARY KEY (session, person)
);
CREATE INDEX session_people_of_person ON session_people (person, joined_at);

-- Live codes alone: a code that dies is deleted, so the hash is free again.
CREATE TABLE codes (
    hash TEXT PRIMARY KEY,
    session TEXT NOT NULL UNIQUE REFERENCES sessions (id)
);

CREATE TABLE audit (
    tenant TEXT NOT NULL REFERENCES tenants (id),
    seq BIGINT NOT NULL,
    session TEXT,
    at BIGINT NOT NULL,
    action TEXT NOT NULL,
    entry TEXT NOT NULL,
    prev_hash TEXT NOT NULL,
    hash TEXT NOT NULL,
    -- What names people, with the salt of its commitment; both may be erased, and the chain holds.
    personal TEXT,
    salt TEXT,
    PRIMARY KEY (tenant, seq)
);
CREATE INDEX audit_of_session ON audit (session, seq);

-- How far each chain goes, sealed with a key that is not in the database.
CREATE TABLE audit_heads (
    tenant TEXT PRIMARY KEY REFERENCES tenants (id),
    seq BIGINT NOT NULL,
    hash TEXT NOT NULL,
    seal TEXT NOT NULL
);

-- The last fact of each node's life that is stored.
CREATE TABLE facts_seen (
    place TEXT PRIMARY KEY,
    number BIGINT NOT NULL
);
