//! What a workstation and central records say to each other. `docs/sync-protocol.md` is
//! its description; entries themselves travel as [`crate::bundle`]s, by the line as by hand.
//!
//! Requests and replies are JSON unless said otherwise. A refusal is a [`Refused`] with a
//! status of 4xx or 5xx; to a caller that central does not know it says nothing at all (404, no body).

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use counterfoil_domain::account::{Account, Restored};
use counterfoil_domain::money::Cents;
use counterfoil_domain::sync::{Acknowledgement, StationName};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Names the workstation that asks: its [`StationName`].
pub const STATION_HEADER: &str = "counterfoil-station";
/// The instant of the request by the workstation's clock, RFC 3339.
pub const TIME_HEADER: &str = "counterfoil-time";
/// The SHA-256 of the request's body, in hex: so the signature is proved before the body is read.
pub const DIGEST_HEADER: &str = "counterfoil-digest";
/// The signature of [`counterfoil_domain::sync::request_text`], in hex.
pub const SIGNATURE_HEADER: &str = "counterfoil-signature";
/// On a push: the contact under which it is made.
pub const CONTACT_HEADER: &str = "counterfoil-contact";

/// How long a workstation waits for central to say something, in seconds. What comes, however slowly, is waited for.
pub const SILENCE_SECONDS: u64 = 20;

/// The most entries of one push, and of one part of a pull.
pub const BATCH_ENTRIES: usize = 1_000;
/// The largest body of a push, in bytes.
pub const BATCH_BYTES: usize = 16 * 1024 * 1024;
/// The most accounts of one page.
pub const PAGE_ACCOUNTS: u32 = 5_000;

/// `POST /v1/enrol`, not signed by header: an administrator's one-time code makes a
/// workstation's key known. Also how a key is rotated, and how a workstation goes on that
/// was restored, replaced or cloned: then the code was made for that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Enrol {
    /// The secret part of the code.
    pub secret: String,
    /// The workstation's public key, in hex.
    pub key: String,
    /// Its signature of [`counterfoil_domain::sync::enrolment_text`], in hex.
    pub signature: String,
    /// The epoch of the journal that is there; 0 where there is none.
    #[serde(default)]
    pub epoch: u32,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrolled {
    /// Who the workstation is.
    pub name: StationName,
    /// Central's public key, in hex.
    pub central_key: String,
    /// The city's key of check tokens, in hex: for a workstation that is made by this.
    pub check_key: String,
    /// What central has of this workstation; none of a new one.
    pub acknowledged: Option<Acknowledgement>,
    /// The epoch in which it writes from here on: 1 for a new one, else one that
    /// [`counterfoil_domain::entry::EpochOpened`] opens.
    pub epoch: u32,
    /// The contact to begin with.
    pub contact: u64,
}

/// `POST /v1/contact`: first of all at every start, and again every few seconds. Where an
/// old backup or a clone shows, it shows here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// The number that central gave at the last contact.
    pub contact: u64,
    /// Made anew by each start of the program.
    pub run: Uuid,
    /// The journal's head.
    pub epoch: u32,
    /// Its sequence number.
    pub seq: u64,
    /// Its hash, in hex.
    pub hash: String,
    /// The version of the program.
    pub program: String,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contacted {
    /// The number for the next contact; kept before it is used.
    pub contact: u64,
    /// Central's clock.
    pub at: DateTime<Utc>,
    /// What central has of this workstation.
    pub acknowledged: Option<Acknowledgement>,
    /// The last position of the site's order.
    pub position: u64,
    /// The last entry of central's own stream of the site.
    pub configuration: u64,
    /// The revision of the users' passwords.
    pub passwords: u64,
    /// The accounts; none where billing has handed out none yet.
    pub accounts: Option<AccountsOffer>,
    /// The last place in the order of each of the city's other sites, by code.
    #[serde(default)]
    pub elsewhere: BTreeMap<String, Place>,
    /// The public keys of the site's workstations, in hex, by code.
    pub keys: BTreeMap<String, String>,
}

/// The accounts that central has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountsOffer {
    /// Goes up with every import that central took in.
    pub revision: u64,
    /// The SHA-256 of billing's file, in hex.
    pub digest: String,
    /// When billing wrote it.
    pub as_of: DateTime<Utc>,
    /// Its accounts.
    pub accounts: u64,
    /// Its charges.
    pub charges: u64,
    /// The sum due.
    pub total_due: Cents,
    /// The last entry of each workstation that is in these balances, where billing said what is: the site's by their
    /// codes, others of the city as `SITE/STATION`.
    pub included: BTreeMap<String, u64>,
    /// Entries up to those that are not, because central could not read them when the posting batch was made.
    #[serde(default)]
    pub left_out: BTreeSet<(String, u64)>,
}

/// The answer to `POST /v1/push`, whose body is a bundle; also to one that was here already.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pushed {
    /// Central has everything up to here.
    pub acknowledged: Acknowledgement,
    /// Entries of this push that central keeps raw and cannot read.
    pub flagged: Vec<u64>,
}

/// The first line of the answer to a pull of entries: `GET /v1/entries?after=POSITION` (of the
/// site's other workstations, in central's order), `GET /v1/own?after=SEQ` (this workstation's, to fill
/// up a backup), `GET /v1/configuration?after=SEQ` (central's own stream of the site). Behind it
/// come the bundles, one after the other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parts {
    /// The position, or the sequence number, up to which these go.
    pub position: u64,
    /// Whether there is more.
    pub more: bool,
    /// The length of each bundle in bytes.
    pub parts: Vec<u64>,
}

/// The answer to `GET /v1/passwords`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passwords {
    /// Which revision this is.
    pub revision: u64,
    /// Password hashes in PHC form, by user id: all that the workstation shall hold.
    pub passwords: BTreeMap<String, String>,
}

/// The answer to `GET /v1/accounts?after=REVISION&from=NUMBER`: what changed after a revision,
/// ordered by account number in bytes, from that number on (exclusive). Resumable: `revision` says what it is a
/// page of; where another import came in between, it begins anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountsPage {
    /// The revision that the pages lead to.
    pub revision: u64,
    /// Accounts in all of its pages together, those that are gone too.
    pub total: u64,
    /// Accounts as they now are.
    pub accounts: Vec<Account>,
    /// Numbers of accounts that are no longer there.
    pub gone: Vec<String>,
    /// What to ask the next page from; none where this is the last.
    pub next: Option<String>,
}

/// The answer to `GET /v1/elsewhere?revision=REVISION&after=PLACES`: what was paid at the city's other
/// sites on accounts of a revision that does not hold it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Elsewhere {
    /// The revision that central has. Where it is another than was asked for, nothing else is said.
    pub revision: u64,
    /// Up to which place of each site these go: what to ask from next.
    pub places: BTreeMap<String, Place>,
    /// Whether there is more.
    pub more: bool,
    /// The amounts, each workstation's in the order of its entries.
    pub paid: Vec<PaidElsewhere>,
}

/// One amount that was paid at another site, or taken back there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaidElsewhere {
    /// Whose entry did it: `SITE/STATION`.
    pub station: String,
    /// Which one.
    pub seq: u64,
    /// When, by that workstation's clock.
    pub at: DateTime<Utc>,
    /// The account.
    pub account: String,
    /// Billing's charge; none for the customer's credit.
    pub charge: Option<String>,
    /// What was paid; negative where it was taken back.
    pub amount: Cents,
    /// The receipt whose money it is: `SITE/NUMBER`.
    pub receipt: String,
    /// What it was for, where it was taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub again: Option<DueAgain>,
}

/// A charge that is due again, as far as its payment tells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueAgain {
    /// The charge's code.
    pub code: String,
    /// What it is for.
    pub what: String,
    /// The business date on which it had been paid.
    pub since: NaiveDate,
}

impl From<Restored<'_>> for DueAgain {
    fn from(restored: Restored<'_>) -> DueAgain {
        DueAgain {
            code: restored.code.to_owned(),
            what: restored.what.to_owned(),
            since: restored.since,
        }
    }
}

/// A place in the order of a site: a position, and what stands there. A database that was restored gives positions
/// out anew, and something else stands there then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The position; 0 before the first.
    pub position: u64,
    /// The beginning of the delivery's signature; empty before the first.
    pub mark: String,
}

/// Places of sites as they stand in a query: `NO:12:9f86d081,SO:7:60303ae2`.
#[must_use]
pub fn write_places(places: &BTreeMap<String, Place>) -> String {
    let all: Vec<String> = places
        .iter()
        .map(|(site, place)| format!("{}:{}:{}", in_query(site), place.position, in_query(&place.mark)))
        .collect();
    all.join(",")
}

/// Reads them.
///
/// # Errors
/// In words, what is wrong with the form.
pub fn read_places(text: &str) -> Result<BTreeMap<String, Place>, String> {
    let wrong = "a place is SITE:POSITION:MARK";
    let each = text.split(',').filter(|one| !one.is_empty());
    each.map(|one| {
        let mut parts = one.split(':');
        let (Some(site), Some(position), Some(mark), None) = (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(wrong.to_owned());
        };
        let place = Place {
            position: position.parse().map_err(|_| wrong)?,
            mark: mark.to_owned(),
        };
        Ok((site.to_owned(), place))
    })
    .collect()
}

/// A text as a query takes it: what is not plain as %XX.
#[must_use]
pub fn in_query(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => written.push(char::from(byte)),
            _ => written.push_str(&format!("%{byte:02X}")),
        }
    }
    written
}

/// A refusal by central.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// Its name.
    pub code: RefusalCode,
    /// What it means and what to do.
    pub message: String,
    /// Of a gap: the first entry that is missing. Of a fork: the first that stands for two.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seq: Option<u64>,
    /// Of a clock that is off: central's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<DateTime<Utc>>,
}

/// The names of central's refusals to workstations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefusalCode {
    /// The code is wrong, used, or expired. (Only at enrolment.)
    CodeWrong,
    /// The key was revoked; the workstation must make another one. (Only at enrolment.)
    KeyRevoked,
    /// The clocks differ by more than five minutes; nothing is taken from the workstation.
    ClockOff,
    /// The request does not have its form, or the bundle is damaged.
    BadRequest,
    /// Too large.
    TooLarge,
    /// A push that was not made under the last contact: make contact first.
    ContactFirst,
    /// Entries are missing before these.
    EntriesMissing,
    /// Another entry stands in the place of one of these. The workstation stops writing.
    EntriesForked,
    /// The journal ends before what central has: an old backup. The workstation stops writing.
    JournalBehind,
    /// The last contact was made from a copy of this workstation. The workstation stops writing.
    StationCloned,
    /// The entries are of an epoch that is over: the workstation was replaced. It stops writing.
    EpochOver,
    /// Central's disk is full; nothing was taken. Tried again by itself.
    CentralFull,
    /// Central cannot reach its database, or is stopping. Tried again by itself.
    Unavailable,
}

impl RefusalCode {
    /// Whether the workstation must stop writing until an administrator has seen to it.
    #[must_use]
    pub fn stops(self) -> bool {
        matches!(
            self,
            RefusalCode::EntriesForked
                | RefusalCode::JournalBehind
                | RefusalCode::StationCloned
                | RefusalCode::EpochOver
        )
    }
}

/// Puts bundles behind the line that says how long each is.
#[must_use]
pub fn write_parts(position: u64, more: bool, bundles: &[Vec<u8>]) -> Vec<u8> {
    let first = Parts {
        position,
        more,
        parts: bundles.iter().map(|bundle| bundle.len() as u64).collect(),
    };
    // Numbers only: there is nothing in it that cannot be written.
    let mut bytes = serde_json::to_vec(&first).unwrap_or_default();
    bytes.push(b'\n');
    bundles.iter().for_each(|bundle| bytes.extend_from_slice(bundle));
    bytes
}

/// Takes them apart again.
///
/// # Errors
/// In words, what is wrong with the form.
pub fn read_parts(bytes: &[u8]) -> Result<(Parts, Vec<&[u8]>), String> {
    let end = bytes.iter().position(|byte| *byte == b'\n').ok_or("it was cut off")?;
    let first: Parts = serde_json::from_slice(&bytes[..end]).map_err(|cause| cause.to_string())?;
    let mut rest = &bytes[end + 1..];
    let mut bundles = Vec::with_capacity(first.parts.len());
    for length in &first.parts {
        let length = usize::try_from(*length).map_err(|cause| cause.to_string())?;
        let (bundle, behind) = rest.split_at_checked(length).ok_or("it was cut off")?;
        bundles.push(bundle);
        rest = behind;
    }
    match rest.is_empty() {
        true => Ok((first, bundles)),
        false => Err("there is more in it than it says".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bundles_come_apart_as_they_were_put_together() {
        for bundles in [
            vec![],
            vec![b"one\n".to_vec()],
            vec![b"{\"end\":\n".to_vec(), vec![], b"two".to_vec()],
        ] {
            let bytes = write_parts(7, true, &bundles);
            let (first, parts) = read_parts(&bytes).unwrap();
            assert_eq!((first.position, first.more), (7, true));
            assert_eq!(parts, bundles);
            for length in 0..bytes.len() {
                assert!(read_parts(&bytes[..length]).is_err(), "cut at {length}");
            }
            assert!(read_parts(&[&bytes[..], b"x"].concat()).is_err());
        }
    }

    #[test]
    fn places_travel_in_a_query() {
        let place = |position, mark: &str| Place {
            position,
            mark: mark.to_owned(),
        };
        let odd = BTreeMap::from([("NO,2:Ñ".to_owned(), place(u64::MAX, "a b"))]);
        assert_eq!(write_places(&odd), "NO%2C2%3A%C3%91:18446744073709551615:a%20b");
        let plain = BTreeMap::from([
            ("CH".to_owned(), place(0, "")),
            ("NO".to_owned(), place(12, "9f86d081")),
        ]);
        assert_eq!(write_places(&plain), "CH:0:,NO:12:9f86d081");
        assert_eq!(read_places(&write_places(&plain)), Ok(plain));
        assert_eq!(read_places(""), Ok(BTreeMap::new()));
        for wrong in ["CH", "CH:1", "CH::x", "CH:-1:x", "CH:x:1", "CH:1:2:3"] {
            assert!(read_places(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_stops_a_workstation() {
        let all = [
            (RefusalCode::CodeWrong, "\"code_wrong\"", false),
            (RefusalCode::KeyRevoked, "\"key_revoked\"", false),
            (RefusalCode::ClockOff, "\"clock_off\"", false),
            (RefusalCode::BadRequest, "\"bad_request\"", false),
            (RefusalCode::TooLarge, "\"too_large\"", false),
            (RefusalCode::ContactFirst, "\"contact_first\"", false),
            (RefusalCode::EntriesMissing, "\"entries_missing\"", false),
            (RefusalCode::EntriesForked, "\"entries_forked\"", true),
            (RefusalCode::JournalBehind, "\"journal_behind\"", true),
            (RefusalCode::StationCloned, "\"station_cloned\"", true),
            (RefusalCode::EpochOver, "\"epoch_over\"", true),
            (RefusalCode::CentralFull, "\"central_full\"", false),
            (RefusalCode::Unavailable, "\"unavailable\"", false),
        ];
        for (code, name, stops) in all {
            assert_eq!(
                (serde_json::to_string(&code).unwrap().as_str(), code.stops()),
                (name, stops)
            );
        }
    }
}
