//! Passwords: argon2id with 19 MiB, two passes, one lane (OWASP's password
//! storage guidance), and how long wrong ones lock a user out.

use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use argon2::{Algorithm, Argon2, Params, Version};
use chrono::{DateTime, Duration, Utc};

use crate::fault::Fault;

/// Wrong passwords in a row after which a user is locked.
const ALLOWED_IN_A_ROW: u32 = 5;
/// The first lock, in seconds; each further wrong password doubles it.
const FIRST_LOCK_SECONDS: i64 = 30;
/// The longest lock, in seconds.
const LONGEST_LOCK_SECONDS: i64 = 3_600;

fn argon() -> Argon2<'static> {
    let params = Params::new(19 * 1024, 2, 1, None).unwrap_or_default();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// The hash of a password, salted, in PHC form.
///
/// # Errors
/// [`Fault::StoreUnsuited`] where the system has no randomness.
pub fn hash(password: &str) -> Result<String, Fault> {
    let unsuited = |problem: String| Fault::StoreUnsuited { problem };
    let mut salt = [0u8; 16];
    getrandom::fill(&mut salt).map_err(|error| unsuited(error.to_string()))?;
    let hash = argon()
        .hash_password_with_salt(password.as_bytes(), &salt)
        .map_err(|error| unsuited(error.to_string()))?;
    Ok(hash.to_string())
}

/// Whether a password fits a hash. Takes as long for a user without one.
#[must_use]
pub fn fits(password: &str, hash: Option<&str>) -> bool {
    const NOBODY: &str =
        "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    let Ok(parsed) = PasswordHash::new(hash.unwrap_or(NOBODY)) else {
        return false;
    };
    argon().verify_password(password.as_bytes(), &parsed).is_ok() && hash.is_some()
}

/// Until when a user is locked who gave so many wrong passwords in a row, the
/// last one then.
#[must_use]
pub fn locked_until(in_a_row: u32, last: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let beyond = in_a_row.checked_sub(ALLOWED_IN_A_ROW)?;
    let seconds = FIRST_LOCK_SECONDS
        .saturating_mul(1 << beyond.min(16))
        .min(LONGEST_LOCK_SECONDS);
    Some(last + Duration::seconds(seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_fits_its_own_hash_only() {
        let kept = hash("correct horse").unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        assert!(fits("correct horse", Some(&kept)));
        assert!(!fits("correct horses", Some(&kept)));
        assert!(!fits("correct horse", None));
        assert_ne!(kept, hash("correct horse").unwrap(), "the salt is new each time");
    }

    #[test]
    fn five_wrong_ones_lock_for_a_growing_time() {
        let last: DateTime<Utc> = "2026-11-21T17:00:00Z".parse().unwrap();
        let locked = |in_a_row| locked_until(in_a_row, last).map(|until| (until - last).num_seconds());
        assert_eq!(locked(4), None);
        assert_eq!(locked(5), Some(30));
        assert_eq!(locked(6), Some(60));
        assert_eq!(locked(9), Some(480));
        assert_eq!(locked(40), Some(3_600));
    }
}
