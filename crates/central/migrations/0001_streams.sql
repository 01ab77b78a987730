-- City and site stand first in every key, so that the tables can be spread by them. What belongs
-- to a whole city stands under the site '*'.

-- Whose database this is: one row.
CREATE TABLE central (
    one     boolean     PRIMARY KEY DEFAULT true CHECK (one),
    city    text        NOT NULL,
    key     text        NOT NULL,
    created timestamptz NOT NULL
);

-- The row of a site is locked by whoever appends to one of its streams: so its positions
-- become visible in their order and without gaps.
CREATE TABLE sites (
    city     text   NOT NULL,
    site     text   NOT NULL,
    position bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (city, site)
) WITH (fillfactor = 50);

-- One row a stream: each workstation's, and central's own (state 'central').
CREATE TABLE stations (
    city         text        NOT NULL,
    site         text        NOT NULL,
    station      text        NOT NULL,
    key          text        NOT NULL,
    state        text        NOT NULL CHECK (state IN ('enrolled', 'revoked', 'central')),
    enrolled_at  timestamptz NOT NULL,
    -- The epoch that it may write in; the head's is the last entry's.
    epoch        integer     NOT NULL,
    head_epoch   integer     NOT NULL DEFAULT 1,
    head_seq     bigint      NOT NULL DEFAULT 0,
    head_hash    bytea       NOT NULL DEFAULT decode(repeat('00', 32), 'hex') CHECK (length(head_hash) = 32),
    head_at      timestamptz,
    -- The number that was given last and the one before, and the run that got it.
    contact        bigint    NOT NULL,
    contact_before bigint    NOT NULL,
    run          uuid,
    last_contact timestamptz,
    program      text,
    -- The sequence number that its journal had at the last contact: what waits there.
    contact_seq  bigint,
    -- The last word: the end of its latest bundle.
    word_epoch    integer,
    word_made_at  timestamptz,
    word_stopping boolean,
    word_head     text,
    word_handed   text,
    PRIMARY KEY (city, site, station)
) WITH (fillfactor = 50);

-- Every key that a workstation ever had. What it signed is proved by these.
CREATE TABLE station_keys (
    city    text        NOT NULL,
    site    text        NOT NULL,
    station text        NOT NULL,
    key     text        NOT NULL,
    since   timestamptz NOT NULL,
    revoked timestamptz,
    PRIMARY KEY (city, site, station, key)
);

-- The runs of a workstation's program that were heard; a cloned one is heard no more.
CREATE TABLE runs (
    city    text        NOT NULL,
    site    text        NOT NULL,
    station text        NOT NULL,
    run     uuid        NOT NULL,
    cloned  boolean     NOT NULL DEFAULT false,
    first   timestamptz NOT NULL,
    -- When it asked the first time, where it was not heard: either a copy, which asks again, or late on the way.
    doubted timestamptz,
    PRIMARY KEY (city, site, station, run)
);

-- One-time codes: the digest of the secret, never the secret.
CREATE TABLE codes (
    city     text        NOT NULL,
    site     text        NOT NULL,
    station  text        NOT NULL,
    secret   bytea       NOT NULL,
    replaces boolean     NOT NULL,
    made_at  timestamptz NOT NULL,
    made_by  text        NOT NULL,
    expires  timestamptz NOT NULL,
    used_at  timestamptz,
    used_key text,
    PRIMARY KEY (city, site, secret)
);

-- Each push that brought something new, at its place in the site's order.
CREATE TABLE deliveries (
    city        text        NOT NULL,
    site        text        NOT NULL,
    position    bigint      NOT NULL,
    station     text        NOT NULL,
    epoch       integer     NOT NULL,
    after       bigint      NOT NULL,
    upto        bigint      NOT NULL,
    previous    bytea       NOT NULL CHECK (length(previous) = 32),
    made_at     timestamptz NOT NULL,
    stopping    boolean     NOT NULL,
    head        text        NOT NULL,
    handed      text        NOT NULL,
    received_at timestamptz NOT NULL,
    PRIMARY KEY (city, site, position)
);
CREATE INDEX deliveries_by_station ON deliveries (city, site, station, upto);

-- The entries, as they came. What stands beside the bytes is read from them.
CREATE TABLE entries (
    city          text        NOT NULL,
    site          text        NOT NULL,
    station       text        NOT NULL,
    seq           bigint      NOT NULL,
    epoch         integer     NOT NULL,
    hash          bytea       NOT NULL,
    position      bigint      NOT NULL,
    received_at   timestamptz NOT NULL,
    kind          text,
    business_date date,
    at            timestamptz,
    receipt       text,
    -- Why this program could not read it: 'unknown' (a newer version or another kind), 'unreadable', 'unfit' (for these columns).
    flag          text,
    bytes         bytea       NOT NULL,
    PRIMARY KEY (city, site, station, seq)
);
CREATE INDEX entries_by_receipt ON entries (city, site, receipt) WHERE receipt IS NOT NULL;

-- LZ4 where this PostgreSQL has it: a third of the time of the older method.
DO $$
BEGIN
    ALTER TABLE entries ALTER COLUMN bytes SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported OR invalid_parameter_value THEN
    NULL;
END
$$;

-- Bundles that contradict what is here, whole. Nothing is overwritten, nothing thrown away.
CREATE TABLE forks (
    city        text        NOT NULL,
    site        text        NOT NULL,
    station     text        NOT NULL,
    digest      bytea       NOT NULL,
    seq         bigint      NOT NULL,
    came_by     text        NOT NULL,
    received_at timestamptz NOT NULL,
    bundle      bytea       NOT NULL,
    PRIMARY KEY (city, site, station, digest)
);

-- What a person is called for. One row as long as nobody has seen to it, however often it happens.
CREATE TABLE alerts (
    city            text        NOT NULL,
    site            text        NOT NULL,
    id              bigint      GENERATED ALWAYS AS IDENTITY,
    station         text        NOT NULL,
    kind            text        NOT NULL,
    what            text        NOT NULL,
    first_at        timestamptz NOT NULL,
    last_at         timestamptz NOT NULL,
    times           bigint      NOT NULL DEFAULT 1,
    acknowledged_at timestamptz,
    acknowledged_by text,
    PRIMARY KEY (city, site, id)
);
CREATE UNIQUE INDEX alerts_open ON alerts (city, site, station, kind, what) WHERE acknowledged_at IS NULL;

-- Password hashes in PHC form.
CREATE TABLE passwords (
    city       text        NOT NULL,
    site       text        NOT NULL DEFAULT '*',
    user_id    text        NOT NULL,
    hash       text        NOT NULL,
    changed_at timestamptz NOT NULL,
    changed_by text        NOT NULL,
    PRIMARY KEY (city, site, user_id)
);

-- Goes up with every change of a password or of who the users are.
CREATE TABLE password_revisions (
    city     text   NOT NULL,
    site     text   NOT NULL DEFAULT '*',
    revision bigint NOT NULL,
    PRIMARY KEY (city, site)
);

-- What was done at central records by hand, and by whom.
CREATE TABLE audit (
    city text        NOT NULL,
    site text        NOT NULL DEFAULT '*',
    id   bigint      GENERATED ALWAYS AS IDENTITY,
    at   timestamptz NOT NULL,
    who  text        NOT NULL,
    what text        NOT NULL,
    PRIMARY KEY (city, site, id)
);

CREATE FUNCTION rows_are_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of % is refused: its rows are only ever added to', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER entries_are_kept BEFORE UPDATE OR DELETE ON entries
    FOR EACH ROW EXECUTE FUNCTION rows_are_kept();
CREATE TRIGGER entries_are_not_emptied BEFORE TRUNCATE ON entries
    FOR EACH STATEMENT EXECUTE FUNCTION rows_are_kept();
CREATE TRIGGER deliveries_are_kept BEFORE UPDATE OR DELETE ON deliveries
    FOR EACH ROW EXECUTE FUNCTION rows_are_kept();
CREATE TRIGGER deliveries_are_not_emptied BEFORE TRUNCATE ON deliveries
    FOR EACH STATEMENT EXECUTE FUNCTION rows_are_kept();
CREATE TRIGGER forks_are_kept BEFORE UPDATE OR DELETE ON forks
    FOR EACH ROW EXECUTE FUNCTION rows_are_kept();
CREATE TRIGGER forks_are_not_emptied BEFORE TRUNCATE ON forks
    FOR EACH STATEMENT EXECUTE FUNCTION rows_are_kept();
CREATE TRIGGER audit_is_kept BEFORE UPDATE OR DELETE ON audit
    FOR EACH ROW EXECUTE FUNCTION rows_are_kept();
CREATE TRIGGER audit_is_not_emptied BEFORE TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION rows_are_kept();
