//! The frame of every page, and the words in which pages say amounts and times. All text
//! goes through `maud`, which escapes it; nothing here writes markup of its own.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use counterfoil_domain::business_day;
use counterfoil_domain::money::Cents;
use maud::{DOCTYPE, Markup, html};

/// Whom a page is for: what its head says.
#[derive(Debug, Clone)]
pub struct Reader {
    /// The name of whoever is signed in.
    pub name: String,
    /// The token that the sign-out form carries.
    pub token: String,
}

/// The pages, in the order of the head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Every workstation now.
    Today,
    /// The deposits.
    Deposits,
    /// The search for receipts.
    Receipts,
    /// Proof of completeness.
    Proof,
}

impl Place {
    const ALL: [Place; 4] = [Place::Today, Place::Deposits, Place::Receipts, Place::Proof];

    /// Where it is.
    #[must_use]
    pub fn path(self) -> &'static str {
        match self {
            Place::Today => "/today",
            Place::Deposits => "/deposits",
            Place::Receipts => "/receipts",
            Place::Proof => "/proof",
        }
    }

    fn name(self) -> &'static str {
        match self {
            Place::Today => "Today",
            Place::Deposits => "Deposits",
            Place::Receipts => "Receipts",
            Place::Proof => "Proof",
        }
    }
}

/// A page for someone who is signed in.
#[must_use]
pub fn page(reader: &Reader, place: Place, title: &str, content: &Markup) -> String {
    let body = html! {
        a.skip href="#content" { "To the content" }
        header.desk-head {
            span.name { "Counterfoil" }
            nav aria-label="Pages" {
                ul {
                    @for one in Place::ALL {
                        li { a href=(one.path()) aria-current=[(one == place).then_some("page")] { (one.name()) } }
                    }
                }
            }
            span.space {}
            span.muted { "Central records, read only" }
            span { (reader.name) }
            form method="post" action="/sign-out" {
                input type="hidden" name="token" value=(reader.token);
                button.quiet type="submit" { "Sign out" }
            }
        }
        main id="content" tabindex="-1" { (content) }
    };
    document(title, &body)
}

/// A page for nobody in particular.
#[must_use]
pub fn document(title: &str, body: &Markup) -> String {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) " · Counterfoil central records" }
                link rel="stylesheet" href="/web/style.css";
                link rel="icon" href="/web/icon.svg" type="image/svg+xml";
            }
            body { (body) }
        }
    }
    .into_string()
}

/// A page that says that something is not there, or does not work, and what to do.
#[must_use]
pub fn said(reader: &Reader, title: &str, what: &str) -> String {
    page(
        reader,
        Place::Today,
        title,
        &html! {
            div.title { h1 { (title) } }
            section.sheet { p { (what) } p { a href="/today" { "To Today" } } }
        },
    )
}

/// A table that may be wider than the page: it is moved within itself, by the keyboard too.
#[must_use]
pub fn wide(label: &str, table: &Markup) -> Markup {
    html! { div.table role="region" aria-label=(label) tabindex="0" { (table) } }
}

/// An amount: digits, right-aligned by its cell.
#[must_use]
pub fn amount(cents: Cents) -> Markup {
    html! { span.num { (cents.to_string()) } }
}

/// A count with thousands commas.
#[must_use]
pub fn count(of: u64) -> String {
    let digits = of.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `1 receipt`, `2 receipts`.
#[must_use]
pub fn counted(of: u64, one: &str, many: &str) -> String {
    format!("{} {}", count(of), if of == 1 { one } else { many })
}

/// How long ago, in words.
#[must_use]
pub fn ago(at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let seconds = (now - at).num_seconds();
    let said = |number: i64, one: &str, many: &str| match number {
        1 => format!("1 {one} ago"),
        number => format!("{number} {many} ago"),
    };
    match seconds {
        ..-60 => "in the future: a clock is wrong".to_owned(),
        -60..10 => "just now".to_owned(),
        10..60 => said(seconds, "second", "seconds"),
        60..3_600 => said(seconds / 60, "minute", "minutes"),
        3_600..86_400 => said(seconds / 3_600, "hour", "hours"),
        _ => said(seconds / 86_400, "day", "days"),
    }
}

/// An instant on the site's clock: `21 Nov 2026 17:03`.
#[must_use]
pub fn instant(at: DateTime<Utc>, zone: Tz) -> String {
    let local = business_day::local(at, zone);
    local.format("%-d %b %Y %H:%M").to_string()
}

/// A date: `21 Nov 2026`.
#[must_use]
pub fn date(date: NaiveDate) -> String {
    date.format("%-d %b %Y").to_string()
}

/// How long ago, with the instant itself for a machine and on the pointer.
#[must_use]
pub fn since(at: DateTime<Utc>, now: DateTime<Utc>, zone: Tz) -> Markup {
    html! { time datetime=(at.to_rfc3339()) title=(instant(at, zone)) { (ago(at, now)) } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_by_others_is_text_on_the_page() {
        let reader = Reader {
            name: "<script>alert(1)</script>".to_owned(),
            token: "\"><b>".to_owned(),
        };
        let text = page(&reader, Place::Today, "</title><script>", &html! { p { "a & b" } });
        assert!(!text.contains("<script>"), "{text}");
        assert!(!text.contains("\"><b>"), "{text}");
        assert!(text.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
        assert!(text.contains("a &amp; b"));
    }

    #[test]
    fn how_long_ago_is_said_in_words() {
        let now: DateTime<Utc> = "2026-11-21T17:00:00Z".parse().unwrap();
        for (seconds, words) in [
            (0, "just now"),
            (59, "59 seconds ago"),
            (61, "1 minute ago"),
            (245, "4 minutes ago"),
            (3_600, "1 hour ago"),
            (90_000, "1 day ago"),
            (400_000, "4 days ago"),
            (-30, "just now"),
            (-400, "in the future: a clock is wrong"),
        ] {
            assert_eq!(ago(now - chrono::Duration::seconds(seconds), now), words);
        }
    }

    #[test]
    fn counts_have_commas() {
        assert_eq!(count(0), "0");
        assert_eq!(count(999), "999");
        assert_eq!(count(1_000), "1,000");
        assert_eq!(count(1_234_567), "1,234,567");
        assert_eq!(counted(1, "entry", "entries"), "1 entry");
    }
}
