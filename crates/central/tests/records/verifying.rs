use counterfoil_central::fault::Fault;
use counterfoil_central::verify;

use crate::office::{DATABASE, Office, demo_city};

impl Office {
    /// What verification says first, or how many streams it proved.
    fn verify(&self) -> Result<usize, String> {
        let outcomes = self
            .runtime
            .block_on(verify::every_stream(&self.central, None))
            .unwrap();
        let proved: Result<Vec<_>, Fault> = outcomes.into_iter().collect();
        proved.map(|all| all.len()).map_err(|fault| fault.to_string())
    }

    fn tamper(&self, sql: &str) {
        for table in ["entries", "deliveries"] {
            let off = format!("ALTER TABLE {table} DISABLE TRIGGER USER");
            let _nothing = self.postgres.query(DATABASE, &off);
        }
        let _nothing = self.postgres.query(DATABASE, sql);
    }
}

#[test]
fn every_stream_is_proved_and_a_row_that_was_changed_is_named() {
    let office = Office::open();
    let mut one = office.workstation("W2");
    one.adopt(&demo_city());
    one.work(5);
    one.write_raw(b"{ poison");
    one.work(2);
    one.push(&one.bundle(0, 4)).json(200);
    one.push(&one.bundle(4, 9)).json(200);
    office.workstation("W3");
    assert_eq!(office.verify(), Ok(3), "central's own, W2, W3");

    // The database itself refuses.
    let change = "UPDATE entries SET bytes = bytes WHERE station = 'W2'";
    for sql in [
        change,
        "DELETE FROM entries",
        "TRUNCATE entries",
        "DELETE FROM deliveries",
    ] {
        let asked = office
            .runtime
            .block_on(async { office.central.client().await.unwrap().execute(sql, &[]).await });
        let code = asked.unwrap_err().code().unwrap().code().to_owned();
        assert_eq!(code, "23001", "{sql}");
    }

    let saved = office.postgres.query(
        DATABASE,
        "SELECT encode(bytes, 'hex') FROM entries WHERE station = 'W2' AND seq = 3",
    );
    let restore = format!(
        "UPDATE entries SET bytes = decode('{}', 'hex') WHERE station = 'W2' AND seq = 3",
        saved.trim()
    );
    let bad = |sql: &str, words: &str| {
        office.tamper(sql);
        let said = office.verify().unwrap_err();
        assert!(said.contains(words), "{sql}: {said}");
    };
    bad(
        "UPDATE entries SET bytes = replace(encode(bytes, 'escape'), 'alvarez', 'alvarex')::bytea WHERE station = 'W2' AND seq = 3",
        "W2: entry 3 has the hash",
    );
    office.tamper(&restore);
    assert_eq!(office.verify(), Ok(3));
    bad(
        "UPDATE entries SET kind = 'receipt' WHERE station = 'W2' AND seq = 2",
        "W2: entry 2 is of another kind",
    );
    office.tamper("UPDATE entries SET kind = 'signed_in' WHERE station = 'W2' AND seq = 2");
    bad(
        "UPDATE entries SET flag = NULL WHERE station = 'W2' AND seq = 7",
        "W2: entry 7 does not read, and is not flagged",
    );
    office.tamper("UPDATE entries SET flag = 'unreadable' WHERE station = 'W2' AND seq = 7");
    bad(
        "UPDATE stations SET head_hash = sha256('x') WHERE station = 'W2'",
        "entry 9 is acknowledged as",
    );
    office.tamper("UPDATE stations SET head_hash = (SELECT hash FROM entries e WHERE e.station = 'W2' AND e.seq = 9) WHERE station = 'W2'");
    bad(
        "UPDATE deliveries SET stopping = true WHERE station = 'W2' AND after = 0",
        "the signature does not hold",
    );
    office.tamper("UPDATE deliveries SET stopping = false WHERE station = 'W2'");
    assert_eq!(office.verify(), Ok(3));
    bad("UPDATE sites SET position = 9", "is at position 9");
    office.tamper("UPDATE sites SET position = 3");
    bad(
        "DELETE FROM entries WHERE station = 'W2' AND seq = 5",
        "W2: entry 5 is missing",
    );
}
