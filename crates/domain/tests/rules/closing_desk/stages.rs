//! How far a session is: every sequence of what may be done to it, and what is refused on the way.

use counterfoil_domain::approval::{approve, send_back};
use counterfoil_domain::batch;
use counterfoil_domain::deposit::{compose, pool};
use counterfoil_domain::drawer::{self, FoundInDrawer};
use counterfoil_domain::entry::Entry;
use counterfoil_domain::journal::Decision;
use counterfoil_domain::money::Cents;
use counterfoil_domain::refusal::Refusal;
use counterfoil_domain::session::SessionStage::{Approved, Closed, Counting, Open, Returned};
use counterfoil_domain::session::{Session, SessionStage};
use uuid::Uuid;

use super::office::{Office, paper};
use crate::fixture::{cash, offer, open_amount, payment};
use crate::table::code_of;

/// Something that is done to a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    StartCount,
    Count,
    Close,
    Recount,
    SendBack,
    Approve,
}

const ACTS: [Act; 6] = [
    Act::StartCount,
    Act::Count,
    Act::Close,
    Act::Recount,
    Act::SendBack,
    Act::Approve,
];

/// Ana's drawer, or Ben's mail.
fn decide(office: &Office, id: Uuid, act: Act) -> Result<Decision, Refusal> {
    let (configuration, session) = (&office.configuration, office.session(id));
    let (holder, eva, tom) = (office.user(session.cashier()), office.user("eva"), office.user("tom"));
    let found = FoundInDrawer {
        cash: cash(&[(5_000, 3)]),
        ..FoundInDrawer::default()
    };
    match act {
        Act::StartCount => drawer::start_count(Some(session), &holder),
        Act::Count => drawer::count(configuration, Some(session), &holder, found),
        Act::Close if session.batch().is_some() => batch::close(configuration, session, &holder, None, None),
        Act::Close => {
            let head = office.signed_head(&session.station);
            drawer::close(configuration, Some(session), &holder, None, None, head)
        }
        Act::Recount => drawer::recount(configuration, Some(session), None, &holder, Some("Again"), Some(&eva)),
        Act::SendBack => send_back(configuration, session, &tom, "Again", false),
        Act::Approve => approve(configuration, session, &tom, Cents::ZERO, None),
    }
}

/// What is so: how far a drawer is, and whether it was counted since counting began.
type State = (SessionStage, bool);

/// What becomes of a state, or the code of the refusal.
type After = fn(State, Act) -> Result<State, &'static str>;

/// What becomes of a drawer; or why not.
fn drawer_after((stage, counted): State, act: Act) -> Result<State, &'static str> {
    match (stage, act) {
        (Approved, Act::Approve | Act::SendBack | Act::Recount) => Err("session_approved"),
        (Approved | Closed, Act::StartCount | Act::Count | Act::Close) => Err("drawer_closed"),
        (Closed, Act::Approve) => Ok((Approved, counted)),
        (Closed, Act::SendBack) => Ok((Returned, false)),
        (Closed, Act::Recount) => Ok((Counting, false)),
        (_, Act::Approve | Act::SendBack) => Err("session_not_closed"),
        (Open, Act::StartCount) => Ok((Counting, false)),
        (Open, _) => Err("drawer_not_counting"),
        (Counting | Returned, Act::StartCount) => Err("drawer_counting"),
        (Counting | Returned, Act::Count) => Ok((stage, true)),
        (Counting | Returned, Act::Recount) => Ok((stage, false)),
        (Counting | Returned, Act::Close) if counted => Ok((Closed, true)),
        (Counting | Returned, Act::Close) => Err("nothing_counted"),
    }
}

/// What becomes of a batch; or why not. It is keyed, never counted.
fn batch_after((stage, _): State, act: Act) -> Result<State, &'static str> {
    match (stage, act) {
        (_, Act::Recount) => Err("unknown_session"),
        (Approved, Act::Approve | Act::SendBack) => Err("session_approved"),
        (Approved | Closed, Act::Close) => Err("batch_closed"),
        (Open | Returned, Act::Close) => Ok((Closed, true)),
        (Closed, Act::Approve) => Ok((Approved, true)),
        (Closed, Act::SendBack) => Ok((Returned, true)),
        (_, _) => Err("session_not_closed"),
    }
}

/// Tries every act in a state, goes on from each that is done, and looks at the stage after it.
fn try_all(office: &Office, id: Uuid, state: State, (acts, after): (&[Act], After), depth: u32, tried: &mut u32) {
    assert_eq!(office.session(id).stage(), state.0);
    if depth == 0 {
        return;
    }
    for act in acts {
        *tried += 1;
        let decided = decide(office, id, *act);
        match after(state, *act) {
            Err(code) => assert_eq!(code_of(decided), code, "{act:?} in {state:?}"),
            Ok(next) => {
                let decision = decided.unwrap_or_else(|refusal| panic!("{act:?} in {state:?}: {refusal}"));
                let mut onward = office.clone();
                let session = office.session(id);
                let (station, actor) = match act {
                    Act::SendBack | Act::Approve => ("W3", "tom"),
                    _ => (session.station.as_str(), session.cashier()),
                };
                onward.commit(station, actor, decision);
                try_all(&onward, id, next, (acts, after), depth - 1, tried);
            }
        }
    }
}

#[test]
fn every_way_of_a_drawer_from_open_to_approved() {
    let mut office = Office::new();
    let id = office.open("W4", "ana");
    let mut tried = 0;
    try_all(&office, id, (Open, false), (&ACTS, drawer_after), 9, &mut tried);
    assert!(tried > 1_000, "{tried}");
}

#[test]
fn every_way_of_a_batch_from_keying_to_approved() {
    let mut office = Office::new();
    let id = office.mail(vec![paper("CHECK", 1, 900)]);
    office.pay(
        id,
        &payment(vec![open_amount("MISC", 900)], vec![offer("CHECK", 900, 1)]),
    );
    let acts = [Act::Close, Act::Recount, Act::SendBack, Act::Approve];
    let mut tried = 0;
    try_all(&office, id, (Open, false), (&acts, batch_after), 7, &mut tried);
    assert!(tried > 20, "{tried}");
}

/// The fold of a session from the window's own entries, the closing desk's applied behind.
fn behind(own: &[Entry], closing_desk: &[Entry]) -> Session {
    let mut session = Session::begin(&own[0]).unwrap();
    for entry in own[1..].iter().chain(closing_desk) {
        session.apply(entry).unwrap();
    }
    session
}

/// An office in which some of it was done to Ana's drawer, one after the other.
fn done(acts: &[Act]) -> (Office, Uuid) {
    let mut office = Office::new();
    let id = office.open("W4", "ana");
    for act in acts {
        let decision = decide(&office, id, *act).unwrap();
        let (station, actor) = if matches!(act, Act::SendBack | Act::Approve) {
            ("W3", "tom")
        } else {
            ("W4", "ana")
        };
        office.commit(station, actor, decision);
    }
    (office, id)
}

#[test]
fn the_closing_desks_word_behind_the_windows_entries_says_the_same() {
    use Act::{Approve, Close, Count, Recount, SendBack, StartCount};
    for acts in [
        &[StartCount, Count, Close, SendBack][..],
        &[StartCount, Count, Close, SendBack, Count],
        &[StartCount, Count, Close, SendBack, Recount],
        &[StartCount, Count, Close, SendBack, Count, Close],
        &[StartCount, Count, Close, SendBack, Count, Close, SendBack],
        &[StartCount, Count, Close, Recount, Count, Close, Approve],
        &[StartCount, Count, Close, SendBack, Count, Close, Approve],
    ] {
        let (office, id) = done(acts);
        let folded = behind(&office.journals["W4"].entries, &office.journals["W3"].entries);
        let live = office.session(id);
        assert_eq!(folded.stage(), live.stage(), "{acts:?}");
        assert_eq!(
            (folded.phase, folded.closed_by),
            (live.phase, live.closed_by),
            "{acts:?}"
        );
        let figures = |session: &Session| session.figures(&office.configuration).unwrap();
        assert_eq!(figures(&folded), figures(live), "{acts:?}");
    }
}

#[test]
fn a_word_on_an_earlier_close_comes_too_late() {
    use Act::{Close, Count, Recount, SendBack, StartCount};
    // The window counted again by itself and closed, before it was known that it should.
    let (sent_back, _) = done(&[StartCount, Count, Close, SendBack]);
    let (again, _) = done(&[StartCount, Count, Close, Recount, Count, Close]);
    let session = behind(&again.journals["W4"].entries, &sent_back.journals["W3"].entries);
    assert_eq!(session.stage(), Closed, "what was asked for has been done");
    let counting = &again.journals["W4"].entries[..5];
    assert_eq!(
        behind(counting, &sent_back.journals["W3"].entries).stage(),
        Returned,
        "it is being counted again"
    );
}

#[test]
fn what_was_approved_stays_so_though_the_window_counts_again_before_it_hears_of_it() {
    use Act::{Approve, Close, Count, Recount, StartCount};
    let (approved, id) = done(&[StartCount, Count, Close, Approve]);
    let (mut again, _) = done(&[StartCount, Count, Close, Recount]);
    let other = FoundInDrawer {
        cash: cash(&[(5_000, 1)]),
        ..FoundInDrawer::default()
    };
    again.count_and_close(id, other);
    let session = behind(&again.journals["W4"].entries, &approved.journals["W3"].entries);
    assert_eq!(session.stage(), Approved);
    let figures = |session: &Session| session.figures(&again.configuration).unwrap();
    assert_eq!(figures(&session), figures(approved.session(id)));
    assert_eq!(session.counts.len(), 2, "the other count is on record");
    let composition = compose(&again.configuration, &[&session], |_| None).unwrap();
    assert_eq!(composition.cash, Cents::ZERO, "and moves no money");
    assert_eq!(pool(&[&session]).unwrap(), cash(&[(5_000, 3)]).0);
}

#[test]
fn a_batch_sent_back_is_open_in_phase_and_returned_in_stage() {
    let mut office = Office::new();
    let id = office.mail(vec![paper("CHECK", 1, 900)]);
    office.pay(
        id,
        &payment(vec![open_amount("MISC", 900)], vec![offer("CHECK", 900, 1)]),
    );
    office.close_batch(id);
    let decision = decide(&office, id, Act::SendBack).unwrap();
    office.commit("W3", "tom", decision);
    let session = office.session(id);
    assert_eq!(session.stage(), Returned);
    assert_eq!(
        batch::keyed(session).unwrap().phase,
        counterfoil_domain::session::Phase::Open
    );
    assert_eq!(session.returned.as_ref().unwrap().by.0, "tom");
}
