//! Ed25519 signatures, keys and signatures in hex. Which text is signed is said beside
//! what it means: `counterfoil_domain::entry` and `counterfoil_domain::sync`.

use counterfoil_domain::entry::hex;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};

/// The public key of a secret one, in hex.
#[must_use]
pub fn public_key(secret: &[u8; 32]) -> String {
    hex(SigningKey::from_bytes(secret).verifying_key().as_bytes())
}

/// Signs a text. The signature in hex.
#[must_use]
pub fn sign(secret: &[u8; 32], text: &[u8]) -> String {
    hex(&SigningKey::from_bytes(secret).sign(text).to_bytes())
}

/// Whether this key made this signature of this text; key and signature in hex.
#[must_use]
pub fn holds(key: &str, text: &[u8], signature: &str) -> bool {
    let key = unhex::<32>(key).and_then(|bytes| VerifyingKey::from_bytes(&bytes).ok());
    let signature = unhex::<64>(signature).map(|bytes| Signature::from_bytes(&bytes));
    matches!((key, signature), (Some(key), Some(signature)) if key.verify_strict(text, &signature).is_ok())
}

/// Bytes that are written in hex; none where there are not just so many.
#[must_use]
pub fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    if text.len() != N * 2 || !text.is_ascii() {
        return None;
    }
    for (place, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[place * 2..place * 2 + 2], 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_holds_for_its_key_and_text_alone() {
        let (one, other) = ([7; 32], [8; 32]);
        let signature = sign(&one, b"text");
        assert!(holds(&public_key(&one), b"text", &signature));
        assert!(!holds(&public_key(&other), b"text", &signature));
        assert!(!holds(&public_key(&one), b"texts", &signature));
        assert!(!holds("", b"text", &signature));
        assert!(!holds(&public_key(&one), b"text", &signature[2..]));
        assert!(!holds(&public_key(&one), b"text", "\u{e9}".repeat(64).as_str()));
    }
}
