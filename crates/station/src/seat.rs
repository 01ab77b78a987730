//! A seat: one person's place at a workstation — a window, or one run of the
//! scripting interface — and who is signed in there.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use counterfoil_domain::config::User;
use counterfoil_domain::rights::{Right, allows};
use serde::Deserialize;
use serde_json::json;
use serde_json::value::RawValue;

use crate::fault::Fault;
use crate::rpc::{self, messages::RefusalView};
use crate::station::Station;

/// One person's place at a workstation.
pub struct Seat {
    station: Arc<Station>,
    taken: Mutex<Taken>,
}

/// Who sits there.
#[derive(Debug, Clone, Default)]
pub struct Taken {
    /// The user id of whoever is signed in.
    pub user: Option<String>,
    /// Whether the screen is locked until their password.
    pub locked: bool,
}

/// A call from a seat, as the commands see it.
pub struct Call<'a> {
    /// The workstation.
    pub station: &'a Station,
    seat: &'a Seat,
}

/// One line of the scripting interface.
#[derive(Deserialize)]
struct Line<'a> {
    #[serde(borrow)]
    id: Option<&'a RawValue>,
    cmd: String,
    #[serde(borrow)]
    req: Option<&'a RawValue>,
}

impl Seat {
    /// A seat with nobody on it.
    #[must_use]
    pub fn new(station: Arc<Station>) -> Seat {
        Seat {
            station,
            taken: Mutex::default(),
        }
    }

    /// Makes one call: the only way in, for the window, scripts and tests.
    ///
    /// # Errors
    /// The refusal as the screens get it.
    pub fn call(&self, command: &str, request: &RawValue) -> Result<Box<RawValue>, RefusalView> {
        let call = Call {
            station: &self.station,
            seat: self,
        };
        rpc::route(&call, command, request).map_err(|fault| {
            log(command, &fault);
            fault.view()
        })
    }

    /// Answers one line `{"id":1,"cmd":"…","req":{…}}` with one line
    /// `{"id":1,"ok":{…}}` or `{"id":1,"err":{"code":"…","message":"…","facts":{…}}}`.
    #[must_use]
    pub fn answer(&self, line: &str) -> String {
        let parsed: Result<Line<'_>, _> = serde_json::from_str(line);
        let (id, outcome) = match &parsed {
            Ok(Line { id, cmd, req }) => {
                let empty = RawValue::NULL;
                let request = req.unwrap_or(empty);
                let nothing = serde_json::value::to_raw_value(&json!({})).unwrap_or_default();
                (
                    *id,
                    self.call(cmd, if request.get() == "null" { &nothing } else { request }),
                )
            }
            Err(error) => (
                None,
                Err(Fault::BadRequest {
                    problem: error.to_string(),
                }
                .view()),
            ),
        };
        let id = id.map_or("null", RawValue::get);
        match outcome {
            Ok(reply) => format!("{{\"id\":{id},\"ok\":{}}}", reply.get()),
            Err(refusal) => {
                let refusal = serde_json::to_string(&refusal).unwrap_or_default();
                format!("{{\"id\":{id},\"err\":{refusal}}}")
            }
        }
    }

    fn taken(&self) -> MutexGuard<'_, Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Causes go to standard error, never to the screen.
fn log(command: &str, fault: &Fault) {
    let Some(source) = std::error::Error::source(fault) else {
        return;
    };
    let causes = std::iter::successors(Some(source), |cause| cause.source());
    let causes: Vec<String> = causes.map(ToString::to_string).collect();
    eprintln!("counterfoil: {command}: {fault}: {}", causes.join(": "));
}

impl Call<'_> {
    /// Refuses a caller without the right.
    ///
    /// # Errors
    /// [`Fault::NotSignedIn`], [`Fault::ScreenLocked`], [`Fault::NoRight`].
    pub fn permit(&self, command: &str, right: Right) -> Result<(), Fault> {
        if right == Right::Anyone {
            return Ok(());
        }
        let taken = self.taken();
        let user = taken.user.as_deref().ok_or(Fault::NotSignedIn)?;
        let may_locked = ["sign_out", "lock"].contains(&command);
        if taken.locked && !may_locked {
            return Err(Fault::ScreenLocked { user: user.to_owned() });
        }
        let configuration = self.station.configuration();
        match configuration.user(user) {
            Some(user) if allows(&user.roles, right) => Ok(()),
            Some(_) => Err(Fault::NoRight { user: user.to_owned() }),
            // Who was taken off the list while signed in sits here no longer: the seat is free.
            None => Err(Fault::NotSignedIn),
        }
    }

    /// Who sits here.
    #[must_use]
    pub fn taken(&self) -> Taken {
        self.seat.taken().clone()
    }

    /// Changes who sits here.
    pub fn seat(&self, taken: Taken) {
        *self.seat.taken() = taken;
    }

    /// The signed-in user.
    ///
    /// # Errors
    /// [`Fault::NotSignedIn`].
    pub fn user(&self) -> Result<User, Fault> {
        let id = self.taken().user.ok_or(Fault::NotSignedIn)?;
        self.station
            .configuration()
            .user(&id)
            .cloned()
            .ok_or(Fault::NotSignedIn)
    }
}
