//! Who is reading: the person behind a request, and the sites that they may read. Their roles
//! come from each site's latest configuration, looked at anew with every request.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::FromRequestParts;
use axum::http::header::COOKIE;
use axum::http::request::Parts;
use counterfoil_domain::config::{Configuration, User};
use counterfoil_domain::rights::Role;
use deadpool_postgres::Object;
use tokio::sync::Semaphore;

use super::failure::Failure;
use super::page::Reader;
use super::sessions::{self, Token, digest};
use super::{index, proving, records};
use crate::central::Central;
use crate::fault::Fault;
use crate::stream;

/// The cookie of a session. The prefix makes browsers insist on `Secure` and on this host alone.
pub const SESSION_COOKIE: &str = "__Host-counterfoil";

/// Who may read central records. Cashiers and deposit preparers have what they need at the desk.
const READERS: [Role; 4] = [Role::Treasury, Role::Auditor, Role::Administrator, Role::Supervisor];

/// What the pages share between requests. All of it can be lost.
#[derive(Debug)]
pub struct Shared {
    /// How many passwords are looked at at once: each takes 19 MiB.
    pub hashing: Arc<Semaphore>,
    /// Whether the index is being caught up in the background.
    indexing: Arc<Semaphore>,
    /// Proofs that are being made.
    pub proving: proving::Underway,
    configurations: Mutex<Configurations>,
}

/// Each site's latest configuration, and the end of central's stream as of which it is that.
type Configurations = HashMap<String, (u64, Arc<Configuration>)>;

impl Default for Shared {
    fn default() -> Shared {
        Shared {
            hashing: Arc::new(Semaphore::new(2)),
            indexing: Arc::new(Semaphore::new(1)),
            proving: proving::Underway::default(),
            configurations: Mutex::default(),
        }
    }
}

impl Shared {
    /// The latest configuration of each site of the city.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn configurations(
        &self,
        client: &Object,
        city: &str,
    ) -> Result<BTreeMap<String, Arc<Configuration>>, Fault> {
        let mut latest = BTreeMap::new();
        for (site, seq) in records::configured(client, city).await? {
            let kept = self.kept(&site, seq);
            let found = match kept {
                Some(kept) => Some(kept),
                None => stream::configuration(client, city, &site).await?.map(Arc::new),
            };
            if let Some(configuration) = found {
                self.keep(&site, seq, &configuration);
                latest.insert(site, configuration);
            }
        }
        Ok(latest)
    }

    fn kept(&self, site: &str, seq: u64) -> Option<Arc<Configuration>> {
        let kept = self.configurations.lock().unwrap_or_else(PoisonError::into_inner);
        let found = kept.get(site).filter(|kept| kept.0 == seq);
        found.map(|kept| kept.1.clone())
    }

    fn keep(&self, site: &str, seq: u64, configuration: &Arc<Configuration>) {
        let mut kept = self.configurations.lock().unwrap_or_else(PoisonError::into_inner);
        kept.insert(site.to_owned(), (seq, configuration.clone()));
    }
}

/// Someone who is signed in and may read.
pub struct SignedIn {
    /// What the head of pages says of them.
    pub reader: Reader,
    /// The sites that they may read, by code.
    pub sites: BTreeMap<String, Arc<Configuration>>,
    /// The session.
    pub token: Token,
    /// A connection.
    pub client: Object,
    /// What the pages share.
    pub shared: Arc<Shared>,
}

impl SignedIn {
    /// The site that was asked for; without a word the first one.
    ///
    /// # Errors
    /// [`Failure::NotFound`] for one that they may not read.
    pub fn site(&self, asked: Option<&str>) -> Result<(&str, &Arc<Configuration>), Failure> {
        let found = match asked.filter(|site| !site.is_empty()) {
            Some(site) => self.sites.get_key_value(site),
            None => self.sites.iter().next(),
        };
        let (site, configuration) = found.ok_or(Failure::NotFound)?;
        Ok((site, configuration))
    }
}

impl SignedIn {
    /// Catches a site's index up. What is more than a page waits for goes on in the background; gives
    /// how many entries that are.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn catch_up(&mut self, central: &Arc<Central>, site: &str) -> Result<u64, Fault> {
        let behind = index::catch_up(&mut self.client, central.city(), site).await?;
        if behind > 0
            && let Ok(place) = self.shared.indexing.clone().try_acquire_owned()
        {
            let (central, site) = (central.clone(), site.to_owned());
            tokio::spawn(async move {
                if let Err(fault) = all_caught_up(&central, &site).await {
                    tracing::error!(code = %fault.code(), %fault, site, "the index of the pages is behind");
                }
                drop(place);
            });
        }
        Ok(behind)
    }
}

async fn all_caught_up(central: &Central, site: &str) -> Result<(), Fault> {
    let mut client = central.client().await?;
    let mut behind = u64::MAX;
    loop {
        let left = index::catch_up(&mut client, central.city(), site).await?;
        // Entries that come faster than they are sorted in wait for the next page.
        if left == 0 || left >= behind {
            return Ok(());
        }
        behind = left;
    }
}

/// A user of that name who may read, by site, and the name that people know them by.
#[must_use]
pub fn readable(
    configurations: BTreeMap<String, Arc<Configuration>>,
    user: &str,
) -> (Option<String>, BTreeMap<String, Arc<Configuration>>) {
    let mut name = None;
    let mut sites = BTreeMap::new();
    for (site, configuration) in configurations {
        let own = configuration.users.iter().find(|one| one.id == user && may_read(one));
        if let Some(own) = own {
            name.get_or_insert_with(|| own.name.clone());
            sites.insert(site, configuration);
        }
    }
    (name, sites)
}

fn may_read(user: &User) -> bool {
    !user.inactive && user.roles.iter().any(|role| READERS.contains(role))
}

/// The cookie of that name.
#[must_use]
pub fn cookie(parts: &Parts, name: &str) -> Option<Token> {
    let all = parts
        .headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok());
    let mut pairs = all
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='));
    let value = pairs.find(|pair| pair.0 == name)?.1;
    let fits = value.len() == 64 && value.bytes().all(|byte| byte.is_ascii_hexdigit());
    fits.then(|| Token(value.to_owned()))
}

impl FromRequestParts<Arc<Central>> for SignedIn {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, central: &Arc<Central>) -> Result<SignedIn, Failure> {
        let shared = parts
            .extensions
            .get::<Arc<Shared>>()
            .cloned()
            .ok_or(Failure::NotFound)?;
        let token = cookie(parts, SESSION_COOKIE).ok_or(Failure::NotSignedIn)?;
        let client = central.client().await?;
        let found = sessions::user_of(&client, central.city(), &token, central.clock.now()).await?;
        let (user, password) = found.ok_or(Failure::NotSignedIn)?;
        // Who got another password, or lost the role, is signed out.
        let now = records::password(&client, central.city(), &user).await?;
        let configurations = shared.configurations(&client, central.city()).await?;
        let (name, sites) = readable(configurations, &user);
        let name = name.filter(|_| now.is_some_and(|hash| digest(&[&hash]) == password));
        let Some(name) = name else {
            sessions::end(&client, central.city(), &token).await?;
            return Err(Failure::NotSignedIn);
        };
        Ok(SignedIn {
            reader: Reader {
                name,
                token: token.of_forms(),
            },
            sites,
            token,
            client,
            shared,
        })
    }
}
