//! A workstation and central records: how the line is, what comes from there, and when nothing is written.

use std::sync::Arc;

use counterfoil_domain::config::Configuration;
use counterfoil_domain::entry::{Body, ConfigurationAdopted};
use counterfoil_domain::journal::Decision;
use counterfoil_domain::refusal::Refusal;

use super::Station;
use crate::central::client::Client;
use crate::central::condition::Condition;
use crate::central::configuration::may_be_adopted;
use crate::central::enrolment::{Enrolment, Stopped};
use crate::central::error::CentralError;
use crate::central::line::Line;
use crate::central::marks::{Mark, Marks};
use crate::central::turn::{Turning, Turns};
use crate::desk::Asking;
use crate::fault::Fault;
use crate::folder::Folder;
use crate::journal::JournalReader;
use crate::neighbours::Neighbours;

impl Station {
    /// The line to central records, for a workstation that is enrolled.
    pub(super) fn keep_line(self: &Arc<Station>, enrolment: Enrolment, closing_desk: bool) -> Result<Line, Fault> {
        let der = enrolment.certificate_der().unwrap_or_default();
        let (name, clock) = (enrolment.name.clone(), self.clock.clone());
        let marks = Marks::open(&self.folder.central_marks())?;
        let acknowledged = marks.get(Mark::Acknowledged)?;
        self.condition.note(|seen| seen.acknowledged = acknowledged);
        self.condition.calls();
        let neighbours = match &self.neighbours {
            Some(neighbours) => neighbours.clone(),
            None => Arc::new(Neighbours::open(&self.folder.neighbours())?),
        };
        Ok(Line::start(Turns {
            client: Client::new(&enrolment.url, &der, name, self.secrets.clone(), clock.clone())?,
            enrolment,
            folder: self.folder.clone(),
            code: self.code.clone(),
            journal: JournalReader::open(&self.folder.journal())?,
            marks,
            neighbours,
            taking_in: self.taking_in.clone(),
            secrets: self.secrets.clone(),
            clock,
            condition: self.condition.clone(),
            station: Arc::downgrade(self),
            closing_desk,
            state: Turning::new(),
        }))
    }

    /// The other workstations' journals, as far as they are here: at the closing desk, and at every
    /// workstation that is enrolled.
    #[must_use]
    pub fn neighbours(&self) -> Option<&Arc<Neighbours>> {
        self.neighbours.as_ref()
    }

    /// How the line to central records is; none where this workstation stands alone.
    #[must_use]
    pub fn central(&self) -> Option<&Condition> {
        self.enrolled.then_some(&*self.condition)
    }

    /// Refuses to change here what central records alone writes.
    ///
    /// # Errors
    /// [`CentralError::OfCentral`] where this workstation is enrolled.
    pub fn standing_alone(&self, what: &'static str) -> Result<(), Fault> {
        match self.enrolled {
            true => Err(CentralError::OfCentral { what }.into()),
            false => Ok(()),
        }
    }

    /// Lets everyone know who reads the journal at their own pace.
    pub(super) fn committed(&self, head: u64) {
        self.house.committed(head);
        if let Some(line) = self.line.get() {
            line.committed();
        }
    }

    /// Adopts a configuration of central records, if that may be now: see [`may_be_adopted`].
    /// Whether it is in force.
    ///
    /// # Errors
    /// As [`Station::configure`].
    pub fn adopt(&self, configuration: &Configuration) -> Result<bool, Fault> {
        configuration.check()?;
        configuration.station(&self.code)?;
        self.condition.permit_writing()?;
        let (mut waits, mut is_in_force) = (false, false);
        let body = Body::ConfigurationAdopted(Box::new(ConfigurationAdopted {
            configuration: configuration.clone(),
        }));
        let asking = Asking {
            actor: "central",
            request: None,
            now: self.clock.now(),
            business_date: None,
        };
        let written = self.write_all(asking, |desk| {
            let held = desk.held();
            is_in_force = *held.configuration == *configuration;
            waits = !may_be_adopted(&held.configuration, configuration, held.anything_in_use());
            match is_in_force || waits {
                true => Err(Refusal::RequestReused.into()),
                false => Ok(vec![Decision::plain(body)]),
            }
        });
        match written {
            Err(_) if is_in_force => Ok(true),
            Err(_) if waits => Ok(false),
            other => other.map(|_| true),
        }
    }
}

/// What is known of central records, and whether this workstation may write. A file that does
/// not read stops it: whatever it held, central must hear of this workstation before it writes.
pub(super) fn known(folder: &Folder) -> Result<(Option<Enrolment>, Arc<Condition>), Fault> {
    let condition = Condition::default();
    let enrolment = match Enrolment::read(&folder.central()) {
        Ok(enrolment) => enrolment,
        Err(Fault::Central(error)) => {
            let stopped = Stopped::because(&error.code(), &error.to_string());
            condition.note(|seen| seen.stopped = Some(stopped));
            None
        }
        Err(other) => return Err(other),
    };
    if let Some(stop) = enrolment.as_ref().and_then(Enrolment::stop) {
        condition.note(|seen| seen.stopped = Some(stop));
    }
    Ok((enrolment, Arc::new(condition)))
}
