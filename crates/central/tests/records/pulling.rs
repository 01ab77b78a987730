use counterfoil_domain::entry::Body;
use counterfoil_formats::signature;
use serde_json::Value;

use crate::office::{Office, adopt, demo_city};
use counterfoil_central::users::{self, Change};

#[test]
fn the_others_entries_come_in_centrals_order_and_end_with_each_ones_last_word() {
    let office = Office::open();
    let (mut one, mut two, desk) = (
        office.workstation("W2"),
        office.workstation("W3"),
        office.workstation("W1"),
    );
    one.work(2);
    one.push_all();
    two.work(3);
    two.push_all();
    one.work(1);
    one.push(&one.bundle(2, 3)).json(200);
    let (parts, bundles) = desk.get("/v1/entries?after=0").parts();
    let seen: Vec<_> = bundles
        .iter()
        .map(|b| (b.station.as_str(), b.after, b.entries.len()))
        .collect();
    assert_eq!(
        seen,
        [("W2", 0, 2), ("W3", 0, 3), ("W2", 2, 1), ("W2", 3, 0), ("W3", 3, 0)]
    );
    assert_eq!((parts.position, parts.more), (4, false));
    assert_eq!(bundles[0].entries[1].bytes, one.journal[1].0);
    // Nothing new but their word; and a workstation is not handed its own.
    let (parts, bundles) = desk.get("/v1/entries?after=4").parts();
    assert_eq!((parts.position, bundles.len()), (4, 2));
    let (_, bundles) = one.get("/v1/entries?after=0").parts();
    assert!(bundles.iter().all(|bundle| bundle.station == "W3"));
    let keys = desk.ask_contact(desk.contact, desk.run).json(200)["keys"].clone();
    for bundle in &bundles {
        assert_eq!(keys[&bundle.station], Value::from(bundle.head.key.clone()));
    }
    desk.get("/v1/entries").refused(400, "bad_request");
    desk.get("/v1/entries?after=-1").refused(400, "bad_request");
}

#[test]
fn a_long_way_is_pulled_in_parts() {
    let office = Office::open();
    let (mut one, desk) = (office.workstation("W2"), office.workstation("W1"));
    for _ in 0..5 {
        let before = one.head.seq;
        one.work(400);
        one.push(&one.bundle(before, before + 400)).json(200);
    }
    let (mut position, mut seqs, mut answers) = (0, Vec::new(), 0);
    loop {
        let (parts, bundles) = desk.get(&format!("/v1/entries?after={position}")).parts();
        seqs.extend(
            bundles
                .iter()
                .flat_map(|bundle| bundle.entries.iter().map(|one| one.seq)),
        );
        (position, answers) = (parts.position, answers + 1);
        if !parts.more {
            break;
        }
    }
    assert_eq!(seqs, (1..=2_000).collect::<Vec<u64>>());
    assert_eq!(answers, 3);
    let (parts, bundles) = one.get("/v1/own?after=1700").parts();
    assert_eq!(
        (parts.position, bundles[0].after, bundles[0].entries[0].seq),
        (2_000, 1_700, 1_701)
    );
    assert_eq!(bundles[0].previous, one.journal[1_699].1);
    let (parts, bundles) = one.get("/v1/own?after=2000").parts();
    assert_eq!((parts.position, parts.more, bundles.len()), (2_000, false, 0));
}

#[test]
fn the_configuration_and_its_users_are_entries_of_centrals_own() {
    let office = Office::open();
    let mut desk = office.workstation("W1");
    let again = office.runtime.block_on(adopt(&office.central, &demo_city())).unwrap();
    assert_eq!(again, None, "the same configuration writes nothing");
    let first = desk.contact().json(200);
    assert_eq!(first["configuration"], 1);
    let deactivate = Change::Deactivate { id: "okoye".into() };
    office.runtime.block_on(async {
        users::set_password(&office.central, "alvarez", "correct horse", "the test")
            .await
            .unwrap();
        users::set_password(&office.central, "okoye", "battery staple", "the test")
            .await
            .unwrap();
        let short = users::set_password(&office.central, "okoye", "battery", "the test").await;
        assert_eq!(short.unwrap_err().code(), "not_done");
        let nobody = users::set_password(&office.central, "nobody", "battery staple", "the test").await;
        assert_eq!(nobody.unwrap_err().code(), "not_done");
        let sites = users::change(&office.central, &deactivate, "M. Tran").await.unwrap();
        assert_eq!(sites, ["CH"]);
    });
    let second = desk.contact().json(200);
    assert_eq!(second["configuration"], 2);
    assert!(second["passwords"].as_u64() > first["passwords"].as_u64());
    let (parts, bundles) = desk.get("/v1/configuration?after=1").parts();
    assert_eq!((parts.position, bundles.len()), (2, 1));
    let head = &bundles[0].head;
    assert_eq!(head.key, office.central.identity.public());
    let text = counterfoil_domain::entry::signed_text("CENTRAL", 1, 2, &head.hash);
    assert!(signature::holds(&head.key, &text, &head.signature));
    let entry = bundles[0].entries[0].entry.as_ref().unwrap();
    assert_eq!(entry.actor, "M. Tran");
    let Body::ConfigurationAdopted(adopted) = &entry.body else {
        panic!("{entry:?}")
    };
    assert!(
        adopted
            .configuration
            .users
            .iter()
            .any(|user| user.id == "okoye" && user.inactive)
    );
    let passwords = desk.get("/v1/passwords").json(200);
    assert_eq!(passwords["revision"], second["passwords"]);
    let ids: Vec<&String> = passwords["passwords"].as_object().unwrap().keys().collect();
    assert_eq!(ids, ["alvarez"], "who has left has no hash at the windows");
    assert!(
        passwords["passwords"]["alvarez"]
            .as_str()
            .unwrap()
            .starts_with("$argon2id$v=19$m=19456,t=2,p=1$")
    );
}
