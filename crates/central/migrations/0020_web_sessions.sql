-- Who is signed in to the pages, and who gave wrong passwords. Nothing of the records themselves.
CREATE TABLE web_sessions (
    city     text NOT NULL,
    site     text NOT NULL DEFAULT '*',
    token    bytea NOT NULL CHECK (length(token) = 32), -- SHA-256 of what the browser holds
    user_id  text NOT NULL,
    password bytea NOT NULL CHECK (length(password) = 32), -- SHA-256 of the hash it was proved by
    begun_at timestamptz NOT NULL,
    seen_at  timestamptz NOT NULL,
    PRIMARY KEY (city, site, token)
);
CREATE INDEX web_sessions_by_seen ON web_sessions (city, seen_at);
CREATE TABLE web_attempts (
    city     text NOT NULL,
    site     text NOT NULL DEFAULT '*',
    user_id  text NOT NULL, -- as typed, also where there is no such user
    in_a_row integer NOT NULL,
    last_at  timestamptz NOT NULL,
    PRIMARY KEY (city, site, user_id)
);
CREATE INDEX web_attempts_by_last ON web_attempts (city, last_at);
