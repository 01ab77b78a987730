//! Why central records did not do what was asked of it, as the screens and the command line say it.

use counterfoil_domain::sync::StationName;
use counterfoil_formats::wire::{RefusalCode, Refused};

/// Something that stands between this workstation and central records.
#[derive(Debug, thiserror::Error)]
pub enum CentralError {
    /// What was typed is not a code.
    #[error("this is no enrolment code; type it as central records showed it, eight groups of four characters")]
    CodeMalformed,
    /// The code was used here before the workstation was stopped.
    #[error("this code was used here before this workstation was stopped; ask for a new one, made with --replace")]
    CodeUsed,
    /// The address is not one.
    #[error("'{url}' is not the address of central records; it begins with https://")]
    UrlMalformed {
        /// What was given.
        url: String,
    },
    /// Somebody else answers there.
    #[error("another certificate is presented at {url} than the code names; check the address, or ask for a new code")]
    OtherCertificate {
        /// Where.
        url: String,
    },
    /// Nobody answers there.
    #[error("central records cannot be reached at {url}: {cause}. Check the line and the address, and try again")]
    Away {
        /// Where.
        url: String,
        /// Why.
        cause: String,
    },
    /// Central refuses it by name.
    #[error("central records refuses this: {}", .0.message)]
    Refused(Refused),
    /// Central does not know this workstation, or its key was revoked: it says nothing.
    #[error(
        "central records does not know this workstation by its key; ask an administrator for a code and enrol with it"
    )]
    Unknown,
    /// The answer does not have the form of one.
    #[error("what central records answers cannot be read: {problem}; is it of the same version?")]
    Answer {
        /// What is wrong.
        problem: String,
    },
    /// The code was made for another workstation than the folder's.
    #[error("the code is for {name}, and this folder is workstation {here} of site {site}; ask for a code of its own")]
    OtherWorkstation {
        /// Whom the code is for.
        name: StationName,
        /// Who lives here.
        here: String,
        /// And where.
        site: String,
    },
    /// Central has no configuration for the site yet, so nothing can be made of it.
    #[error(
        "central records has no configuration of site {site} yet; have an administrator adopt one, and enrol again"
    )]
    NoConfiguration {
        /// The site.
        site: String,
    },
    /// The folder belongs to another central.
    #[error("this workstation is enrolling at {url}; finish that first, with `counterfoil enrol` and the same code")]
    EnrolsElsewhere {
        /// Where.
        url: String,
    },
    /// `central.json` does not read.
    #[error(
        "central.json is damaged: {problem}. Ask an administrator for a code made with `--replace`, and run \
         `counterfoil enrol --code …`"
    )]
    Damaged {
        /// What is wrong.
        problem: String,
    },
    /// Central alone writes it.
    #[error("{what} of this workstation comes from central records; change it there")]
    OfCentral {
        /// What.
        what: &'static str,
    },
    /// Central acknowledged something else than what it was sent.
    #[error("central records acknowledges entry {seq} otherwise than it stands here; call an administrator")]
    AcknowledgedOtherwise {
        /// Which.
        seq: u64,
    },
}

impl CentralError {
    /// The code, as the interface carries it.
    #[must_use]
    pub fn code(&self) -> String {
        match self {
            CentralError::CodeMalformed => "code_malformed",
            CentralError::CodeUsed => "code_used",
            CentralError::UrlMalformed { .. } => "url_malformed",
            CentralError::OtherCertificate { .. } => "other_certificate",
            CentralError::Away { .. } => "central_away",
            CentralError::Refused(refused) => return code_of(refused.code),
            CentralError::Unknown => "unknown_to_central",
            CentralError::Answer { .. } => "central_answer",
            CentralError::OtherWorkstation { .. } => "other_workstation",
            CentralError::NoConfiguration { .. } => "no_configuration",
            CentralError::EnrolsElsewhere { .. } => "enrols_elsewhere",
            CentralError::Damaged { .. } => "central_damaged",
            CentralError::OfCentral { .. } => "of_central",
            CentralError::AcknowledgedOtherwise { .. } => "acknowledged_otherwise",
        }
        .to_owned()
    }

    /// Whether trying again by itself may help.
    #[must_use]
    pub fn passes(&self) -> bool {
        match self {
            CentralError::Away { .. } => true,
            CentralError::Refused(refused) => {
                matches!(refused.code, RefusalCode::CentralFull | RefusalCode::Unavailable)
            }
            _ => false,
        }
    }
}

/// A refusal's name as it is written on the line.
#[must_use]
pub fn code_of(code: RefusalCode) -> String {
    let value = serde_json::to_value(code).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}
