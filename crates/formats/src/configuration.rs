//! The configuration file of a city: TOML, as `docs/configuration.md` describes it.

use counterfoil_domain::config::Configuration;
use counterfoil_domain::refusal::Refusal;

use crate::batch_file;
use crate::scan_line::ScanPattern;

/// Reads a configuration and checks that its parts agree: the form of the file,
/// then [`Configuration::check`], then every scan line's pattern, every layout's
/// fields and every printer's port. Amounts in the file are whole cents.
///
/// # Errors
/// [`Refusal::ConfigurationInvalid`], naming the place and what is wrong there.
pub fn read(text: &str) -> Result<Configuration, Refusal> {
    let configuration: Configuration =
        toml::from_str(text.trim_start_matches('\u{feff}')).map_err(|error| Refusal::ConfigurationInvalid {
            problem: placed(text, &error),
        })?;
    configuration.check()?;
    for scan_line in &configuration.scan_lines {
        ScanPattern::compile(scan_line)?;
    }
    for layout in &configuration.batch_layouts {
        batch_file::check(layout)?;
    }
    if let Some(exchange) = &configuration.site.exchange
        && exchange.trim().is_empty()
    {
        return Err(Refusal::ConfigurationInvalid {
            problem: "site.exchange is empty; name a folder, or leave it out".to_owned(),
        });
    }
    for station in &configuration.stations {
        if !is_port(&station.printer.port) {
            return Err(Refusal::ConfigurationInvalid {
                problem: format!(
                    "stations: {} prints to '{}'; a port is none, serial:PORT, tcp:HOST:PORT or file:FOLDER",
                    station.code, station.printer.port
                ),
            });
        }
    }
    Ok(configuration)
}

/// The message of a TOML error with the line that it is on.
fn placed(text: &str, error: &toml::de::Error) -> String {
    let message = error.message().trim().replace('\n', " ");
    match error.span() {
        Some(span) => {
            let line = 1 + text.bytes().take(span.start).filter(|byte| *byte == b'\n').count();
            format!("line {line}: {message}")
        }
        None => message,
    }
}

/// Whether a printer's port is written as one of the four forms.
fn is_port(port: &str) -> bool {
    match port.split_once(':') {
        None => port == "none",
        Some(("serial" | "file", place)) => !place.trim().is_empty(),
        Some(("tcp", address)) => address
            .rsplit_once(':')
            .is_some_and(|(host, port)| !host.is_empty() && port.parse::<u16>().is_ok_and(|port| port > 0)),
        Some(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CITY: &str = include_str!("../../../assets/demo/city.toml");

    fn problem(text: &str) -> String {
        match read(text) {
            Err(Refusal::ConfigurationInvalid { problem }) => problem,
            other => panic!("expected a refused configuration, got {other:?}"),
        }
    }

    /// The demo city with one passage replaced, which must be there.
    fn city_with(passage: &str, instead: &str) -> String {
        assert!(CITY.contains(passage), "the demo city no longer says {passage:?}");
        CITY.replacen(passage, instead, 1)
    }

    #[test]
    fn the_demo_city_is_read() {
        let city = read(CITY).unwrap();
        assert_eq!(city.city.name, "CITY OF ALDER CREEK");
        assert_eq!(
            city.stations.iter().map(|s| s.code.as_str()).collect::<Vec<_>>(),
            ["W1", "W2", "W3"]
        );
        assert!(city.stations[0].closing_desk && city.policies.blind_count);
        assert_eq!(city.site.exchange.as_deref(), Some("../exchange"));
        assert!(city.suspense.is_some() && city.site.cutoff.is_none());
        assert_eq!(city.bank_accounts[0].bank, "Alder Creek Savings");
        assert_eq!(
            city.batch_layouts.iter().map(|l| l.code.as_str()).collect::<Vec<_>>(),
            ["WEB", "LOCKBOX", "KIOSK"]
        );
        assert_eq!(
            city.stations.iter().map(|s| s.printer.columns).collect::<Vec<_>>(),
            [42, 42, 32]
        );
    }

    #[test]
    fn every_fault_is_placed() {
        for (passage, instead, expected) in [
            ("format = 1", "format = ", "line 4: "),
            ("format = 1", "format = 9", "format is 9, this program reads 1"),
            ("[site]", "[site]\ncolour = 'green'", "unknown field `colour`"),
            ("name = \"Customer Service\"\n", "", "missing field `name`"),
            (
                "price = 2500",
                "price = 25.00",
                "invalid type: floating point `25.0`, expected i64",
            ),
            (
                "counted = \"items\"",
                "counted = \"weight\"",
                "unknown variant `weight`",
            ),
            (
                "America/Los_Angeles",
                "America/Alder_Creek",
                "site.time_zone 'America/Alder_Creek' is not a time zone",
            ),
            (
                "ledger = \"540-1200\"",
                "ledger = \"999\"",
                "UTILITY is split to '999', which is not in the ledger",
            ),
            ("{account:9}", "{account:8}", "scan_lines: utility bill"),
            (
                "on = \"detail\", from = 36, length = 4",
                "on = \"detail\", from = 35, length = 4",
                "batch_layouts: KIOSK has LastFour where Brand stands",
            ),
            ("\"../exchange\"", "\" \"", "site.exchange is empty"),
            (
                "\"123456780\"",
                "\"123456789\"",
                "bank_accounts: GENERAL has a routing number that fails its checksum",
            ),
            ("\"file:printed\"", "\"usb:1\"", "stations: W1 prints to 'usb:1'"),
            (
                "\"file:printed\"",
                "\"tcp:printer\"",
                "stations: W1 prints to 'tcp:printer'",
            ),
        ] {
            let found = problem(&city_with(passage, instead));
            assert!(found.contains(expected), "{instead:?}: {found}");
        }
    }

    #[test]
    fn the_line_of_a_fault_is_counted_from_one() {
        let line = 1 + CITY.lines().position(|line| line == "price = 2500").unwrap();
        let found = problem(&city_with("price = 2500", "price = \"25.00\""));
        assert!(found.starts_with(&format!("line {line}: ")), "{found}");
    }

    #[test]
    fn ports() {
        for port in [
            "none",
            "serial:/dev/ttyUSB0",
            "serial:COM3",
            "tcp:10.0.0.7:9100",
            "tcp:[::1]:9100",
            "file:printed",
        ] {
            assert!(is_port(port), "{port}");
        }
        for port in [
            "",
            "None",
            "none:",
            "serial:",
            "file: ",
            "tcp:host",
            "tcp::9100",
            "tcp:host:0",
            "tcp:host:99999",
        ] {
            assert!(!is_port(port), "{port}");
        }
    }

    /// Every key of a written configuration stands in its description, and so does
    /// every field that the format knows.
    #[test]
    fn the_description_is_complete() {
        let description = include_str!("../../../docs/configuration.md");
        let fields = |within: &str| {
            let unknown = problem(&city_with(within, &format!("{within}\nunheard_of = 1")));
            let (_, known) = unknown
                .split_once("expected one of ")
                .unwrap_or_else(|| unknown.split_once("expected ").unwrap());
            known
                .split('`')
                .skip(1)
                .step_by(2)
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        let mut known = 0;
        for table in [
            "format = 1",
            "[city]",
            "[site]",
            "[[stations]]",
            "[[departments]]",
            "[[ledger]]",
            "[posting]",
            "[[charge_codes]]",
            "[[tenders]]",
            "[[denominations]]",
            "[[scan_lines]]",
            "[[bank_accounts]]",
            "[suspense]",
            "[[batch_layouts]]",
            "[batch_layouts.fixed]",
            "[policies]",
            "[policies.flags]",
            "[[users]]",
            "[demo]",
        ] {
            for field in fields(table) {
                known += 1;
                let described = [format!("`{field}`"), format!("[{field}]"), format!(".{field}]")];
                assert!(
                    described.iter().any(|name| description.contains(name)),
                    "{table} {field} is not described"
                );
            }
        }
        assert!(known > 100, "only {known} fields were looked for");
        for (within, instead) in [
            ("{ field = \"file\",", "{ unheard_of = 1, field = \"file\","),
            ("field = \"file\",", "field = \"unheard_of\","),
            ("format = \"csv\"", "format = \"unheard_of\""),
            ("kind = \"web\"", "kind = \"unheard_of\""),
            ("waived = []", "waived = [\"unheard_of\"]"),
        ] {
            let unknown = problem(&city_with(within, instead));
            let (_, known) = unknown.split_once("expected ").unwrap();
            for word in known.split('`').skip(1).step_by(2) {
                assert!(
                    description.contains(&format!("`{word}`")),
                    "{instead}: {word} is not described"
                );
            }
        }
    }
}
