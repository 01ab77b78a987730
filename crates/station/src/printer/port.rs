//! The way to a printer: a serial line, a TCP port, or a folder of files.
//!
//! No operation of a port waits longer than [`SLICE`] (opening a TCP port:
//! [`CONNECT`]), so that whoever uses one stays able to stop.

mod file;
mod serial;
mod tcp;

use std::io;
use std::path::{Component, Path, PathBuf};
use std::time::Duration;

use counterfoil_domain::config::PrinterProfile;

use super::PrinterError;
use super::bell::Leash;
use crate::rpc::messages::PrintJobState;

/// The longest that one read or write waits.
const SLICE: Duration = Duration::from_millis(100);
/// The longest that a TCP port may take to answer the call.
const CONNECT: Duration = Duration::from_secs(1);

/// An open way to the printer.
pub(super) trait Port: Send {
    /// Begins a job. `name` is unique to it and safe as a file's name.
    fn begin(&mut self, _name: &str) -> io::Result<()> {
        Ok(())
    }

    /// Hands some bytes over and says how many. `TimedOut`: none, for now.
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize>;

    /// Reads some bytes of what came back. `TimedOut`: none, for now.
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize>;

    /// Waits until everything handed over has left, and says what can be said of it without an answer.
    fn finish(&mut self, leash: &Leash<'_>) -> io::Result<PrintJobState>;

    /// Whether it is kept open from job to job.
    fn stays_open(&self) -> bool;
}

/// Where the printer is, from [`PrinterProfile::port`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Line {
    /// There is none.
    None,
    /// A serial line.
    Serial {
        /// The system's name for it.
        path: String,
        /// Bits a second.
        baud_rate: u32,
    },
    /// A TCP port.
    Tcp {
        /// Name or address.
        host: String,
        /// The port; 9100 as a rule.
        port: u16,
    },
    /// A folder that takes one file for each job.
    File {
        /// The folder.
        folder: PathBuf,
    },
}

impl Line {
    /// Reads a profile; `home` is the workstation's folder.
    pub(super) fn of(profile: &PrinterProfile, home: &Path) -> Result<Line, PrinterError> {
        let malformed = |rule: &str| PrinterError::PortMalformed {
            given: profile.port.clone(),
            rule: rule.to_owned(),
        };
        let (kind, place) = profile.port.split_once(':').unwrap_or((profile.port.as_str(), ""));
        match kind {
            "none" if place.is_empty() => Ok(Line::None),
            "serial" if place.is_empty() => Err(malformed(
                "name the serial port, as in serial:/dev/ttyUSB0 or serial:COM3",
            )),
            "serial" if profile.baud_rate == 0 => Err(malformed("a serial port needs a baud_rate above nothing")),
            "serial" => Ok(Line::Serial {
                path: place.to_owned(),
                baud_rate: profile.baud_rate,
            }),
            "tcp" => {
                let (host, port) = place.rsplit_once(':').unwrap_or(("", ""));
                match port.parse() {
                    Ok(port) if port > 0 && !host.is_empty() => Ok(Line::Tcp {
                        host: host.trim_matches(['[', ']']).to_owned(),
                        port,
                    }),
                    _ => Err(malformed("name host and port, as in tcp:192.0.2.7:9100")),
                }
            }
            "file" if is_below(place) => Ok(Line::File {
                folder: home.join(place),
            }),
            "file" => Err(malformed(
                "name a folder below the workstation's own, as in file:receipts",
            )),
            _ => Err(malformed("it is none, serial:PORT, tcp:HOST:PORT or file:FOLDER")),
        }
    }

    /// Whether a printer at its end could answer.
    pub(super) fn can_answer(&self) -> bool {
        matches!(self, Line::Serial { .. } | Line::Tcp { .. })
    }

    /// Opens it.
    pub(super) fn open(&self) -> io::Result<Box<dyn Port>> {
        match self {
            Line::None => Err(io::Error::new(io::ErrorKind::NotFound, "no printer is configured")),
            Line::Serial { path, baud_rate } => serial::open(path, *baud_rate),
            Line::Tcp { host, port } => tcp::open(host, *port),
            Line::File { folder } => file::open(folder),
        }
    }
}

/// A relative path that does not climb.
fn is_below(place: &str) -> bool {
    !place.is_empty()
        && Path::new(place)
            .components()
            .all(|part| matches!(part, Component::Normal(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(port: &str) -> Result<Line, PrinterError> {
        Line::of(
            &PrinterProfile {
                port: port.to_owned(),
                ..PrinterProfile::default()
            },
            Path::new("home"),
        )
    }

    #[test]
    fn the_four_kinds() {
        assert_eq!(line("none").ok(), Some(Line::None));
        assert_eq!(
            line("serial:/dev/ttyS0").ok(),
            Some(Line::Serial {
                path: "/dev/ttyS0".into(),
                baud_rate: 19_200
            })
        );
        assert_eq!(
            line("serial:COM3").ok(),
            Some(Line::Serial {
                path: "COM3".into(),
                baud_rate: 19_200
            })
        );
        assert_eq!(
            line("tcp:printer-3:9100").ok(),
            Some(Line::Tcp {
                host: "printer-3".into(),
                port: 9100
            })
        );
        assert_eq!(
            line("tcp:[2001:db8::7]:9100").ok(),
            Some(Line::Tcp {
                host: "2001:db8::7".into(),
                port: 9100
            })
        );
        assert_eq!(
            line("file:receipts").ok(),
            Some(Line::File {
                folder: Path::new("home").join("receipts")
            })
        );
    }

    #[test]
    fn anything_else_is_refused_by_name() {
        for port in [
            "",
            "none:x",
            "serial",
            "serial:",
            "tcp:",
            "tcp:host",
            "tcp::9100",
            "tcp:host:0",
            "tcp:host:70000",
            "tcp:host:x",
            "file:",
            "file:/etc",
            "file:../elsewhere",
            "file:a/../../b",
            "usb:1",
            "COM3",
        ] {
            match line(port) {
                Err(error @ PrinterError::PortMalformed { .. }) => assert_eq!(error.code(), "printer_port_malformed"),
                other => panic!("{port:?} was taken: {other:?}"),
            }
        }
    }

    #[test]
    fn a_serial_line_needs_a_speed() {
        let profile = PrinterProfile {
            port: "serial:COM3".into(),
            baud_rate: 0,
            ..PrinterProfile::default()
        };
        assert!(matches!(
            Line::of(&profile, Path::new("")),
            Err(PrinterError::PortMalformed { .. })
        ));
    }
}
