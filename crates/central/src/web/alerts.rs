//! What a person must see to, in plain words, with what to do.

use std::collections::BTreeMap;

use counterfoil_domain::business_day;
use counterfoil_domain::config::Configuration;
use deadpool_postgres::Object;
use maud::{Markup, html};

use super::page::{counted, instant};
use super::pages::window;
use super::records;
use crate::fault::Fault;

/// So many matters of a workstation stand open; the others are folded away.
const OPEN: usize = 2;
/// So many workstations a notice names.
const NAMED: usize = 4;

/// What must be seen to at a site, by workstation.
pub struct ToSee {
    /// Where it stands on the page.
    anchor: String,
    site: String,
    blocks: Vec<Block>,
}

/// What must be seen to at a workstation.
struct Block {
    window: String,
    matters: Vec<Matter>,
}

struct Matter {
    title: &'static str,
    recorded: String,
    to_do: &'static str,
}

/// What must be seen to at a site.
///
/// # Errors
/// Those of the database.
pub async fn read(client: &Object, (city, site): (&str, &str), configuration: &Configuration) -> Result<ToSee, Fault> {
    let alerts = records::alerts(client, city, site).await?;
    let forks = records::forks(client, city, site).await?;
    let flagged = records::flagged(client, city, site).await?;
    let zone = business_day::zone(&configuration.site);
    let mut found = ToSee {
        anchor: format!("see-to-{site}"),
        site: configuration.site.name.clone(),
        blocks: Vec::new(),
    };
    let mut add = |station: &str, kind: &str, recorded| found.add(window(configuration, station), kind, recorded);
    for alert in &alerts {
        let since = instant(alert.first_at, zone);
        let times = match alert.times {
            ..=1 => format!(", on {since}"),
            times => format!(", {times} times since {since}"),
        };
        add(&alert.station, &alert.kind, format!("{}{times}", alert.what));
    }
    // Facts stand above all saying of them: they are shown although somebody acknowledged the alert.
    let unsaid = |kind: &str, station: &str| !alerts.iter().any(|one| one.kind == kind && one.station == station);
    for fork in forks.iter().filter(|fork| unsaid("fork", &fork.station)) {
        let recorded = format!("from entry {} on, it came by {}", fork.seq, fork.came_by);
        add(&fork.station, "fork", recorded);
    }
    let mut unread: BTreeMap<&str, u64> = BTreeMap::new();
    for one in flagged.iter().filter(|one| unsaid("flagged", &one.station)) {
        *unread.entry(&one.station).or_default() += 1;
    }
    for (station, many) in unread {
        add(station, "flagged", counted(many, "entry", "entries"));
    }
    Ok(found)
}

impl ToSee {
    fn add(&mut self, window: &str, kind: &str, recorded: String) {
        let (title, to_do) = words(kind);
        let matter = Matter { title, recorded, to_do };
        match self.blocks.iter_mut().find(|block| block.window == window) {
            Some(block) => block.matters.push(matter),
            None => self.blocks.push(Block {
                window: window.to_owned(),
                matters: vec![matter],
            }),
        }
    }

    /// One line for the top of the page, with the way to the rest; nothing where there is nothing to see to.
    #[must_use]
    pub fn notice(&self) -> Option<Markup> {
        let first = self.blocks.first()?;
        let all: usize = self.blocks.iter().map(|block| block.matters.len()).sum();
        let said = match (all, first.matters.first()) {
            (1, Some(only)) => format!("{}: {}", first.window, only.title),
            _ => format!("{}: {all} matters need a person, at {}", self.site, self.windows()),
        };
        Some(html! { li { (said) ". " a href=(format!("#{}", self.anchor)) { "What to do" } } })
    }

    fn windows(&self) -> String {
        let names = self.blocks.iter().map(|block| block.window.as_str());
        let named: Vec<&str> = names.take(NAMED).collect();
        match self.blocks.len().saturating_sub(NAMED) {
            0 => named.join(", "),
            more => format!("{} and {more} more", named.join(", ")),
        }
    }

    /// All of it, with what to do: one block a workstation.
    #[must_use]
    pub fn shown(&self) -> Markup {
        if self.blocks.is_empty() {
            return html! {};
        }
        html! {
            section aria-labelledby=(self.anchor) {
                h2 id=(self.anchor) { "To see to at " (self.site) }
                ul.alerts { @for block in &self.blocks { (block.shown()) } }
            }
        }
    }
}

impl Block {
    fn shown(&self) -> Markup {
        let (open, folded) = self.matters.split_at(self.matters.len().min(OPEN));
        html! {
            li {
                @for matter in open { (self.matter(matter)) }
                @if !folded.is_empty() {
                    details {
                        summary { (folded.len()) " more at " (self.window) }
                        @for matter in folded { (self.matter(matter)) }
                    }
                }
            }
        }
    }

    fn matter(&self, matter: &Matter) -> Markup {
        html! {
            p {
                b { (self.window) ": " (matter.title) }
                (with_commands(matter.to_do)) br;
                span.small.wrap { "Recorded: " (with_commands(&matter.recorded)) }
            }
        }
    }
}

/// A text whose commands stand between backticks.
fn with_commands(text: &str) -> Markup {
    html! {
        @for (place, part) in text.split('`').enumerate() {
            @if place % 2 == 1 { code { (part) } } @else { (part) }
        }
    }
}

/// What a kind of alert means, and what to do.
fn words(kind: &str) -> (&'static str, &'static str) {
    match kind {
        "fork" => (
            "two different journals under one name",
            "First find out which machine is the right one, by the receipts that each wrote (Proof shows both). Then \
             make a code with `counterfoil-central enrol --replace` for that one: the code puts the other machine out. \
             Nothing was overwritten, both journals are kept; keep the other disk as it is, too.",
        ),
        "clone" => (
            "a copy of this workstation was heard",
            "Two machines speak under one name; the one that came second is not heard. First find out which machine is \
             the right one, switch the other off, and compare its printed receipts with those here. Where the right one \
             is the one that is not heard, make a code with `counterfoil-central enrol --replace` for it: the code puts \
             the other machine out.",
        ),
        "journal_behind" => (
            "an old backup was started",
            "It has stopped writing. First find out which machine is the right one: where the one that wrote the rest \
             still works, go on with that one and put this one away. Otherwise make a code with \
             `counterfoil-central enrol --replace` for this one, and central fills in what the backup lacks; the code \
             puts the other machine out.",
        ),
        "epoch_over" => (
            "the machine that was replaced still sends entries",
            "Switch it off, and compare its printed receipts with those here.",
        ),
        "central_restored" => (
            "it has heard more than central knows",
            "Central's database was restored from a backup. The workstations send what it lacks by themselves; call \
             whoever keeps the server about what was set up here since the backup.",
        ),
        "clock_off" => (
            "its clock is wrong",
            "Set the date and time of the machine, or switch its time service on. It takes up again by itself.",
        ),
        "bundle_signature" => (
            "entries came that it did not sign",
            "They were not taken. Find out where that file or machine came from; it may be meant to deceive.",
        ),
        "bundle_contradicts" => (
            "entries came that contradict themselves",
            "They were not taken. Run `counterfoil verify` at the workstation, and call whoever keeps the server.",
        ),
        "flagged" => (
            "entries that central cannot read yet",
            "They are kept as they came and are not in the sums. Most often central is older than the workstation: \
             update central. If it stays so, call whoever keeps the server.",
        ),
        _ => ("something to see to", "Call whoever keeps the server."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn to_see(matters: &[(&str, &str)]) -> ToSee {
        let mut found = ToSee {
            anchor: "see-to-CH".to_owned(),
            site: "City Hall".to_owned(),
            blocks: Vec::new(),
        };
        for (window, kind) in matters {
            found.add(window, kind, "`<b>` was heard".to_owned());
        }
        found
    }

    #[test]
    fn one_line_stands_on_top_whatever_there_is_to_see_to() {
        assert!(to_see(&[]).notice().is_none());
        assert_eq!(to_see(&[]).shown().into_string(), "");
        let only = to_see(&[("Window 2", "clock_off")]).notice().unwrap().into_string();
        assert!(
            only.contains("Window 2: its clock is wrong. <a href=\"#see-to-CH\">"),
            "{only}"
        );
        let names: Vec<String> = (1..=6).map(|nth| format!("Window {nth}")).collect();
        let many: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "clone")).collect();
        let many = to_see(&many).notice().unwrap().into_string();
        let said = "City Hall: 6 matters need a person, at Window 1, Window 2, Window 3, Window 4 and 2 more.";
        assert!(many.contains(said), "{many}");
    }

    #[test]
    fn a_workstation_has_one_block_and_more_than_two_matters_are_folded() {
        let kinds = ["clone", "fork", "clock_off", "epoch_over"];
        let mut matters: Vec<(&str, &str)> = kinds.iter().map(|kind| ("Window 2", *kind)).collect();
        matters.insert(1, ("Window 3", "journal_behind"));
        let shown = to_see(&matters).shown().into_string();
        assert_eq!(shown.matches("<li>").count(), 2, "{shown}");
        assert_eq!(
            shown.matches("<summary>2 more at Window 2</summary>").count(),
            1,
            "{shown}"
        );
        assert!(
            !shown.contains('`') && shown.contains("<code>&lt;b&gt;</code> was heard"),
            "{shown}"
        );
    }

    #[test]
    fn who_replaces_a_machine_is_first_told_to_find_the_right_one() {
        for kind in ["fork", "clone", "journal_behind"] {
            let to_do = words(kind).1;
            let (first, then) = to_do.split_once("`counterfoil-central enrol --replace`").unwrap();
            assert!(
                first.contains("First find out which machine is the right one"),
                "{to_do}"
            );
            assert!(then.contains("puts the other machine out"), "{to_do}");
        }
    }
}
