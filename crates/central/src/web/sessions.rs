//! Who is signed in, and who gave wrong passwords: the SQL of both tables.
//!
//! A browser holds a random token; here is its digest alone. A session ends when it was idle,
//! when it is old, when its person signs out, and when their password changes.

use chrono::{DateTime, Duration, Utc};
use counterfoil_domain::entry::hex;
use deadpool_postgres::Object;
use sha2::{Digest, Sha256};

use crate::fault::Fault;

/// How long nothing may be asked before the session is over.
pub const IDLE_MINUTES: i64 = 15;
/// How long a session may last in all.
const LONGEST_HOURS: i64 = 12;
/// Wrong passwords in a row after which a name is locked.
const ALLOWED_IN_A_ROW: i32 = 5;
/// The first lock, in seconds; each further try doubles it.
const FIRST_LOCK_SECONDS: f64 = 30.0;
/// The longest lock, in seconds.
const LONGEST_LOCK_SECONDS: f64 = 3_600.0;
/// How long a wrong try is remembered.
const REMEMBERED_HOURS: i64 = 24;

/// A secret that a browser holds: 32 random bytes in hex.
#[derive(Clone)]
pub struct Token(pub String);

impl Token {
    /// A new one.
    ///
    /// # Errors
    /// [`Fault::System`] where the system has no randomness.
    pub fn random() -> Result<Token, Fault> {
        let mut bytes = [0u8; 32];
        getrandom::fill(&mut bytes).map_err(|error| Fault::System {
            what: "the system gives no randomness".to_owned(),
            source: std::io::Error::other(error.to_string()),
        })?;
        Ok(Token(hex(&bytes)))
    }

    /// What forms carry beside the cookie: nobody who cannot read the cookie can make it.
    #[must_use]
    pub fn of_forms(&self) -> String {
        hex(&digest(&["counterfoil/form/1", &self.0]))
    }

    fn kept(&self) -> Vec<u8> {
        digest(&["counterfoil/session/1", &self.0])
    }
}

/// The digest of texts, parted by zero bytes.
#[must_use]
pub fn digest(texts: &[&str]) -> Vec<u8> {
    let mut digest = Sha256::new();
    for text in texts {
        digest.update(text.as_bytes());
        digest.update([0]);
    }
    digest.finalize().to_vec()
}

/// Whether two texts are the same, in a time that does not say where they differ.
#[must_use]
pub fn same(one: &str, other: &str) -> bool {
    let differing = one.bytes().zip(other.bytes()).fold(0, |sum, (a, b)| sum | (a ^ b));
    one.len() == other.len() && differing == 0
}

/// Begins a session. What is over is cleared away with it.
///
/// # Errors
/// Those of the database.
pub async fn begin(
    client: &Object,
    city: &str,
    token: &Token,
    (user, password): (&str, &str),
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    client
        .execute(
            "DELETE FROM web_sessions WHERE city = $1 AND seen_at < $2",
            &[&city, &(now - Duration::minutes(IDLE_MINUTES))],
        )
        .await?;
    client
        .execute(
            "INSERT INTO web_sessions (city, token, user_id, password, begun_at, seen_at)
             VALUES ($1, $2, $3, $4, $5, $5)",
            &[&city, &token.kept(), &user, &digest(&[password]), &now],
        )
        .await?;
    Ok(())
}

/// The user of a session that is not over, and the digest of the password that it was begun with.
/// It is not idle from now on.
///
/// # Errors
/// Those of the database.
pub async fn user_of(
    client: &Object,
    city: &str,
    token: &Token,
    now: DateTime<Utc>,
) -> Result<Option<(String, Vec<u8>)>, Fault> {
    let row = client
        .query_opt(
            "UPDATE web_sessions SET seen_at = greatest(seen_at, $3)
             WHERE city = $1 AND token = $2 AND seen_at >= $4 AND begun_at >= $5
             RETURNING user_id, password",
            &[
                &city,
                &token.kept(),
                &now,
                &(now - Duration::minutes(IDLE_MINUTES)),
                &(now - Duration::hours(LONGEST_HOURS)),
            ],
        )
        .await?;
    Ok(row.map(|row| (row.get(0), row.get(1))))
}

/// Ends a session.
///
/// # Errors
/// Those of the database.
pub async fn end(client: &Object, city: &str, token: &Token) -> Result<(), Fault> {
    client
        .execute(
            "DELETE FROM web_sessions WHERE city = $1 AND token = $2",
            &[&city, &token.kept()],
        )
        .await?;
    Ok(())
}

/// Counts a try before its password is looked at, so that many at once are no more than one after
/// the other. Gives whether it may go on: not while the name is locked.
///
/// # Errors
/// Those of the database.
pub async fn attempt(client: &Object, city: &str, user: &str, now: DateTime<Utc>) -> Result<bool, Fault> {
    client
        .execute(
            "DELETE FROM web_attempts WHERE city = $1 AND last_at < $2",
            &[&city, &(now - Duration::hours(REMEMBERED_HOURS))],
        )
        .await?;
    let counted = client
        .query_opt(
            "INSERT INTO web_attempts (city, user_id, in_a_row, last_at) VALUES ($1, $2, 1, $3)
             ON CONFLICT (city, site, user_id) DO UPDATE
                SET in_a_row = web_attempts.in_a_row + 1, last_at = excluded.last_at
              WHERE web_attempts.in_a_row < $4
                 OR excluded.last_at >= web_attempts.last_at + make_interval(secs =>
                    least($6, $5 * power(2, least(web_attempts.in_a_row - $4, 20))))
             RETURNING in_a_row",
            &[
                &city,
                &user,
                &now,
                &ALLOWED_IN_A_ROW,
                &FIRST_LOCK_SECONDS,
                &LONGEST_LOCK_SECONDS,
            ],
        )
        .await?;
    Ok(counted.is_some())
}

/// The password was right: earlier wrong ones count no more.
///
/// # Errors
/// Those of the database.
pub async fn proved(client: &Object, city: &str, user: &str) -> Result<(), Fault> {
    client
        .execute(
            "DELETE FROM web_attempts WHERE city = $1 AND user_id = $2",
            &[&city, &user],
        )
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_token_of_forms_is_not_the_cookies() {
        let token = Token::random().unwrap();
        assert_eq!(token.0.len(), 64);
        assert_ne!(token.0, Token::random().unwrap().0);
        assert!(same(&token.of_forms(), &token.of_forms()));
        assert!(!same(&token.of_forms(), &token.0));
        assert!(!same("ab", "abc"));
    }
}
