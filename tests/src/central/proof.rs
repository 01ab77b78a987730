//! That central has everything: each workstation's exported journal against central's tables, by SQL
//! that is written here and shares nothing with the programs.

use std::collections::BTreeMap;
use std::path::Path;

use counterfoil_postgres::Postgres;
use serde_json::Value;

use crate::central::DATABASE;
use crate::workstation::succeed;

/// An entry as `counterfoil export` writes it and as central keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// Its number.
    pub seq: u64,
    /// Its hash, in hex.
    pub hash: String,
    /// Its bytes.
    pub bytes: String,
}

/// A workstation's journal, as it exports it.
#[must_use]
pub fn exported(folder: &Path) -> Vec<Exported> {
    let lines = succeed(&["export", "--data", folder.to_str().expect("a path in plain text")]);
    let read = |line: &str| {
        let value: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error} in {line}"));
        let (_, bytes) = line.split_once("\"entry\":").expect("its entry");
        Exported {
            seq: value["seq"].as_u64().expect("its number"),
            hash: value["hash"].as_str().expect("its hash").to_owned(),
            bytes: bytes.strip_suffix('}').expect("the end of the line").to_owned(),
        }
    };
    lines.lines().map(read).collect()
}

/// A workstation's journal, as central has it.
#[must_use]
pub fn received(server: &Postgres, station: &str) -> Vec<Exported> {
    let rows = server.query(
        DATABASE,
        &format!(
            "SELECT seq, encode(hash, 'hex'), convert_from(bytes, 'UTF8') FROM entries
             WHERE station = '{station}' ORDER BY seq"
        ),
    );
    let read = |row: &str| {
        let mut columns = row.splitn(3, '|').map(str::to_owned);
        let mut next = || columns.next().unwrap_or_else(|| panic!("three columns: {row}"));
        Exported {
            seq: next().parse().expect("a number"),
            hash: next(),
            bytes: next(),
        }
    };
    rows.lines().map(read).collect()
}

/// Asserts that central holds every entry of these journals exactly once, in order, byte by byte; that what it
/// holds is chained; that its order has no gaps; and that nobody was called and nothing kept aside.
pub fn central_has_all_of(server: &Postgres, stations: &[(&str, &Path)]) {
    for (station, folder) in stations {
        let (here, there) = (exported(folder), received(server, station));
        assert_eq!(
            here.len(),
            there.len(),
            "{station} has so many entries, and central so many"
        );
        for (place, (own, kept)) in (1..).zip(here.iter().zip(&there)) {
            assert_eq!(own.seq, place, "a gap in the journal of {station}");
            assert_eq!(own, kept, "central has another entry of {station}");
        }
    }
    nothing(server, "chained otherwise", CHAIN);
    nothing(server, "out of order", ORDER);
    nothing(server, "does not fit its delivery", DELIVERED);
    nothing(server, "kept aside", "SELECT station, seq FROM forks");
    nothing(server, "alerted", "SELECT station, kind, what, times FROM alerts");
    nothing(
        server,
        "flagged",
        "SELECT station, seq, flag FROM entries WHERE flag IS NOT NULL",
    );
}

/// Asserts that a query gives no row.
#[track_caller]
pub fn nothing(server: &Postgres, what: &str, sql: &str) {
    assert_eq!(server.query(DATABASE, sql), "", "{what}");
}

/// Entries whose hash is not that of the one before and their bytes.
const CHAIN: &str = "
    SELECT station, seq FROM (
        SELECT station, seq, hash, bytes,
               coalesce(lag(hash) OVER (PARTITION BY city, site, station ORDER BY seq), decode(repeat('00', 32), 'hex')) AS before
        FROM entries) chained
    WHERE hash <> sha256('counterfoil/journal/1'::bytea || '\\x00'::bytea || before || bytes)";

/// Places of a site's order that are missing, and streams that have gaps.
const ORDER: &str = "
    SELECT 'position', site, max(position) FROM deliveries GROUP BY city, site HAVING count(*) <> max(position)
    UNION ALL
    SELECT 'sequence', station, max(seq) FROM entries GROUP BY city, site, station
        HAVING count(*) <> max(seq) OR min(seq) <> 1
    UNION ALL
    SELECT 'head', s.station, s.head_seq FROM stations s
        WHERE s.head_seq <> (SELECT count(*) FROM entries e
                             WHERE (e.city, e.site, e.station) = (s.city, s.site, s.station))";

/// Entries outside of the delivery whose position they carry, and deliveries of one station out of their order.
const DELIVERED: &str = "
    SELECT e.station, e.seq FROM entries e
        LEFT JOIN deliveries d ON (d.city, d.site, d.position) = (e.city, e.site, e.position) AND d.station = e.station
        WHERE d.position IS NULL OR e.seq NOT BETWEEN d.after + 1 AND d.upto
    UNION ALL
    SELECT station, after FROM (
        SELECT station, after, lag(upto, 1, 0::bigint) OVER (PARTITION BY city, site, station ORDER BY position) AS before
        FROM deliveries) following
    WHERE after > before";

/// What the postings of entries come to, by ledger account, in cents; added up here.
#[must_use]
pub fn balances<'e>(entries: impl IntoIterator<Item = &'e Exported>) -> BTreeMap<String, i64> {
    let mut balances = BTreeMap::new();
    for entry in entries {
        let entry: Value = serde_json::from_str(&entry.bytes).expect("an entry is JSON");
        let mut sum = 0;
        for posting in entry["postings"].as_array().into_iter().flatten() {
            let ledger = posting[0].as_str().expect("an account").to_owned();
            let cents = posting[1].as_i64().expect("whole cents");
            sum += cents;
            *balances.entry(ledger).or_default() += cents;
        }
        assert_eq!(sum, 0, "an entry out of balance: {entry}");
    }
    balances.retain(|_, cents| *cents != 0);
    balances
}

/// The same, added up by PostgreSQL; of one station, or of all.
#[must_use]
pub fn balances_at_central(server: &Postgres, station: Option<&str>) -> BTreeMap<String, i64> {
    let of = station.map_or("true".to_owned(), |station| format!("station = '{station}'"));
    let rows = server.query(
        DATABASE,
        &format!(
            "SELECT posting ->> 0, sum((posting ->> 1)::bigint)
             FROM entries, jsonb_array_elements(convert_from(bytes, 'UTF8')::jsonb -> 'postings') posting
             WHERE {of} GROUP BY 1 HAVING sum((posting ->> 1)::bigint) <> 0 ORDER BY 1"
        ),
    );
    let read = |row: &str| {
        let (ledger, cents) = row.split_once('|').expect("two columns");
        (ledger.to_owned(), cents.parse().expect("whole cents"))
    };
    rows.lines().map(read).collect()
}
