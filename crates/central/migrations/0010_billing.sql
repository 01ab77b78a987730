-- Billing's accounts belong to the city: their site is '*'.

-- What is counted up for billing: revisions of the accounts, numbers of posting batches. Whoever takes
-- the next one holds its row.
CREATE TABLE billing_counters (
    city text   NOT NULL,
    site text   NOT NULL,
    what text   NOT NULL CHECK (what IN ('revision', 'posting_batch')),
    last bigint NOT NULL,
    PRIMARY KEY (city, site, what)
);

-- The accounts as they now are, each with the revision that changed it last. One that is gone stays as
-- a number, so that who has an earlier revision hears of it.
CREATE TABLE accounts (
    city     text    NOT NULL,
    site     text    NOT NULL,
    number   text    COLLATE "C" NOT NULL,
    revision bigint  NOT NULL,
    gone     boolean NOT NULL,
    -- The account as JSON, as it is handed out; empty where it is gone.
    record   text    NOT NULL,
    PRIMARY KEY (city, site, number)
);
CREATE INDEX accounts_by_revision ON accounts (city, site, revision, number);

-- Every file of billing's that was taken in.
CREATE TABLE imports (
    city        text        NOT NULL,
    site        text        NOT NULL,
    revision    bigint      NOT NULL,
    digest      text        NOT NULL,
    as_of       timestamptz NOT NULL,
    accounts    bigint      NOT NULL,
    charges     bigint      NOT NULL,
    total_due   bigint      NOT NULL,
    -- The last posting batch in its balances; null where billing goes by as_of.
    batch       bigint,
    added       bigint      NOT NULL,
    changed     bigint      NOT NULL,
    gone        bigint      NOT NULL,
    received_at timestamptz NOT NULL,
    received_by text        NOT NULL,
    PRIMARY KEY (city, site, revision)
);

-- What went out to billing. The lines are computed from the entries; the digest says what they were.
CREATE TABLE posting_batches (
    city       text        NOT NULL,
    site       text        NOT NULL,
    number     bigint      NOT NULL,
    made_at    timestamptz NOT NULL,
    made_by    text        NOT NULL,
    lines      bigint      NOT NULL,
    paid       bigint      NOT NULL,
    taken_back bigint      NOT NULL,
    digest     text        NOT NULL,
    PRIMARY KEY (city, site, number)
);

-- Which entries each batch holds: of each workstation those from first to last. Each stretch follows the
-- one before it, so that an entry is in exactly one.
CREATE TABLE posting_stretches (
    city    text   NOT NULL,
    site    text   NOT NULL,
    station text   NOT NULL,
    number  bigint NOT NULL,
    first   bigint NOT NULL,
    last    bigint NOT NULL CHECK (first <= last),
    PRIMARY KEY (city, site, station, number)
);

-- Entries in a stretch that could not be read when its batch was made, and the batch that took them later.
CREATE TABLE posting_unread (
    city        text   NOT NULL,
    site        text   NOT NULL,
    station     text   NOT NULL,
    seq         bigint NOT NULL,
    left_out_of bigint NOT NULL,
    taken_by    bigint,
    PRIMARY KEY (city, site, station, seq)
);

-- Who may ask as billing: the SHA-256 of the token, never the token.
CREATE TABLE tokens (
    city       text        NOT NULL,
    site       text        NOT NULL,
    name       text        NOT NULL,
    hash       bytea       NOT NULL CHECK (length(hash) = 32),
    scope      text        NOT NULL CHECK (scope = 'billing'),
    made_at    timestamptz NOT NULL,
    made_by    text        NOT NULL,
    revoked_at timestamptz,
    revoked_by text,
    PRIMARY KEY (city, site, name)
);

CREATE TRIGGER imports_are_kept BEFORE UPDATE OR DELETE ON imports
    FOR EACH ROW EXECUTE FUNCTION rows_are_kept();
CREATE TRIGGER imports_are_not_emptied BEFORE TRUNCATE ON imports
    FOR EACH STATEMENT EXECUTE FUNCTION rows_are_kept();
CREATE TRIGGER posting_batches_are_kept BEFORE UPDATE OR DELETE ON posting_batches
    FOR EACH ROW EXECUTE FUNCTION rows_are_kept();
CREATE TRIGGER posting_batches_are_not_emptied BEFORE TRUNCATE ON posting_batches
    FOR EACH STATEMENT EXECUTE FUNCTION rows_are_kept();
CREATE TRIGGER posting_stretches_are_kept BEFORE UPDATE OR DELETE ON posting_stretches
    FOR EACH ROW EXECUTE FUNCTION rows_are_kept();
CREATE TRIGGER posting_stretches_are_not_emptied BEFORE TRUNCATE ON posting_stretches
    FOR EACH STATEMENT EXECUTE FUNCTION rows_are_kept();
