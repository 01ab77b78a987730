//! One line of comma-separated values, strictly by RFC 4180: a field that holds a
//! comma or a quote stands in quotes, a quote within it is doubled. Lines do not
//! break within a field.

/// The fields of a line; there is always at least one.
///
/// # Errors
/// What is wrong with the line, and what to do.
pub(crate) fn split(line: &str) -> Result<Vec<String>, &'static str> {
    let mut fields = Vec::new();
    let mut rest = line;
    loop {
        let (field, after) = match rest.strip_prefix('"') {
            Some(quoted) => quoted_field(quoted)?,
            None => plain_field(rest)?,
        };
        fields.push(field);
        match after.strip_prefix(',') {
            Some(next) => rest = next,
            None if after.is_empty() => return Ok(fields),
            None => return Err("something follows a closing quote; put the whole field in quotes"),
        }
    }
}

fn plain_field(rest: &str) -> Result<(String, &str), &'static str> {
    let (field, after) = rest.split_at(rest.find(',').unwrap_or(rest.len()));
    if field.contains('"') {
        return Err("a quote stands within a field; put the field in quotes and double the quote");
    }
    Ok((field.to_owned(), after))
}

fn quoted_field(mut rest: &str) -> Result<(String, &str), &'static str> {
    let mut field = String::new();
    loop {
        let (text, after) = rest
            .split_once('"')
            .ok_or("a quoted field is not closed before the end of the line")?;
        field.push_str(text);
        match after.strip_prefix('"') {
            Some(further) => {
                field.push('"');
                rest = further;
            }
            None => return Ok((field, after)),
        }
    }
}

/// A line of fields, with its end. Fields hold no control characters.
pub(crate) fn join(fields: &[&str]) -> String {
    let quoted: Vec<String> = fields
        .iter()
        .map(|field| match field.contains([',', '"']) {
            true => format!("\"{}\"", field.replace('"', "\"\"")),
            false => (*field).to_owned(),
        })
        .collect();
    quoted.join(",") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lines() {
        for (line, fields) in [
            ("", &[""][..]),
            (",", &["", ""]),
            ("A,b c, d ", &["A", "b c", " d "]),
            (
                "\"Okafor, Ngozi\",\"He said \"\"mine\"\"\",\"\"",
                &["Okafor, Ngozi", "He said \"mine\"", ""],
            ),
        ] {
            assert_eq!(split(line).unwrap(), fields, "{line}");
        }
        for bad in ["\"", "\"a", "a\"b", "\"a\"b", "\"a\" ,b", "a,\"b\"\""] {
            assert!(split(bad).is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn what_is_joined_is_split_again(fields in prop::collection::vec("[a-zñ,\" =]{0,8}", 1..6)) {
            let given: Vec<&str> = fields.iter().map(String::as_str).collect();
            let line = join(&given);
            prop_assert_eq!(split(line.trim_end_matches('\n')).unwrap(), fields);
        }
    }
}
