//! Why a workstation is not served.

use chrono::{DateTime, Utc};
use counterfoil_formats::wire::{RefusalCode, Refused};

use crate::fault::Fault;

/// Why a workstation is not served.
#[derive(Debug)]
pub enum NotServed {
    /// Nobody knows the caller: it is told nothing.
    Unknown,
    /// A refusal with its name.
    Refused(Refused),
    /// Something went wrong here.
    Fault(Fault),
}

impl NotServed {
    /// A refusal.
    #[must_use]
    pub fn refused(code: RefusalCode, message: impl Into<String>) -> NotServed {
        NotServed::at(code, message, None)
    }

    /// A refusal that names an entry.
    #[must_use]
    pub fn at(code: RefusalCode, message: impl Into<String>, seq: Option<u64>) -> NotServed {
        NotServed::Refused(Refused {
            code,
            message: message.into(),
            seq,
            at: None,
        })
    }

    /// The clocks are apart.
    #[must_use]
    pub fn clock_off(at: DateTime<Utc>) -> NotServed {
        NotServed::Refused(Refused {
            code: RefusalCode::ClockOff,
            message: "the workstation's clock and central's differ by more than five minutes; set the clock right"
                .to_owned(),
            seq: None,
            at: Some(at),
        })
    }

    /// What the caller is told; nothing, where nobody knows it.
    #[must_use]
    pub fn told(self) -> Option<Refused> {
        match self {
            NotServed::Unknown => None,
            NotServed::Refused(refused) => Some(refused),
            NotServed::Fault(fault) => Some(of_fault(&fault)),
        }
    }
}

fn of_fault(fault: &Fault) -> Refused {
    let (code, message) = match fault {
        Fault::DatabaseFull { .. } => (
            RefusalCode::CentralFull,
            "central's disk is full, and nothing was taken; it is tried again by itself",
        ),
        _ => (
            RefusalCode::Unavailable,
            "central cannot do this now; it is tried again by itself",
        ),
    };
    Refused {
        code,
        message: message.to_owned(),
        seq: None,
        at: None,
    }
}

impl<F: Into<Fault>> From<F> for NotServed {
    fn from(fault: F) -> NotServed {
        NotServed::Fault(fault.into())
    }
}
