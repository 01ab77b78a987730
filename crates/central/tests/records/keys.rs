//! What `docs/scaling.md` builds on: the tables can be spread by city and site.

use crate::office::{DATABASE, Office};

/// Tables that say whose database this is, one row each or one a migration.
const OF_THE_DATABASE: [&str; 2] = ["central", "migrations"];

#[test]
fn city_and_site_come_first_in_every_key() {
    let office = Office::open();
    let keys = office.postgres.query(
        DATABASE,
        "SELECT c.relname || ' ' || (
             SELECT string_agg(a.attname, ',' ORDER BY k.place)
               FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS k (number, place)
               JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.number)
           FROM pg_index i
           JOIN pg_class c ON c.oid = i.indrelid
           JOIN pg_namespace n ON n.oid = c.relnamespace
          WHERE i.indisunique AND n.nspname = 'public'
          ORDER BY 1",
    );
    let keys: Vec<(&str, &str)> = keys.lines().filter_map(|line| line.trim().split_once(' ')).collect();
    assert!(keys.iter().any(|(table, _)| *table == "entries"), "{keys:?}");
    for (table, key) in keys {
        let first = key.starts_with("city,site");
        assert!(
            first || OF_THE_DATABASE.contains(&table),
            "{table} has the key ({key}): the rows of one city and site would lie apart"
        );
    }
}
