//! Code page PC858: Western Europe with the euro sign.

use unicode_normalization::UnicodeNormalization;

/// The characters of the bytes 0x80 to 0xFF.
const UPPER: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐\
└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈ€ÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";

/// A text as bytes of the code page: one byte a character, never a control
/// byte. What the page does not have becomes its base letter or nearest sign,
/// and `?` where there is none.
pub fn encode(text: &str) -> impl Iterator<Item = u8> {
    text.chars().map(byte)
}

/// The byte of a character; never below 0x20, never 0x7F.
fn byte(character: char) -> u8 {
    own_byte(character)
        .or_else(|| own_byte(nearest(character)?))
        .unwrap_or(b'?')
}

/// The byte that the page has for exactly this character.
fn own_byte(character: char) -> Option<u8> {
    match u8::try_from(character) {
        Ok(ascii @ b' '..=b'~') => Some(ascii),
        _ => UPPER
            .chars()
            .position(|upper| upper == character)
            .and_then(|place| u8::try_from(place + 0x80).ok()),
    }
}

/// The character printed in place of one that the page does not have.
fn nearest(character: char) -> Option<char> {
    Some(match character {
        '‘' | '’' | '‚' | '′' => '\'',
        '“' | '”' | '„' | '″' => '"',
        '‐'..='―' | '−' => '-',
        '…' | '•' => '·',
        '‹' => '<',
        '›' => '>',
        'ł' => 'l',
        'Ł' => 'L',
        'đ' => 'd',
        'Đ' => 'D',
        'œ' => 'o',
        'Œ' => 'O',
        'ı' => 'i',
        _ => character.nfkd().next().filter(|base| *base != character)?,
    })
}

/// The character of a byte that is no control byte.
pub(super) fn character(byte: u8) -> Option<char> {
    match byte {
        b' '..=b'~' => Some(char::from(byte)),
        0x80.. => UPPER.chars().nth(usize::from(byte - 0x80)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_letters_of_a_spanish_receipt() {
        let bytes: Vec<u8> = encode("Núñez ¿€? ÁÉÍÓÚÜ º×·").collect();
        assert_eq!(bytes, b"N\xa3\xa4ez \xa8\xd5? \xb5\x90\xd6\xe0\xe9\x9a \xa7\x9e\xfa");
    }

    #[test]
    fn what_the_page_has_not() {
        assert_eq!(
            encode("Dvořák −5 “x” 王 Ł…").collect::<Vec<u8>>(),
            b"Dvor\xa0k -5 \"x\" ? L\xfa"
        );
        assert_eq!(encode("\u{1b}p\u{0}\u{7f}\u{9b}\n").collect::<Vec<u8>>(), b"?p????");
    }

    #[test]
    fn the_page_is_whole() {
        assert_eq!(UPPER.chars().count(), 128);
        assert_eq!(
            (character(0xd5), character(0xa4), character(0xff)),
            (Some('€'), Some('ñ'), Some('\u{a0}'))
        );
    }

    proptest! {
        #[test]
        fn no_text_makes_a_control_byte(text in any::<String>()) {
            let bytes: Vec<u8> = encode(&text).collect();
            prop_assert_eq!(bytes.len(), text.chars().count());
            prop_assert!(bytes.iter().all(|byte| *byte >= 0x20 && *byte != 0x7f));
        }
    }
}
