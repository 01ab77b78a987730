//! The one-time code by which an administrator lets a workstation enrol at central records:
//! `ABCD-EFGH-JKMN-PQRS-TVWX-YZ01-2345-6789`. Its first half says which certificate central
//! must present, so that the code is told to nobody else; its second half is the secret.

use std::fmt::{Display, Formatter};
use std::str::FromStr;

use base32::Alphabet;
use sha2::{Digest, Sha256};

/// Bytes of each half.
const HALF: usize = 10;
/// Characters of each half.
const HALF_DIGITS: usize = 16;

/// A code, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnrolmentCode {
    fingerprint: String,
    secret: String,
}

impl EnrolmentCode {
    /// The code for a central with this certificate (DER), with a secret made of these random bytes.
    #[must_use]
    pub fn new(certificate: &[u8], random: &[u8; HALF]) -> EnrolmentCode {
        EnrolmentCode {
            fingerprint: fingerprint(certificate),
            secret: digits(random),
        }
    }

    /// The secret part: what [`crate::wire::Enrol`] carries and central keeps a digest of.
    #[must_use]
    pub fn secret(&self) -> &str {
        &self.secret
    }

    /// Whether it is for a central with this certificate (DER).
    #[must_use]
    pub fn is_for(&self, certificate: &[u8]) -> bool {
        self.fingerprint == fingerprint(certificate)
    }
}

/// A certificate's fingerprint as codes carry it: the first 80 bits of the SHA-256 of its DER, 16 characters.
#[must_use]
pub fn fingerprint(certificate: &[u8]) -> String {
    digits(&Sha256::digest(certificate)[..HALF])
}

impl Display for EnrolmentCode {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        let all = format!("{}{}", self.fingerprint, self.secret);
        for (place, digit) in all.chars().enumerate() {
            if place > 0 && place % 4 == 0 {
                f.write_str("-")?;
            }
            write!(f, "{digit}")?;
        }
        Ok(())
    }
}

impl FromStr for EnrolmentCode {
    type Err = ();

    /// Reads a code as a person types it: small letters, spaces and hyphens anywhere, O for 0, I and L for 1.
    fn from_str(text: &str) -> Result<EnrolmentCode, ()> {
        let all: String = text
            .chars()
            .filter(|char| !char.is_whitespace() && *char != '-')
            .map(|char| match char.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            })
            .collect();
        let whole =
            all.is_ascii() && all.len() == 2 * HALF_DIGITS && base32::decode(Alphabet::Crockford, &all).is_some();
        if !whole {
            return Err(());
        }
        let (fingerprint, secret) = all.split_at(HALF_DIGITS);
        Ok(EnrolmentCode {
            fingerprint: fingerprint.to_owned(),
            secret: secret.to_owned(),
        })
    }
}

fn digits(bytes: &[u8]) -> String {
    base32::encode(Alphabet::Crockford, bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_it_was_written_and_as_people_type_it() {
        let code = EnrolmentCode::new(b"certificate", &[0, 255, 1, 2, 3, 4, 5, 6, 7, 8]);
        let text = code.to_string();
        assert_eq!(text.len(), 39);
        for typed in [
            text.clone(),
            text.to_lowercase(),
            format!(" {} ", text.replace('-', " ")),
            text.replace('0', "o").replace('1', "l"),
        ] {
            assert_eq!(typed.parse(), Ok(code.clone()), "{typed}");
        }
        assert!(code.is_for(b"certificate") && !code.is_for(b"another"));
        assert_eq!(code.secret().len(), 16);
        for wrong in [
            "",
            "ABCD",
            &text[1..],
            &format!("{text}0"),
            &text.replacen(&text[..1], "U", 1),
            &text.replacen(&text[..1], "é", 1),
        ] {
            assert_eq!(wrong.parse::<EnrolmentCode>(), Err(()), "{wrong}");
        }
    }
}
