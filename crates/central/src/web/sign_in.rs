//! Signing in and out: the only two requests that are not a look.

use std::sync::Arc;
use std::time::Duration;

use argon2::password_hash::{PasswordVerifier, phc::PasswordHash};
use argon2::{Algorithm, Argon2, Params, Version};
use axum::Extension;
use axum::extract::{Form, FromRequestParts, State};
use axum::http::header::SET_COOKIE;
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Redirect, Response};
use maud::html;
use serde::Deserialize;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::timeout;

use super::failure::Failure;
use super::page::document;
use super::reader::{SESSION_COOKIE, Shared, SignedIn, cookie, readable};
use super::records;
use super::sessions::{self, Token, same};
use crate::central::Central;
use crate::fault::Fault;

/// The cookie that the sign-in form is bound to, before there is a session.
const FORM_COOKIE: &str = "__Host-counterfoil-form";
/// The longest name and password that are looked at.
const LONGEST: usize = 200;

const WRONG: &str = "This name and password do not belong together. Passwords are set by an administrator.";
const LOCKED: &str = "There were too many wrong passwords for this name. Wait before you try again: half a minute at \
                      first, twice as long after each further try, an hour at most.";
const CROWDED: &str = "Too many people sign in just now. Nothing is wrong with your password; try again in a moment.";
const STALE: &str = "This form was open for too long, or came from another page. Please type it again.";
const NO_ROLE: &str = "Your password is right, but central records are read by treasury, auditors, administrators and \
                       supervisors. Ask an administrator if you should be one of them.";

/// The cookie that binds the form.
pub struct FormCookie(Option<Token>);

impl<S: Sync> FromRequestParts<S> for FormCookie {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<FormCookie, Self::Rejection> {
        Ok(FormCookie(cookie(parts, FORM_COOKIE)))
    }
}

/// What the sign-in form sends.
#[derive(Deserialize)]
pub struct SignIn {
    user: String,
    password: String,
    token: String,
}

/// What the sign-out form sends.
#[derive(Deserialize)]
pub struct SignOut {
    token: String,
}

/// The form.
///
/// # Errors
/// [`Failure::Fault`] where the system has no randomness.
pub async fn form() -> Result<Response, Failure> {
    Ok(shown(StatusCode::OK, None, "")?)
}

fn shown(status: StatusCode, refused: Option<&str>, user: &str) -> Result<Response, Fault> {
    let token = Token::random()?;
    let body = html! {
        main.sign-in id="content" {
            section.sheet {
                h1 { "Counterfoil" }
                p.muted { "Central records, for treasury and auditors. Read only." }
                @if let Some(refused) = refused { p.refused id="refused" role="alert" { (refused) } }
                form method="post" action="/sign-in" autocomplete="off" {
                    input type="hidden" name="token" value=(token.of_forms());
                    div {
                        label for="user" { "User" }
                        input id="user" name="user" value=(user) required maxlength=(LONGEST) autocomplete="username"
                            autocapitalize="none" spellcheck="false" autofocus[user.is_empty()]
                            aria-describedby=[refused.map(|_| "refused")];
                    }
                    div {
                        label for="password" { "Password" }
                        input id="password" name="password" type="password" required maxlength=(LONGEST)
                            autocomplete="current-password" autofocus[!user.is_empty()]
                            aria-describedby=[refused.map(|_| "refused")];
                    }
                    div { button type="submit" { "Sign in" } }
                }
            }
        }
    };
    let page = Html(document("Sign in", &body));
    let cookie = set(FORM_COOKIE, &token.0)?;
    Ok((status, [cookie], page).into_response())
}

fn set(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), Fault> {
    let age = if value.is_empty() { "; Max-Age=0" } else { "" };
    let text = format!("{name}={value}; Path=/; Secure; HttpOnly; SameSite=Strict{age}");
    let value = HeaderValue::try_from(text).map_err(|error| Fault::System {
        what: "a cookie cannot be written".to_owned(),
        source: std::io::Error::other(error.to_string()),
    })?;
    Ok((SET_COOKIE, value))
}

/// Signs in.
///
/// # Errors
/// Those of the database.
pub async fn sign_in(
    State(central): State<Arc<Central>>,
    Extension(shared): Extension<Arc<Shared>>,
    FormCookie(bound): FormCookie,
    Form(given): Form<SignIn>,
) -> Result<Response, Failure> {
    let user: String = given.user.trim().chars().take(LONGEST).collect();
    if !bound.is_some_and(|token| same(&token.of_forms(), &given.token)) {
        return Ok(shown(StatusCode::FORBIDDEN, Some(STALE), &user)?);
    }
    if user.is_empty() || user.contains('\0') || given.password.len() > LONGEST {
        return Ok(shown(StatusCode::FORBIDDEN, Some(WRONG), "")?);
    }
    let (city, now) = (central.city(), central.clock.now());
    // A place to look at a password comes first: without one the try is not counted, nor the database asked.
    let patience = Duration::from_secs(central.config.limits.wait_seconds.max(1));
    let Ok(Ok(place)) = timeout(patience, shared.hashing.clone().acquire_owned()).await else {
        return Ok(shown(StatusCode::SERVICE_UNAVAILABLE, Some(CROWDED), &user)?);
    };
    let client = central.client().await?;
    if !sessions::attempt(&client, city, &user, now).await? {
        return Ok(shown(StatusCode::TOO_MANY_REQUESTS, Some(LOCKED), &user)?);
    }
    let hash = records::password(&client, city, &user).await?;
    drop(client);
    if !fits(place, given.password, hash.clone()).await? {
        tracing::warn!("a sign-in to the pages was refused");
        return Ok(shown(StatusCode::FORBIDDEN, Some(WRONG), &user)?);
    }
    let client = central.client().await?;
    sessions::proved(&client, city, &user).await?;
    let configurations = shared.configurations(&client, city).await?;
    if readable(configurations, &user).1.is_empty() {
        return Ok(shown(StatusCode::FORBIDDEN, Some(NO_ROLE), &user)?);
    }
    let token = Token::random()?;
    let hash = hash.unwrap_or_default();
    sessions::begin(&client, city, &token, (&user, &hash), now).await?;
    let cookies = [set(SESSION_COOKIE, &token.0)?];
    let mut response = (cookies, Redirect::to("/today")).into_response();
    let (name, value) = set(FORM_COOKIE, "")?;
    response.headers_mut().append(name, value);
    Ok(response)
}

/// Signs out.
///
/// # Errors
/// [`Failure::Asked`] where the form did not come from a page of this session; those of the database.
pub async fn sign_out(
    State(central): State<Arc<Central>>,
    reader: SignedIn,
    Form(given): Form<SignOut>,
) -> Result<Response, Failure> {
    if !same(&reader.reader.token, &given.token) {
        return Err(Failure::Asked(STALE.to_owned()));
    }
    sessions::end(&reader.client, central.city(), &reader.token).await?;
    Ok(([set(SESSION_COOKIE, "")?], Redirect::to("/sign-in")).into_response())
}

/// Whether a password fits a hash. Takes as long for a user without one. The place is given back when it is looked at,
/// even where nobody waits for that any more.
async fn fits(place: OwnedSemaphorePermit, password: String, hash: Option<String>) -> Result<bool, Fault> {
    let looking = tokio::task::spawn_blocking(move || {
        let fits = verified(&password, hash.as_deref());
        drop(place);
        fits
    });
    looking.await.map_err(|cause| Fault::System {
        what: "a password could not be looked at".to_owned(),
        source: std::io::Error::other(cause),
    })
}

fn verified(password: &str, hash: Option<&str>) -> bool {
    const NOBODY: &str =
        "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    let Ok(parsed) = PasswordHash::new(hash.unwrap_or(NOBODY)) else {
        return false;
    };
    let params = Params::new(19 * 1024, 2, 1, None).unwrap_or_default();
    let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    argon.verify_password(password.as_bytes(), &parsed).is_ok() && hash.is_some()
}
