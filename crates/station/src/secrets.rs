//! The workstation's own secrets: its signing key, the key of check tokens, the
//! users' password hashes. One file, readable by its owner only, replaced whole.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;

use chrono::{DateTime, Utc};
use counterfoil_domain::entry::{SignedHead, handed_text, hex, signed_text};
use counterfoil_domain::journal::Head;
use ed25519_dalek::{Signer, SigningKey};
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::fault::Fault;

/// The secrets as the file holds them.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Secrets {
    /// The Ed25519 signing key, 32 bytes in hex.
    signing_key: Zeroizing<String>,
    /// The key of check tokens, 32 bytes in hex.
    check_key: Zeroizing<String>,
    /// Password hashes by user id, in PHC form.
    passwords: BTreeMap<String, String>,
    /// A signing key that is being made known to central records and is not used yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    next_key: Option<Zeroizing<String>>,
}

impl Secrets {
    /// New secrets from the system's randomness.
    ///
    /// # Errors
    /// [`Fault::StoreUnsuited`] where the system has none.
    pub fn generate() -> Result<Secrets, Fault> {
        Ok(Secrets {
            signing_key: random_hex()?,
            check_key: random_hex()?,
            passwords: BTreeMap::new(),
            next_key: None,
        })
    }

    /// Reads the file.
    ///
    /// # Errors
    /// [`Fault::Unreadable`].
    pub fn read(path: &Path) -> Result<Secrets, Fault> {
        let unreadable = |source| Fault::Unreadable {
            path: path.to_owned(),
            source,
        };
        let text = Zeroizing::new(fs::read(path).map_err(unreadable)?);
        serde_json::from_slice(&text).map_err(|error| unreadable(error.into()))
    }

    /// Writes the file, whole or not at all.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn write(&self, path: &Path) -> Result<(), Fault> {
        let text = Zeroizing::new(serde_json::to_vec_pretty(self).map_err(std::io::Error::from)?);
        replace_whole(path, &text)
    }

    /// Takes the key of check tokens from another workstation of the city, so that the same
    /// bank account has the same token at every window.
    ///
    /// # Errors
    /// [`Fault::BadRequest`] for anything that is not 32 bytes in hex.
    pub fn take_check_key(&mut self, key: &str) -> Result<(), Fault> {
        let key = key.trim();
        if key.len() != 64 || !key.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(Fault::BadRequest {
                problem: "this is no key of check tokens; have it written by `counterfoil check-key`".to_owned(),
            });
        }
        self.check_key = Zeroizing::new(key.to_lowercase());
        Ok(())
    }

    /// The key of check tokens, for another workstation of the city.
    #[must_use]
    pub fn check_key(&self) -> &str {
        &self.check_key
    }

    /// Writes the key of check tokens into a file of its own, readable by its owner only,
    /// for another workstation of the city.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn write_check_key(&self, path: &Path) -> Result<(), Fault> {
        let mut file = owner_only().write(true).create_new(true).open(path)?;
        file.write_all(self.check_key().as_bytes())?;
        file.write_all(b"\n")?;
        file.sync_all()?;
        Ok(())
    }

    /// The signing key to enrol with: the one in use, or another one that is made where there is none yet.
    ///
    /// # Errors
    /// [`Fault::StoreUnsuited`] where the system has no randomness.
    pub fn key_to_enrol(&mut self, another: bool) -> Result<Zeroizing<[u8; 32]>, Fault> {
        if another && self.next_key.is_none() {
            self.next_key = Some(random_hex()?);
        }
        Ok(bytes_of(self.next_key.as_ref().unwrap_or(&self.signing_key)))
    }

    /// Signs with the key that was made known, from here on. Whether that is another one than before.
    pub fn take_next_key(&mut self) -> bool {
        let next = self.next_key.take();
        let another = next.is_some();
        self.signing_key = next.unwrap_or_else(|| self.signing_key.clone());
        another
    }

    /// The public key, in hex.
    #[must_use]
    pub fn public_key(&self) -> String {
        hex(self.key().verifying_key().as_bytes())
    }

    /// Signs a text. The signature in hex.
    #[must_use]
    pub fn sign_text(&self, text: &[u8]) -> String {
        hex(&self.key().sign(text).to_bytes())
    }

    /// Holds just these password hashes.
    pub fn keep_only_passwords(&mut self, passwords: BTreeMap<String, String>) {
        self.passwords = passwords;
    }

    /// Keeps a user's password hash.
    pub fn keep_password(&mut self, user: &str, hash: String) {
        self.passwords.insert(user.to_owned(), hash);
    }

    /// A user's password hash.
    #[must_use]
    pub fn password(&self, user: &str) -> Option<&str> {
        self.passwords.get(user).map(String::as_str)
    }

    /// The token of a check's routing and account number: HMAC-SHA-256, the
    /// first sixteen bytes in hex. The same account gives the same token, and no
    /// token gives the account.
    #[must_use]
    pub fn check_token(&self, routing: &str, account: &str) -> String {
        let digits: String = account.chars().filter(char::is_ascii_digit).collect();
        self.keyed(&format!("check/1\0{routing}\0{digits}"))
    }

    /// What stands for an account number in a draft: its token and last four,
    /// sealed, so that nobody can make one up.
    #[must_use]
    pub fn keep_account(&self, routing: &str, account: &str) -> String {
        let token = self.check_token(routing, account);
        let digits: Vec<char> = account.chars().filter(char::is_ascii_digit).collect();
        let last_four: String = digits[digits.len().saturating_sub(4)..].iter().collect();
        let seal = self.keyed(&format!("kept/1\0{token}\0{last_four}"));
        format!("{KEPT}{token}:{last_four}:{seal}")
    }

    /// The token and last four that [`Secrets::keep_account`] sealed; none for anything else.
    #[must_use]
    pub fn kept_account(&self, text: &str) -> Option<KeptAccount> {
        let mut parts = text.strip_prefix(KEPT)?.split(':');
        let (token, last_four, seal) = (parts.next()?, parts.next()?, parts.next()?);
        let right = self.keyed(&format!("kept/1\0{token}\0{last_four}")) == seal && parts.next().is_none();
        right.then(|| KeptAccount {
            token: token.to_owned(),
            last_four: last_four.to_owned(),
        })
    }

    fn keyed(&self, text: &str) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.check_key.as_bytes())
            .unwrap_or_else(|_| unreachable!("HMAC takes a key of any length"));
        mac.update(text.as_bytes());
        hex(&mac.finalize().into_bytes()[..16])
    }

    /// The head of the journal, signed.
    #[must_use]
    pub fn sign(&self, head: &Head) -> SignedHead {
        let key = self.key();
        let hash = hex(&head.hash);
        let signature = key.sign(&signed_text(&head.station, head.epoch, head.seq, &hash));
        SignedHead {
            seq: head.seq,
            hash,
            key: hex(key.verifying_key().as_bytes()),
            signature: hex(&signature.to_bytes()),
        }
    }

    /// The signature of a head that is handed over at an instant, in hex.
    #[must_use]
    pub fn sign_handed(
        &self,
        station: &str,
        epoch: u32,
        head: &SignedHead,
        made_at: DateTime<Utc>,
        stopping: bool,
    ) -> String {
        let text = handed_text(station, epoch, head, made_at, stopping);
        hex(&self.key().sign(&text).to_bytes())
    }

    fn key(&self) -> SigningKey {
        SigningKey::from_bytes(&bytes_of(&self.signing_key))
    }
}

/// A key that is written in hex.
fn bytes_of(text: &str) -> Zeroizing<[u8; 32]> {
    let mut bytes = Zeroizing::new([0u8; 32]);
    for (place, byte) in bytes.iter_mut().enumerate() {
        *byte = text
            .get(place * 2..place * 2 + 2)
            .and_then(|digits| u8::from_str_radix(digits, 16).ok())
            .unwrap_or(0);
    }
    bytes
}

const KEPT: &str = "kept:";

/// An account number that is no longer there: what is left of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptAccount {
    /// The token of routing and account number.
    pub token: String,
    /// The last four digits.
    pub last_four: String,
}

impl KeptAccount {
    /// Whether a text claims to stand for an account number.
    #[must_use]
    pub fn stands_in(text: &str) -> bool {
        text.starts_with(KEPT)
    }
}

/// Writes a file of secrets, readable by its owner only: whole or not at all, and onto the disk.
///
/// # Errors
/// Those of the file system.
pub(crate) fn replace_whole(path: &Path, text: &[u8]) -> Result<(), Fault> {
    let beside = path.with_extension("new");
    let mut file = owner_only().write(true).create(true).truncate(true).open(&beside)?;
    file.write_all(text)?;
    file.sync_all()?;
    drop(file);
    fs::rename(&beside, path)?;
    sync_folder(path)
}

/// Puts a folder's list of names onto the disk, where the system has a way to.
///
/// # Errors
/// Those of the file system.
pub(crate) fn sync_folder(of: &Path) -> Result<(), Fault> {
    #[cfg(unix)]
    if let Some(folder) = of.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::File::open(folder)?.sync_all()?;
    }
    #[cfg(not(unix))]
    let _its_file_system_does_so = of;
    Ok(())
}

fn random_hex() -> Result<Zeroizing<String>, Fault> {
    let mut bytes = Zeroizing::new([0u8; 32]);
    getrandom::fill(bytes.as_mut_slice()).map_err(|error| Fault::StoreUnsuited {
        problem: error.to_string(),
    })?;
    Ok(Zeroizing::new(hex(bytes.as_slice())))
}

#[cfg(unix)]
pub(crate) fn owner_only() -> fs::OpenOptions {
    use std::os::unix::fs::OpenOptionsExt;
    let mut options = fs::OpenOptions::new();
    options.mode(0o600);
    options
}

#[cfg(not(unix))]
pub(crate) fn owner_only() -> fs::OpenOptions {
    fs::OpenOptions::new()
}
