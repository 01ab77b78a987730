//! Signing in and out, locking and unlocking.

use counterfoil_domain::entry::{Body, SignedIn, SignedOut};
use counterfoil_domain::journal::Decision;
use counterfoil_domain::refusal::Refusal;

use crate::desk::Asking;
use crate::fault::Fault;
use crate::rpc::messages::{Nothing, SignIn, State};
use crate::seat::{Call, Taken};

/// Signs someone in.
///
/// # Errors
/// [`Fault::SomeoneSignedIn`], [`Fault::UserLocked`], [`Fault::WrongPassword`].
pub fn sign_in(call: &Call<'_>, request: SignIn) -> Result<State, Fault> {
    let known = |user: &String| call.station.configuration().user(user).is_some();
    if let Some(user) = call.taken().user.filter(known) {
        return Err(Fault::SomeoneSignedIn { user });
    }
    let user = call.verified(&request.user, &request.password)?;
    journal(call, &user.id, Body::SignedIn(SignedIn { user: user.id.clone() }))?;
    call.seat(Taken {
        user: Some(user.id),
        locked: false,
    });
    super::state(call, Nothing {})
}

/// Signs out.
///
/// # Errors
/// Those of the store.
pub fn sign_out(call: &Call<'_>, _request: Nothing) -> Result<State, Fault> {
    let user = call.taken().user.ok_or(Fault::NotSignedIn)?;
    journal(call, &user, Body::SignedOut(SignedOut { user: user.clone() }))?;
    call.seat(Taken::default());
    super::state(call, Nothing {})
}

/// Locks the screen.
///
/// # Errors
/// None of its own.
pub fn lock(call: &Call<'_>, _request: Nothing) -> Result<State, Fault> {
    call.seat(Taken {
        locked: true,
        ..call.taken()
    });
    super::state(call, Nothing {})
}

/// Unlocks the screen for whoever locked it.
///
/// # Errors
/// [`Fault::NotSignedIn`], [`Fault::ScreenLocked`] for another user,
/// [`Fault::UserLocked`], [`Fault::WrongPassword`].
pub fn unlock(call: &Call<'_>, request: SignIn) -> Result<State, Fault> {
    let holder = call.taken().user.ok_or(Fault::NotSignedIn)?;
    if request.user.trim().to_lowercase() != holder {
        return Err(Fault::ScreenLocked { user: holder });
    }
    let user = call.verified(&request.user, &request.password)?;
    journal(call, &user.id, Body::SignedIn(SignedIn { user: user.id.clone() }))?;
    call.seat(Taken {
        user: Some(user.id),
        locked: false,
    });
    super::state(call, Nothing {})
}

fn journal(call: &Call<'_>, user: &str, body: Body) -> Result<(), Fault> {
    let asking = Asking {
        actor: user,
        request: None,
        now: call.station.clock().now(),
        business_date: None,
    };
    match call.station.write(asking, |_| Ok(Decision::plain(body))) {
        // Who reads needs to sign in; nothing else is done by it.
        Err(Fault::Refused(Refusal::WorkstationStopped { .. })) => {
            call.station.desk().remember_wrong_password(user, None);
            Ok(())
        }
        other => other.map(|_| ()),
    }
}
