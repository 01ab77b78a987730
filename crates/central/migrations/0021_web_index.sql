-- What the pages look things up in. All of it is derived from the entries, caught up workstation by
-- workstation, and made anew where it is missing or of another version.
CREATE TABLE web_streams (
    city    text NOT NULL,
    site    text NOT NULL,
    station text NOT NULL,
    version integer NOT NULL,
    seq     bigint NOT NULL,
    state   text NOT NULL,
    PRIMARY KEY (city, site, station)
);
CREATE TABLE web_marks (
    city          text NOT NULL,
    site          text NOT NULL,
    what          text NOT NULL,
    value         text COLLATE "C" NOT NULL,
    station       text NOT NULL,
    seq           bigint NOT NULL,
    business_date date NOT NULL,
    receipt       text COLLATE "C",
    PRIMARY KEY (city, site, what, value, station, seq)
);
CREATE INDEX web_marks_by_date ON web_marks (city, site, what, business_date, station, seq)
    WHERE what IN ('issued', 'opened', 'prepared', 'day_closed', 'closed_with');
CREATE TABLE web_dates (
    city          text NOT NULL,
    site          text NOT NULL,
    station       text NOT NULL,
    business_date date NOT NULL,
    first_seq     bigint NOT NULL,
    last_seq      bigint NOT NULL,
    receipts      bigint NOT NULL,
    cents         bigint NOT NULL,
    voids         bigint NOT NULL,
    void_cents    bigint NOT NULL,
    PRIMARY KEY (city, site, station, business_date)
);
CREATE TABLE web_stretches (
    city      text NOT NULL,
    site      text NOT NULL,
    session   uuid NOT NULL,
    station   text NOT NULL,
    first_seq bigint NOT NULL,
    last_seq  bigint NOT NULL,
    PRIMARY KEY (city, site, session, station)
);
CREATE TABLE web_missing (
    city    text NOT NULL,
    site    text NOT NULL,
    station text NOT NULL,
    seq     bigint NOT NULL,
    first   text NOT NULL,
    last    text NOT NULL,
    count   bigint NOT NULL,
    why     text,
    PRIMARY KEY (city, site, station, seq, first)
);
CREATE TABLE web_proofs (
    city      text NOT NULL,
    site      text NOT NULL,
    station   text NOT NULL,
    seq       bigint NOT NULL,
    hash      bytea NOT NULL,
    at        timestamptz NOT NULL,
    problem   text,
    PRIMARY KEY (city, site, station)
);
-- Entries that do not read, however many others there are.
CREATE INDEX entries_flagged ON entries (city, site, station, seq) WHERE flag IS NOT NULL;
