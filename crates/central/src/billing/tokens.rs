//! Who may ask as billing: tokens, of which only the hash is kept.

use counterfoil_domain::sync::is_code;
use deadpool_postgres::GenericClient;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::Refused;
use crate::accounts::WHOLE_CITY;
use crate::central::Central;
use crate::fault::Fault;
use crate::tables::audit;

/// What every token begins with, so that one that lies about is known for what it is.
const PREFIX: &str = "counterfoil-billing-";

/// A token as it is known afterwards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Its name.
    pub name: String,
    /// When it was made.
    pub made_at: chrono::DateTime<chrono::Utc>,
    /// By whom.
    pub made_by: String,
    /// When it was revoked, where it was.
    pub revoked_at: Option<chrono::DateTime<chrono::Utc>>,
}

/// Makes a token. It is given once: what is kept is its hash, which gives nothing away, because a
/// token is 256 random bits.
///
/// # Errors
/// [`Refused::TokenNameMalformed`], [`Refused::TokenThere`]; those of the database.
pub async fn make(central: &Central, name: &str, by: &str) -> Result<Zeroizing<String>, Fault> {
    if !is_code(name) {
        return Err(Refused::TokenNameMalformed.into());
    }
    let mut secret = Zeroizing::new([0u8; 32]);
    getrandom::fill(&mut *secret).map_err(|source| Fault::System {
        what: "no randomness".to_owned(),
        source: std::io::Error::other(source),
    })?;
    let text = base32::encode(base32::Alphabet::Rfc4648Lower { padding: false }, &*secret);
    let token = Zeroizing::new(format!("{PREFIX}{text}"));
    let mut client = central.client().await?;
    let transaction = client.transaction().await?;
    let now = central.clock.now();
    let made = transaction
        .execute(
            "INSERT INTO tokens (city, site, name, hash, scope, made_at, made_by)
             VALUES ($1, $2, $3, $4, 'billing', $5, $6) ON CONFLICT DO NOTHING",
            &[&central.city(), &WHOLE_CITY, &name, &hash(&token), &now, &by],
        )
        .await?;
    match made {
        0 => Err(Refused::TokenThere { name: name.to_owned() }.into()),
        _ => {
            let what = format!("made the token {name} for billing");
            audit::note(&transaction, central.city(), by, &what, now).await?;
            transaction.commit().await?;
            Ok(token)
        }
    }
}

/// Revokes a token: from now on it says nothing.
///
/// # Errors
/// [`Refused::NoSuchToken`]; those of the database.
pub async fn revoke(central: &Central, name: &str, by: &str) -> Result<(), Fault> {
    let mut client = central.client().await?;
    let transaction = client.transaction().await?;
    let now = central.clock.now();
    let revoked = transaction
        .execute(
            "UPDATE tokens SET revoked_at = $4, revoked_by = $5
             WHERE city = $1 AND site = $2 AND name = $3 AND revoked_at IS NULL",
            &[&central.city(), &WHOLE_CITY, &name, &now, &by],
        )
        .await?;
    match revoked {
        0 => Err(Refused::NoSuchToken { name: name.to_owned() }.into()),
        _ => {
            let what = format!("revoked the token {name} of billing");
            audit::note(&transaction, central.city(), by, &what, now).await?;
            Ok(transaction.commit().await?)
        }
    }
}

/// All tokens, revoked ones too.
///
/// # Errors
/// Those of the database.
pub async fn list(client: &impl GenericClient, city: &str) -> Result<Vec<Token>, Fault> {
    let rows = client
        .query(
            "SELECT name, made_at, made_by, revoked_at FROM tokens WHERE city = $1 AND site = $2 ORDER BY name",
            &[&city, &WHOLE_CITY],
        )
        .await?;
    let token = |row: &tokio_postgres::Row| Token {
        name: row.get(0),
        made_at: row.get(1),
        made_by: row.get(2),
        revoked_at: row.get(3),
    };
    Ok(rows.iter().map(token).collect())
}

/// The name of a token that holds; nothing for any other.
///
/// # Errors
/// Those of the database.
pub async fn name_of(client: &impl GenericClient, city: &str, token: &str) -> Result<Option<String>, Fault> {
    let row = client
        .query_opt(
            "SELECT name FROM tokens WHERE city = $1 AND site = $2 AND hash = $3 AND revoked_at IS NULL",
            &[&city, &WHOLE_CITY, &hash(token)],
        )
        .await?;
    Ok(row.map(|row| row.get(0)))
}

fn hash(token: &str) -> Vec<u8> {
    let mut digest = Sha256::new();
    digest.update(b"counterfoil/token/1\0");
    digest.update(token);
    digest.finalize().to_vec()
}
