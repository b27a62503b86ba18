-- Who somebody is at an identity provider: issuer and subject, never an e-mail address.
CREATE TABLE identities (
    tenant TEXT NOT NULL REFERENCES tenants (id),
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    provider TEXT NOT NULL,
    person TEXT NOT NULL REFERENCES people (id),
    PRIMARY KEY (tenant, issuer, subject)
);
CREATE INDEX identities_of_person ON identities (person);

-- Sign-ins under way at a provider. State and browser are hashes; nonce and PKCE verifier are made from the browser's cookie.
CREATE TABLE sign_in_flows (
    state TEXT PRIMARY KEY,
    browser TEXT NOT NULL,
    provider TEXT NOT NULL,
    body TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX sign_in_flows_by_age ON sign_in_flows (created_at);

-- Browser sessions that a provider vouches for. The hint is sealed with the browser's cookie.
CREATE TABLE provider_sessions (
    hash BLOB PRIMARY KEY REFERENCES browser_sessions (hash) ON DELETE CASCADE,
    provider TEXT NOT NULL,
    issuer TEXT NOT NULL,
    sub TEXT NOT NULL,
    sid TEXT,
    acr TEXT,
    auth_time BIGINT,
    hint TEXT NOT NULL
);
CREATE INDEX provider_sessions_of_sub ON provider_sessions (issuer, sub);
CREATE INDEX provider_sessions_of_sid ON provider_sessions (issuer, sid);

-- Announced logouts that were heard, so that none is heard twice.
CREATE TABLE logouts_heard (
    issuer TEXT NOT NULL,
    jti TEXT NOT NULL,
    until BIGINT NOT NULL,
    PRIMARY KEY (issuer, jti)
);
CREATE INDEX logouts_heard_by_age ON logouts_heard (until);
