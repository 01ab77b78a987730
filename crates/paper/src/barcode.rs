//! The barcode of a receipt's number: Code 128, code set B (ISO/IEC 15417).

use barcoders::sym::code128::Code128;

/// How many characters a barcode may have: eleven modules each, so that the
/// longest, with its quiet zones, still fits across 58 mm paper.
const LONGEST: usize = 12;

/// Whether a number can stand in a barcode: printable ASCII, not too long.
/// One that cannot is printed in digits alone.
pub(crate) fn fits(number: &str) -> bool {
    (1..=LONGEST).contains(&number.len()) && number.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

/// The modules from left to right, `true` for black, without quiet zones.
/// `None` where the number does not [`fit`](fits).
pub(crate) fn modules(number: &str) -> Option<Vec<bool>> {
    if !fits(number) {
        return None;
    }
    // The first character is this library's way to say "code set B".
    let code = Code128::new(format!("\u{181}{number}")).ok()?;
    Some(code.encode().into_iter().map(|module| module == 1).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// ISO/IEC 15417: eleven modules for the start, each character and the check,
    /// thirteen for the stop; the check character is (104 + Σ place × value) mod 103.
    #[test]
    fn a_receipt_number_by_the_standard() {
        let drawn = modules("W3-018204").map(|modules| {
            modules
                .iter()
                .map(|black| if *black { '1' } else { '0' })
                .collect::<String>()
        });
        let values = [55, 19, 13, 16, 17, 24, 18, 16, 20];
        let check = (104
            + values
                .iter()
                .enumerate()
                .map(|(place, value)| (place + 1) * value)
                .sum::<usize>())
            % 103;
        assert_eq!(check, 36, "the pattern below is that of value 36");
        let expected = [
            "11010010000", // start B
            "11101000110",
            "11001011100",
            "10011011100",
            "10011101100",
            "10011100110",
            "11101001100",
            "11001110010",
            "10011101100",
            "11001001110",
            "10110001000",   // 36
            "1100011101011", // stop
        ];
        assert_eq!(drawn, Some(expected.concat()));
    }

    #[test]
    fn what_does_not_fit_has_no_barcode() {
        for number in ["", "W3-\u{1b}p", "Ñ-000001", "W3-0000000001"] {
            assert_eq!(modules(number), None, "{number:?}");
        }
    }
}
