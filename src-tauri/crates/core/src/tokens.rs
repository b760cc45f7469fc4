//! Words that only this shop can make: ids of messages and tokens of unsubscribing. They are keyed
//! hashes (HMAC-SHA-256, RFC 2104), so that nobody learns from them whom they are for, and nobody
//! can make one.

use std::fmt;

use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::{Email, Identifier};

/// The secret of a shop file, or one made from it for a single purpose.
#[derive(Clone, PartialEq, Eq)]
pub struct ShopKey([u8; 32]);

impl ShopKey {
    /// The secret as the shop file holds it.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// A key of its own for one purpose: who gets that one can neither make the others nor find
    /// the shop's.
    #[must_use]
    pub fn for_purpose(&self, purpose: &str) -> Self {
        Self(self.hash(&[b"purpose", purpose.as_bytes()]))
    }

    /// The keyed hash of some parts. Each is told apart from the next by its length.
    pub fn hash(&self, parts: &[&[u8]]) -> [u8; 32] {
        let mut mac = self.mac();
        for part in parts {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }

    /// The key in hexadecimal, for a file that has to check tokens by itself.
    pub fn hexadecimal(&self) -> String {
        use fmt::Write as _;
        self.0.iter().fold(String::new(), |mut text, byte| {
            // Writing into a string cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
    }

    /// Signs a text, in hexadecimal: what PHP's `hash_hmac` and a browser's `crypto.subtle` give.
    pub fn signature(&self, text: &str) -> String {
        let mut mac = self.mac();
        mac.update(text.as_bytes());
        Self(mac.finalize().into_bytes().into()).hexadecimal()
    }

    #[expect(clippy::expect_used, reason = "HMAC takes a key of any length")]
    fn mac(&self) -> Hmac<Sha256> {
        Hmac::new_from_slice(&self.0).expect("a key of any length")
    }
}

/// A secret is not for logs.
impl fmt::Debug for ShopKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ShopKey(…)")
    }
}

/// The opaque word of a message's id: the same on every attempt, and without a hint of whom it is
/// for. `parts` are what makes the message one: campaign, person, step, channel.
pub fn message_word(key: &ShopKey, parts: &[&[u8]]) -> Identifier {
    let hash = key.for_purpose("message").hash(parts);
    Identifier::of_letters(base32(&hash[..16]))
}

/// What someone's “no more” is known by: 32 letters and digits, of which the first half names
/// person and list to the shop alone and the second half proves that the shop made it.
///
/// The proof needs nothing but the key of [`UnsubscribeToken::endpoint_key`], so that a page on
/// the web can tell a forged token from a true one without knowing anyone.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct UnsubscribeToken(String);

/// Octets of each half of a token.
const HALF: usize = 10;
/// Letters and digits of a whole token.
const LENGTH: usize = 2 * HALF * 8 / 5;

impl UnsubscribeToken {
    /// The token of an address on a list; always the same.
    pub fn issue(key: &ShopKey, list: &str, address: &Email) -> Self {
        let name = key
            .for_purpose("unsubscribe")
            .hash(&[list.as_bytes(), address.as_str().as_bytes()]);
        let half = base32(&name[..HALF]);
        let proof = proof_of(&Self::endpoint_key(key), &half);
        Self(format!("{half}{proof}"))
    }

    /// Reads a token, whatever case it was written in.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_lowercase();
        (text.len() == LENGTH && text.bytes().all(|b| ALPHABET.contains(&b))).then_some(Self(text))
    }

    /// All words of a text that have the shape of a token, such as those of a subject.
    pub fn found_in(text: &str) -> Vec<Self> {
        text.split(|c: char| !c.is_ascii_alphanumeric())
            .filter_map(Self::parse)
            .collect()
    }

    /// Whether this shop made it. A forged one is nobody's.
    pub fn is_genuine(&self, key: &ShopKey) -> bool {
        let (half, proof) = self.0.split_at(LENGTH / 2);
        let expected = proof_of(&Self::endpoint_key(key), half);
        // Every letter is looked at, so that the time taken tells nothing.
        let differences = expected
            .bytes()
            .zip(proof.bytes())
            .fold(0, |sum, (a, b)| sum | (a ^ b));
        differences == 0
    }

    /// The key that the page on the web is given: it checks tokens and signs what it hands over.
    pub fn endpoint_key(key: &ShopKey) -> ShopKey {
        key.for_purpose("unsubscribe endpoint")
    }

    /// The token as it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Who holds a token can say no for somebody.
impl fmt::Debug for UnsubscribeToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UnsubscribeToken(…)")
    }
}

/// The second half of a token: the first 10 octets of the HMAC of its first half.
fn proof_of(endpoint_key: &ShopKey, half: &str) -> String {
    let mut mac = endpoint_key.mac();
    mac.update(half.as_bytes());
    base32(&mac.finalize().into_bytes()[..HALF])
}

/// The letters of base32 (RFC 4648) in small: mail servers and people change the case of letters.
const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

fn base32(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 8 / 5 + 1);
    let (mut held, mut bits) = (0_u32, 0);
    for byte in bytes {
        held = (held << 8) | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            text.push(char::from(ALPHABET[(held >> bits & 31) as usize]));
        }
        held &= (1 << bits) - 1;
    }
    if bits > 0 {
        text.push(char::from(ALPHABET[(held << (5 - bits) & 31) as usize]));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> ShopKey {
        ShopKey::new([7; 32])
    }

    fn address(text: &str) -> Email {
        Email::parse(text).unwrap()
    }

    #[test]
    fn letters_are_those_of_the_standard() {
        // RFC 4648, section 10, in small and without padding.
        for (bytes, text) in [
            ("", ""),
            ("f", "my"),
            ("fo", "mzxq"),
            ("foo", "mzxw6"),
            ("foob", "mzxw6yq"),
            ("fooba", "mzxw6ytb"),
            ("foobar", "mzxw6ytboi"),
        ] {
            assert_eq!(base32(bytes.as_bytes()), text);
        }
    }

    #[test]
    fn signatures_are_those_of_other_programs() {
        // RFC 4231, test case 2, whose key is shorter than ours: compared by the hash alone.
        let mut mac: Hmac<Sha256> = Hmac::new_from_slice(b"Jefe").unwrap();
        mac.update(b"what do ya want for nothing?");
        assert_eq!(
            ShopKey(mac.finalize().into_bytes().into()).hexadecimal(),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
    }

    #[test]
    fn a_token_is_the_same_each_time_and_differs_by_person_list_and_shop() {
        let token = UnsubscribeToken::issue(&key(), "offers", &address("anna@example.com"));
        assert_eq!(token.as_str().len(), 32);
        assert_eq!(
            token,
            UnsubscribeToken::issue(&key(), "offers", &address("ANNA@example.com"))
        );
        for other in [
            UnsubscribeToken::issue(&key(), "news", &address("anna@example.com")),
            UnsubscribeToken::issue(&key(), "offers", &address("bert@example.com")),
            UnsubscribeToken::issue(
                &ShopKey::new([8; 32]),
                "offers",
                &address("anna@example.com"),
            ),
        ] {
            assert_ne!(token, other);
        }
        assert!(token.is_genuine(&key()));
        assert!(!token.is_genuine(&ShopKey::new([8; 32])));
    }

    #[test]
    fn forged_tokens_are_known() {
        let token = UnsubscribeToken::issue(&key(), "offers", &address("anna@example.com"));
        for at in 0..32 {
            let mut forged = token.as_str().as_bytes().to_vec();
            forged[at] = if forged[at] == b'a' { b'b' } else { b'a' };
            let forged = UnsubscribeToken::parse(std::str::from_utf8(&forged).unwrap()).unwrap();
            assert!(!forged.is_genuine(&key()), "letter {at}");
        }
        for text in ["", "abc", &"1".repeat(32), &"a".repeat(33), &"ä".repeat(16)] {
            assert!(UnsubscribeToken::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn tokens_are_found_among_other_words() {
        let token = UnsubscribeToken::issue(&key(), "offers", &address("anna@example.com"));
        let upper = token.as_str().to_uppercase();
        for text in [
            format!("unsubscribe-{upper}"),
            format!("Re: unsubscribe {}", token.as_str()),
            format!("shop+{}@example.org", token.as_str()),
        ] {
            assert_eq!(
                UnsubscribeToken::found_in(&text),
                std::slice::from_ref(&token),
                "{text}"
            );
        }
        assert!(UnsubscribeToken::found_in("unsubscribe please").is_empty());
    }

    #[test]
    fn parts_cannot_be_shifted_into_each_other() {
        assert_ne!(key().hash(&[b"ab", b"c"]), key().hash(&[b"a", b"bc"]));
        assert_ne!(
            message_word(&key(), &[b"1", b"23"]),
            message_word(&key(), &[b"12", b"3"])
        );
        assert_eq!(message_word(&key(), &[b"1"]).as_str().len(), 26);
        assert!(!format!("{:?}", key()).contains('7'));
    }
}
