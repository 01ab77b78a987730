//! Who may sign in: users in the configurations of their sites, and their passwords.

use argon2::password_hash::PasswordHasher;
use argon2::{Algorithm, Argon2, Params, Version};
use counterfoil_domain::config::{Configuration, User};
use counterfoil_domain::rights::{Right, Role, allows};

use crate::central::Central;
use crate::fault::Fault;
use crate::identity::fill;
use crate::stream;
use crate::tables::{audit, passwords, sites};

/// The shortest password that is taken.
const SHORTEST: usize = 8;

/// A user, and the sites whose configurations name them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The user as the first of these sites has them.
    pub user: User,
    /// The sites.
    pub sites: Vec<String>,
    /// Whether there is a password.
    pub password: bool,
}

/// A change of users.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Somebody new at these sites, or somebody of another site at these too.
    Add {
        /// Who.
        user: User,
        /// Where.
        sites: Vec<String>,
    },
    /// Somebody who has left, at every site.
    Deactivate {
        /// Who.
        id: String,
    },
    /// Somebody who came back, at every site.
    Activate {
        /// Who.
        id: String,
    },
    /// What somebody is, at every site.
    SetRoles {
        /// Who.
        id: String,
        /// What they are from now on.
        roles: Vec<Role>,
    },
}

impl Change {
    /// Whether it touches a configuration; changes it where it does.
    fn apply(&self, configuration: &mut Configuration) -> bool {
        match self {
            Change::Add { user, sites } => {
                let here = configuration.users.iter().any(|one| one.id == user.id);
                let new = sites.contains(&configuration.site.code) && !here;
                if new {
                    configuration.users.push(user.clone());
                }
                new
            }
            Change::Deactivate { id } => with(configuration, id, |user| user.inactive = true),
            Change::Activate { id } => with(configuration, id, |user| user.inactive = false),
            Change::SetRoles { id, roles } => with(configuration, id, |user| user.roles.clone_from(roles)),
        }
    }

    /// The user whom it is about.
    fn user(&self) -> &str {
        match self {
            Change::Add { user, .. } => &user.id,
            Change::Deactivate { id } | Change::Activate { id } | Change::SetRoles { id, .. } => id,
        }
    }

    fn words(&self) -> String {
        match self {
            Change::Add { user, sites } => format!("added user {} at {}", user.id, sites.join(", ")),
            Change::Deactivate { id } => format!("deactivated user {id}"),
            Change::Activate { id } => format!("activated user {id}"),
            Change::SetRoles { id, roles } => format!("set the roles of user {id} to {}", role_names(roles)),
        }
    }
}

/// Changes a user where the configuration names them. Gives whether it does.
fn with(configuration: &mut Configuration, id: &str, change: impl FnOnce(&mut User)) -> bool {
    let user = configuration.users.iter_mut().find(|user| user.id == id);
    user.map(change).is_some()
}

/// Whether anybody who may sign in may administer.
fn is_administered(configuration: &Configuration) -> bool {
    let mut users = configuration.users.iter();
    users.any(|user| !user.inactive && allows(&user.roles, Right::Administer))
}

/// The roles' names, as the configuration writes them.
#[must_use]
pub fn role_names(roles: &[Role]) -> String {
    let names = roles.iter().filter_map(|role| serde_json::to_value(role).ok());
    let names: Vec<String> = names.filter_map(|name| name.as_str().map(str::to_owned)).collect();
    names.join(", ")
}

/// Changes users in every configuration that the change touches: one entry in each such site's
/// stream. Gives the sites.
///
/// # Errors
/// [`Fault::NotDone`] where it touches none; [`Fault::LastAdministrator`] where a site that has an active administrator
/// would be left without; [`Fault::Refused`] where a configuration would not be valid; those of the database.
pub async fn change(central: &Central, change: &Change, by: &str) -> Result<Vec<String>, Fault> {
    let mut client = central.client().await?;
    let transaction = client.transaction().await?;
    let mut touched = Vec::new();
    for site in sites::all(&transaction, central.city()).await? {
        sites::lock(&transaction, central.city(), &site).await?;
        let Some(mut configuration) = stream::configuration(&transaction, central.city(), &site).await? else {
            continue;
        };
        let administered = is_administered(&configuration);
        if change.apply(&mut configuration) {
            configuration.check()?;
            if administered && !is_administered(&configuration) {
                let user = change.user().to_owned();
                return Err(Fault::LastAdministrator { user, site });
            }
            stream::adopt(central, &transaction, &configuration, by).await?;
            touched.push(site);
        }
    }
    if touched.is_empty() {
        return Err(Fault::NotDone {
            problem: "no site's configuration is touched by this: the user is not there, or is there already, \
                      or the site has no configuration yet"
                .to_owned(),
        });
    }
    audit::note(&transaction, central.city(), by, &change.words(), central.clock.now()).await?;
    transaction.commit().await?;
    Ok(touched)
}

/// Everybody that a configuration names.
///
/// # Errors
/// Those of the database.
pub async fn list(central: &Central) -> Result<Vec<Listed>, Fault> {
    let client = central.client().await?;
    let mut listed: Vec<Listed> = Vec::new();
    for site in sites::all(&client, central.city()).await? {
        let configuration = stream::configuration(&client, central.city(), &site).await?;
        for user in configuration.into_iter().flat_map(|configuration| configuration.users) {
            match listed.iter_mut().find(|one| one.user.id == user.id) {
                Some(one) => one.sites.push(site.clone()),
                None => listed.push(Listed {
                    user,
                    sites: vec![site.clone()],
                    password: false,
                }),
            }
        }
    }
    let ids: Vec<String> = listed.iter().map(|one| one.user.id.clone()).collect();
    let hashes = passwords::of(&client, central.city(), &ids).await?;
    for one in &mut listed {
        one.password = hashes.contains_key(&one.user.id);
    }
    Ok(listed)
}

/// Sets somebody's password.
///
/// # Errors
/// [`Fault::NotDone`] where nobody has that id or the password is too short; those of the database.
pub async fn set_password(central: &Central, id: &str, password: &str, by: &str) -> Result<(), Fault> {
    if password.chars().count() < SHORTEST {
        return Err(Fault::NotDone {
            problem: format!("a password has {SHORTEST} characters or more"),
        });
    }
    if !list(central).await?.iter().any(|one| one.user.id == id) {
        return Err(Fault::NotDone {
            problem: format!("no site's configuration names a user {id}"),
        });
    }
    let (hash, now) = (hash(password)?, central.clock.now());
    let mut client = central.client().await?;
    let transaction = client.transaction().await?;
    passwords::keep(&transaction, central.city(), id, &hash, by, now).await?;
    passwords::advance(&transaction, central.city()).await?;
    let what = format!("set the password of user {id}");
    audit::note(&transaction, central.city(), by, &what, now).await?;
    Ok(transaction.commit().await?)
}

/// In a demo city everybody without a password gets the one that the sign-in screen shows.
///
/// # Errors
/// Those of the database.
pub async fn give_demo_passwords(central: &Central, configuration: &Configuration, by: &str) -> Result<(), Fault> {
    let Some(demo) = &configuration.demo else {
        return Ok(());
    };
    let mut client = central.client().await?;
    let transaction = client.transaction().await?;
    let ids: Vec<String> = configuration.users.iter().map(|user| user.id.clone()).collect();
    let had = passwords::of(&transaction, central.city(), &ids).await?;
    for id in ids.iter().filter(|id| !had.contains_key(*id)) {
        let hash = hash(&demo.password)?;
        passwords::keep(&transaction, central.city(), id, &hash, by, central.clock.now()).await?;
    }
    if had.len() < ids.len() {
        passwords::advance(&transaction, central.city()).await?;
    }
    Ok(transaction.commit().await?)
}

/// The hash of a password in PHC form: argon2id, 19 MiB, two passes, one lane.
fn hash(password: &str) -> Result<String, Fault> {
    let unsuited = |problem: String| Fault::NotDone { problem };
    let mut salt = [0u8; 16];
    fill(&mut salt)?;
    let params = Params::new(19 * 1024, 2, 1, None).unwrap_or_default();
    let hash = Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_with_salt(password.as_bytes(), &salt)
        .map_err(|error| unsuited(error.to_string()))?;
    Ok(hash.to_string())
}
