//! Whom central does not know, who is revoked, whose signature does not hold: told the same nothing.

use counterfoil_central::enrolment;
use counterfoil_formats::wire::{SIGNATURE_HEADER, STATION_HEADER, TIME_HEADER};

use crate::office::Office;
use crate::workstation::{self, Workstation};

const QUESTIONS: [(&str, &str); 10] = [
    ("POST", "/v1/contact"),
    ("POST", "/v1/push"),
    ("GET", "/v1/entries?after=0"),
    ("GET", "/v1/entries?after=nonsense"),
    ("GET", "/v1/own?after=0"),
    ("GET", "/v1/configuration?after=0"),
    ("GET", "/v1/passwords"),
    ("GET", "/v1/nothing-like-this"),
    ("POST", "/v1/passwords"),
    ("GET", "/v1/accounts?after=0"),
];

#[test]
fn strangers_learn_nothing_byte_for_byte() {
    let office = Office::open();
    let mut known = office.workstation("W2");
    // A connection each: whoever is refused before its body was read may find the line closed.
    let config = ureq::Agent::config_builder().max_idle_connections(0);
    known.agent = workstation::agent_with(config);
    known.work(3);
    known.push_all();
    let mut revoked = office.workstation("W3");
    revoked.agent = known.agent.clone();
    revoked.contact().json(200);
    let name = office.name("W3");
    office
        .runtime
        .block_on(enrolment::revoke(&office.central, &name, "the test"))
        .unwrap();
    let unknown = Workstation {
        name: office.name("W9"),
        secret: [8; 32],
        ..known.clone()
    };
    let elsewhere = Workstation {
        name: "another-city/CH/W2".parse().unwrap(),
        ..known.clone()
    };
    let central = Workstation {
        name: office.name("CENTRAL"),
        ..unknown.clone()
    };
    let other_key = Workstation {
        secret: [9; 32],
        ..known.clone()
    };
    let stale = Workstation {
        now: "2016-01-01T00:00:00Z".parse().unwrap(),
        ..unknown.clone()
    };
    for (method, path) in QUESTIONS {
        let nothing = unknown.signed(method, path, b"{}", &[]);
        assert_eq!((nothing.status, nothing.body.as_slice()), (404, &b""[..]));
        for stranger in [&revoked, &elsewhere, &central, &other_key, &stale] {
            assert_eq!(stranger.signed(method, path, b"{}", &[]), nothing, "{method} {path}");
        }
        // No headers, broken ones, a signature for another path or another body.
        assert_eq!(known.send(method, path, b"{}", &[]), nothing);
        let broken = [(STATION_HEADER, "W2"), (TIME_HEADER, "now"), (SIGNATURE_HEADER, "x")];
        assert_eq!(known.send(method, path, b"{}", &broken), nothing);
        for signed in [
            known.headers(method, "/v1/another", b"{}"),
            known.headers("PUT", path, b"{}"),
            known.headers(method, path, b"another body"),
        ] {
            let headers: Vec<(&str, &str)> = signed.iter().map(|(name, value)| (*name, value.as_str())).collect();
            assert_eq!(known.send(method, path, b"{}", &headers), nothing, "{method} {path}");
        }
    }
    assert_eq!(office.entries("W2"), 3);
    assert_eq!(known.get("/v1/passwords").status, 200);
}

#[test]
fn a_known_workstation_hears_that_its_push_is_too_large() {
    let office = Office::open();
    let known = office.workstation("W2");
    let large = vec![b'x'; (16 << 20) + 1];
    known.push(&large).refused(413, "too_large");
}
