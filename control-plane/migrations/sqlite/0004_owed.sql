-- Commands that a node must carry out whatever happens, until it has answered: the end of a session, and whom it must drop.
CREATE TABLE commands_owed (
    place TEXT NOT NULL,
    session TEXT NOT NULL,
    -- 'end', or the participant to be dropped.
    what TEXT NOT NULL,
    command TEXT NOT NULL,
    since BIGINT NOT NULL,
    PRIMARY KEY (place, session, what)
);
CREATE INDEX commands_owed_by_age ON commands_owed (since);
