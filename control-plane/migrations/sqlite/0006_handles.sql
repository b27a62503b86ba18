-- By what else people of an identity provider are called, in lower case: their name there, and addresses that it has verified.
CREATE TABLE handles (
    person TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    handle TEXT NOT NULL,
    PRIMARY KEY (person, handle)
);
CREATE INDEX handles_by_name ON handles (handle);
