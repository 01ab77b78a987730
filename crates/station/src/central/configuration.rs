//! Central's own stream of the site: what configuration it says is in force, and when this
//! workstation may adopt it.

use counterfoil_domain::config::Configuration;
use counterfoil_domain::entry::{Body, GENESIS, Hash, handed_text};
use counterfoil_domain::sync::CENTRAL;
use counterfoil_formats::bundle;
use counterfoil_formats::signature;

use crate::central::client::Client;
use crate::central::error::CentralError;
use crate::proof;

/// A place in central's stream, and the last configuration up to there.
#[derive(Debug, Clone)]
pub struct Reached {
    /// The last entry.
    pub seq: u64,
    /// Its hash.
    pub hash: Hash,
    /// The last configuration among the entries; none where there was none.
    pub configuration: Option<Box<Configuration>>,
}

/// Pulls central's stream from a place on, to its end.
///
/// # Errors
/// [`CentralError`]; what is not signed by central's key is none of its words.
pub fn pull(client: &Client, central_key: &str, from: Option<(u64, Hash)>) -> Result<Reached, CentralError> {
    let (seq, hash) = from.unwrap_or((0, GENESIS));
    let mut reached = Reached {
        seq,
        hash,
        configuration: None,
    };
    loop {
        let (parts, bundles) = client.pull(&format!("/v1/configuration?after={}", reached.seq))?;
        for bytes in &bundles {
            take(&mut reached, bytes, central_key)?;
        }
        if !parts.more || bundles.is_empty() {
            return Ok(reached);
        }
    }
}

/// Takes one bundle of central's stream.
fn take(reached: &mut Reached, bytes: &[u8], central_key: &str) -> Result<(), CentralError> {
    let wrong = |problem: &str| CentralError::Answer {
        problem: format!("its configuration: {problem}"),
    };
    let bundle = bundle::read_raw(bytes).map_err(|refusal| wrong(&refusal.to_string()))?;
    let handed = handed_text(CENTRAL, bundle.epoch, &bundle.head, bundle.made_at, bundle.stopping);
    let signed = bundle.station == CENTRAL
        && bundle.head.key == central_key
        && proof::holds(CENTRAL, bundle.epoch, &bundle.head)
        && signature::holds(central_key, &handed, &bundle.handed);
    if !signed {
        return Err(wrong("it is not signed by central records"));
    }
    if bundle.after != reached.seq || bundle.previous != reached.hash {
        return Err(wrong("it does not follow what came before"));
    }
    for one in bundle.entries {
        reached.seq = one.seq;
        reached.hash = one.hash;
        if let Some(Body::ConfigurationAdopted(body)) = one.entry.map(|entry| entry.body) {
            reached.configuration = Some(Box::new(body.configuration));
        }
    }
    Ok(())
}

/// Whether a configuration may come into force now: when nobody works in a drawer or a
/// batch here, or when it changes nothing but who may sign in.
#[must_use]
pub fn may_be_adopted(now: &Configuration, new: &Configuration, in_use: bool) -> bool {
    !in_use
        || Configuration {
            users: now.users.clone(),
            ..new.clone()
        } == *now
}

#[cfg(test)]
mod tests {
    use counterfoil_formats::configuration;

    use super::*;
    use crate::demo;

    #[test]
    fn a_configuration_waits_for_the_drawer_unless_only_people_changed() {
        let now = configuration::read(demo::CITY).unwrap();
        let mut people = now.clone();
        people.users.pop();
        let mut prices = people.clone();
        prices.policies.lock_after_minutes += 1;
        for (new, in_use, may) in [
            (&now, true, true),
            (&people, true, true),
            (&prices, true, false),
            (&prices, false, true),
        ] {
            assert_eq!(may_be_adopted(&now, new, in_use), may);
        }
    }
}
