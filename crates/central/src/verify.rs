//! The proof of every stream, from its first entry: chain, sequence, epochs, zero sums, grand
//! totals, and that what stands beside the entries says what they say.

use std::collections::VecDeque;

use counterfoil_domain::entry::{Body, Entry, GENESIS, Hash, chain, handed_text, hex, signed_text};
use counterfoil_domain::journal::Proof;
use counterfoil_domain::money::Cents;
use counterfoil_domain::posting::assert_zero;
use counterfoil_domain::sync::{StationName, StreamHead};
use counterfoil_formats::signature;
use deadpool_postgres::GenericClient;

use crate::central::Central;
use crate::fault::Fault;
use crate::tables::deliveries::{self, Delivery};
use crate::tables::entries::{self, Stored};
use crate::tables::stations::{self, State, Station};
use crate::tables::{keys, sites};

/// So many entries are read at a time.
const AT_ONCE: i64 = 2_000;

/// A stream that was proved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proved {
    /// Whose.
    pub name: StationName,
    /// Its entries.
    pub entries: u64,
    /// Receipts among them.
    pub receipts: u64,
    /// The sum of their totals.
    pub cents: Cents,
    /// The pushes that brought them.
    pub deliveries: u64,
    /// Entries that this program cannot read.
    pub flagged: u64,
}

/// Proves the streams of a site, or of all: one outcome a stream, and one where the site's order has a gap.
///
/// # Errors
/// Those of the database. What is wrong with a stream is its outcome: [`Fault::NotProved`].
pub async fn every_stream(central: &Central, only: Option<&str>) -> Result<Vec<Result<Proved, Fault>>, Fault> {
    let client = central.client().await?;
    let sites = sites::all(&client, central.city()).await?;
    let mut outcomes = Vec::new();
    for site in sites
        .iter()
        .filter(|site| only.is_none_or(|only| only == site.as_str()))
    {
        for station in stations::of_site(&client, central.city(), site).await? {
            // What is appended while this goes on is proved the next time.
            outcomes.push(stream(&client, &station).await);
        }
        let (held, position) = deliveries::count(&client, central.city(), site).await?;
        if held != position {
            outcomes.push(Err(Fault::NotProved {
                problem: format!("site {site} is at position {position}, and {held} deliveries are here"),
            }));
        }
    }
    Ok(outcomes)
}

/// Proves one stream.
///
/// # Errors
/// [`Fault::NotProved`], naming the first thing that is wrong; those of the database.
pub async fn stream(client: &impl GenericClient, station: &Station) -> Result<Proved, Fault> {
    let name = &station.name;
    let keys = match station.state {
        State::Central => vec![station.key.clone()],
        _ => keys::all(client, name).await?,
    };
    let mut walk = Walk::new(name);
    let mut pending: VecDeque<Delivery> = VecDeque::new();
    let mut deliveries = 0;
    while walk.head.seq < station.head.seq {
        let page = entries::after(client, name, walk.head.seq, AT_ONCE).await?;
        if page.is_empty() {
            return Err(walk.bad(walk.head.seq + 1, "is missing"));
        }
        for stored in page.iter().take_while(|one| one.seq <= station.head.seq) {
            if pending.is_empty() {
                pending.extend(deliveries::of_stream(client, name, walk.head.seq, AT_ONCE).await?);
            }
            let Some(delivery) = pending.front() else {
                return Err(walk.bad(stored.seq, "belongs to no delivery"));
            };
            walk.begins(delivery, stored)?;
            walk.next(stored)?;
            if stored.seq == delivery.upto {
                walk.ends(delivery, &keys)?;
                deliveries += 1;
                pending.pop_front();
            }
        }
    }
    walk.is_at(station)?;
    Ok(Proved {
        name: name.clone(),
        entries: walk.head.seq,
        receipts: walk.receipts,
        cents: walk.cents,
        deliveries,
        flagged: walk.flagged,
    })
}

/// A walk through a stream. The journal's own proof leads as long as every entry reads; behind one
/// that does not, chain, place and zero sums are still proved.
struct Walk<'a> {
    name: &'a StationName,
    proof: Option<Proof>,
    head: StreamHead,
    receipts: u64,
    cents: Cents,
    flagged: u64,
}

impl<'a> Walk<'a> {
    fn new(name: &'a StationName) -> Walk<'a> {
        Walk {
            name,
            proof: Some(Proof::new(&name.station)),
            head: StreamHead::EMPTY,
            receipts: 0,
            cents: Cents::ZERO,
            flagged: 0,
        }
    }

    fn bad(&self, seq: u64, problem: &str) -> Fault {
        Fault::NotProved {
            problem: format!("{}: entry {seq} {problem}", self.name),
        }
    }

    /// An entry lies in its delivery, which begins where the one before ended.
    fn begins(&self, delivery: &Delivery, stored: &Stored) -> Result<(), Fault> {
        let Delivery {
            position, after, upto, ..
        } = delivery;
        if stored.seq == after + 1 && (*after, delivery.previous) != (self.head.seq, self.head.hash) {
            return Err(self.bad(stored.seq, &format!("does not follow what delivery {position} says")));
        }
        match (*after < stored.seq && stored.seq <= *upto) && stored.position == *position {
            true => Ok(()),
            false => Err(self.bad(stored.seq, &format!("is not in delivery {position}, where it must be"))),
        }
    }

    fn next(&mut self, stored: &Stored) -> Result<(), Fault> {
        let seq = self.head.seq + 1;
        if stored.seq != seq {
            return Err(self.bad(seq, "is missing"));
        }
        let hash = chain(&self.head.hash, &stored.bytes);
        if hash.as_slice() != stored.hash {
            let said = format!("has the hash {}, its content gives {}", hex(&stored.hash), hex(&hash));
            return Err(self.bad(seq, &said));
        }
        let entry = match Entry::decode(&stored.bytes) {
            Ok(entry) => Some(entry),
            Err(_) if stored.flag.is_some() => None,
            Err(_) => return Err(self.bad(seq, "does not read, and is not flagged")),
        };
        if let Some(entry) = &entry {
            self.check(stored, entry)?;
        } else {
            // Nobody knows what it did to the grand total.
            self.proof = None;
        }
        self.flagged += u64::from(stored.flag.is_some());
        self.head = StreamHead {
            epoch: stored.epoch,
            seq,
            hash,
        };
        Ok(())
    }

    fn check(&mut self, stored: &Stored, entry: &Entry) -> Result<(), Fault> {
        if let Some(proof) = &mut self.proof {
            let outcome = proof.next(stored.seq, &stored.hash, &stored.bytes);
            outcome.map_err(|fault| self.bad(fault.seq, &fault.problem))?;
        } else {
            if entry.seq != stored.seq || entry.station != self.name.station {
                let said = format!("says that it is entry {} of {}", entry.seq, entry.station);
                return Err(self.bad(stored.seq, &said));
            }
            assert_zero(&entry.postings).map_err(|refusal| self.bad(stored.seq, &refusal.to_string()))?;
        }
        if entry.epoch != stored.epoch || stored.epoch < self.head.epoch {
            let said = format!("is of epoch {}, its row says {}", entry.epoch, stored.epoch);
            return Err(self.bad(stored.seq, &said));
        }
        let receipt = match &entry.body {
            Body::Receipt(receipt) => Some(receipt),
            _ => None,
        };
        let unfit = stored.kind.is_none();
        if !unfit && stored.kind.as_deref() != Some(entry.body.kind()) {
            return Err(self.bad(stored.seq, "is of another kind than its row says"));
        }
        if !unfit && stored.receipt.as_ref() != receipt.map(|receipt| &receipt.number) {
            return Err(self.bad(stored.seq, "has another receipt number than its row says"));
        }
        if unfit && stored.flag.is_none() {
            return Err(self.bad(stored.seq, "has no kind in its row, and is not flagged"));
        }
        if let Some(receipt) = receipt {
            self.receipts += 1;
            let cents = self.cents.plus(receipt.total);
            self.cents = cents.map_err(|refusal| self.bad(stored.seq, &refusal.to_string()))?;
        }
        Ok(())
    }

    /// A delivery ends at the head that the workstation signed.
    fn ends(&self, delivery: &Delivery, keys: &[String]) -> Result<(), Fault> {
        let signed = &delivery.head;
        let station = &self.name.station;
        if (signed.seq, signed.hash.as_str()) != (self.head.seq, hex(&self.head.hash).as_str()) {
            let said = format!("is not the head that delivery {} signs", delivery.position);
            return Err(self.bad(self.head.seq, &said));
        }
        let text = signed_text(station, delivery.epoch, signed.seq, &signed.hash);
        let handed = handed_text(station, delivery.epoch, signed, delivery.made_at, delivery.stopping);
        let holds = keys.contains(&signed.key)
            && signature::holds(&signed.key, &text, &signed.signature)
            && signature::holds(&signed.key, &handed, &delivery.handed);
        match holds {
            true => Ok(()),
            false => Err(self.bad(
                self.head.seq,
                &format!(
                    "is signed in delivery {}, and the signature does not hold",
                    delivery.position
                ),
            )),
        }
    }

    /// What was acknowledged is what is here.
    fn is_at(&self, station: &Station) -> Result<(), Fault> {
        let hash: &Hash = if station.head.seq == 0 {
            &GENESIS
        } else {
            &station.head.hash
        };
        let said = (station.head.seq, station.head.epoch, *hash);
        match said == (self.head.seq, self.head.epoch, self.head.hash) {
            true => Ok(()),
            false => Err(Fault::NotProved {
                problem: format!(
                    "{}: entry {} is acknowledged as {} of epoch {}, and what is here is {} of epoch {}",
                    self.name,
                    station.head.seq,
                    hex(hash),
                    station.head.epoch,
                    hex(&self.head.hash),
                    self.head.epoch
                ),
            }),
        }
    }
}
