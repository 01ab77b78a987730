//! Texts of labelled parts: `CHECK=1042;PAYER=OKAFOR N`.

/// What stands behind each label, in the order in which the labels are given; empty
/// where a label is missing or has nothing behind it.
///
/// # Errors
/// A part with another label, or a label twice.
pub(crate) fn split<'t, const COUNT: usize>(text: &'t str, labels: [&str; COUNT]) -> Result<[&'t str; COUNT], String> {
    let mut values = [""; COUNT];
    for (label, value) in parts(text) {
        let place = labels.iter().position(|known| *known == label).ok_or_else(|| {
            let known = labels.join("=, ");
            format!("the text is labelled otherwise than {known}=, parted by semicolons")
        })?;
        if !values[place].is_empty() {
            return Err(format!("the text has {label} twice"));
        }
        values[place] = value;
    }
    Ok(values)
}

/// Whether a text is made of parts with these labels, and of nothing else.
pub(crate) fn are_all_of(text: &str, labels: &[&str]) -> bool {
    let mut parts = text.split(';').filter(|part| !part.trim().is_empty());
    parts.all(|part| {
        part.split_once('=')
            .is_some_and(|(label, _)| labels.contains(&label.trim()))
    })
}

/// Labels and what stands behind them, without the spaces around.
fn parts(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.split(';').filter(|part| !part.trim().is_empty()).map(|part| {
        let (label, value) = part.split_once('=').unwrap_or((part, ""));
        (label.trim(), value.trim())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts() {
        let labels = ["CHECK", "PAYER"];
        assert_eq!(split("", labels), Ok(["", ""]));
        assert_eq!(
            split("PAYER = OKAFOR, N; CHECK=1042;", labels),
            Ok(["1042", "OKAFOR, N"])
        );
        assert_eq!(split("PAYER=A=B", labels), Ok(["", "A=B"]));
        for (bad, problem) in [
            (
                "CHEQUE=1042",
                "the text is labelled otherwise than CHECK=, PAYER=, parted by semicolons",
            ),
            ("CHECK=1;CHECK=2", "the text has CHECK twice"),
        ] {
            assert_eq!(split(bad, labels), Err(problem.to_owned()));
        }
        assert!(are_all_of("CHECK=1; PAYER=2;", &labels));
        for other in ["OKAFOR N", "CHECK=1;NSF", "check=1", "CHECK", "="] {
            assert!(!are_all_of(other, &labels), "{other}");
        }
    }
}
