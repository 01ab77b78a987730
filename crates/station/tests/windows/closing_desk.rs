//! The closing desk: what its board says of the windows, and who it is.

use counterfoil_domain::entry::{Body, CollectionsListed, SessionApproved};
use counterfoil_domain::money::Cents;
use counterfoil_station::site::{return_files, rows};
use serde_json::{Value, json};

use crate::site::{Site, Window, city};

/// How a window stands on the board.
fn on_board(desk: &Window, code: &str) -> Value {
    let board = desk.call("board", json!({})).unwrap();
    let mut stations = board["stations"].as_array().unwrap().iter();
    let mut found = stations.find(|one| one["station"] == code).unwrap().clone();
    let mut in_the_way = board["in_the_way"].as_array().unwrap().iter();
    found["in_the_way"] = in_the_way.any(|one| one["key"] == format!("station:{code}")).into();
    found
}

#[test]
fn the_board_names_a_window_of_whose_entries_one_cannot_be_read_here() {
    let site = Site::new();
    let (desk, there, other) = (
        site.window("W1", false),
        site.window("W2", false),
        site.window("W3", false),
    );
    for window in [&there, &other] {
        window.open_drawer();
        window.hand_over(0, &desk);
    }
    let supervisor = json!({ "user": "tran", "password": "alder-creek" });
    desk.call("sign_in", supervisor.clone()).unwrap();
    for code in ["W2", "W3"] {
        let row = on_board(&desk, code);
        assert_eq!((&row["refusal"], &row["in_the_way"]), (&Value::Null, &json!(false)));
    }
    // One of a newer version, and one that is none at all.
    let last = there.stored(there.last()).bytes;
    let (was, is) = (
        format!("\"seq\":{},", there.last()),
        format!("\"seq\":{},", there.last() + 1),
    );
    let newer = last.replacen("{\"v\":1,", "{\"v\":2,", 1).replacen(&was, &is, 1);
    assert!(newer.contains("{\"v\":2,") && newer.contains(&is), "{newer}");
    there.hand_over_as_it_is(newer.as_bytes(), &desk);
    other.hand_over_as_it_is(b"{\"poison\":true}", &desk);
    let named = |desk: &Window| {
        for window in [&there, &other] {
            let row = on_board(desk, window.code);
            let (code, seq) = (&row["refusal"]["code"], &row["refusal"]["facts"]["seq"]);
            assert_eq!((code, seq), (&json!("entry_unread"), &json!(window.last() + 1)));
            assert_eq!((&row["missing"], &row["in_the_way"]), (&json!(true), &json!(true)));
        }
    };
    named(&desk);
    // Nothing new is no reason to forget it, and neither is another start.
    drop(desk);
    let desk = site.window("W1", false);
    desk.call("sign_in", supervisor).unwrap();
    named(&desk);
}

#[test]
fn only_the_closing_desk_of_the_configuration_in_force_does_its_work() {
    let site = Site::new();
    let (window, desk) = (site.window("W2", false), site.window("W1", false));
    desk.station.site().unwrap();
    let refused = window.station.site().unwrap_err();
    assert_eq!(refused.code(), "not_closing_desk");
    // The role moves to the window.
    let mut moved = city();
    for station in &mut moved.stations {
        station.closing_desk = station.code == "W2";
    }
    for one in [&window, &desk] {
        one.station.configure(moved.clone(), "admin").unwrap();
    }
    let refused = desk.station.site().unwrap_err();
    assert_eq!(
        refused.to_string(),
        "Window 1 is not the closing desk; do this at Window 2"
    );
    let refused = window.station.site().unwrap_err();
    assert_eq!(refused.code(), "closing_desk_after_start");
    assert!(refused.to_string().contains("start it again"), "{refused}");
    drop(window);
    let window = site.window("W2", false);
    window.station.site().unwrap().read(|_| Ok(())).unwrap();
}

#[test]
fn the_new_closing_desk_knows_what_the_former_one_wrote() {
    let site = Site::new();
    let (desk, there) = (site.window("W1", false), site.window("W3", false));
    there.open_drawer();
    let session = there.station.desk().held().latest().unwrap().id;
    let approved = SessionApproved {
        session,
        station: "W3".to_owned(),
        name: "Drawer 3".to_owned(),
        closed_seq: there.last(),
        approver: ("tran".to_owned(), "M. Tran".to_owned()),
        tenders: Vec::new(),
        float: Cents(20_000),
        reason: None,
    };
    desk.write(Body::SessionApproved(approved), Vec::new());
    let listed = CollectionsListed {
        number: "C-000001".to_owned(),
        items: Vec::new(),
        total: Cents::ZERO,
        person: ("abbott".to_owned(), "K. Abbott".to_owned()),
    };
    desk.write(Body::CollectionsListed(listed), Vec::new());
    let mut moved = city();
    for station in &mut moved.stations {
        station.closing_desk = station.code == "W2";
    }
    let new = site.window("W2", false);
    new.station.configure(moved, "admin").unwrap();
    drop(new);
    let new = site.window("W2", false);
    // The former desk's word about a session comes before the session itself.
    desk.hand_over(0, &new);
    there.hand_over(0, &new);
    let look = new.station.site().unwrap();
    look.read(|inside| {
        let kept = rows::get(&inside.connection, session)?.unwrap();
        assert_eq!(
            (kept.row.station.as_str(), kept.approved_seq),
            ("W3", Some(there.last()))
        );
        assert_eq!(inside.session(session)?.station, "W3");
        let (station, seq) = return_files::collections_list(&inside.connection, "C-000001")?.unwrap();
        assert!(matches!(
            inside.stored(&station, seq)?.entry()?.body,
            Body::CollectionsListed(_)
        ));
        Ok(())
    })
    .unwrap();
}
