//! The window: it opens the workstation's folder and carries `rpc` calls to it.
//!
//! There is no rule of the desk here. What the window can do, a script can do
//! through `counterfoil rpc`, because both make the same call.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use counterfoil_station::rpc::messages::RefusalView;
use counterfoil_station::{Seat, Station};
use serde_json::value::RawValue;
use tauri::{AppHandle, Manager, Runtime};

/// The window, not yet running, on the workstation's folder; the system's place
/// for program data where none is given.
///
/// The folder is opened beside the loading of the screens, so that the window
/// stands at once even where a long journal has to be read first.
#[must_use]
pub fn window(folder: Option<PathBuf>) -> tauri::Builder<tauri::Wry> {
    tauri::Builder::default()
        .invoke_handler(tauri::generate_handler![rpc])
        .setup(move |app| {
            let folder = match folder {
                Some(folder) => folder,
                None => app.path().app_local_data_dir()?,
            };
            let desk = Arc::new(Desk::new(folder));
            app.manage(Arc::clone(&desk));
            std::thread::Builder::new()
                .name("opening".to_owned())
                .spawn(move || drop(desk.seat()))?;
            Ok(())
        })
}

/// The screens, capabilities and settings that were compiled in.
#[must_use]
pub fn context<R: Runtime>() -> tauri::Context<R> {
    tauri::generate_context!()
}

/// The workstation behind the window.
struct Desk {
    folder: PathBuf,
    seat: Mutex<Option<Arc<Seat>>>,
}

impl Desk {
    fn new(folder: PathBuf) -> Desk {
        Desk {
            folder,
            seat: Mutex::new(None),
        }
    }

    /// The seat at the open workstation, waiting for it where it is still being
    /// opened. Where it could not be opened, the reason answers this call, so that
    /// the screens can say it, and the next call tries again: the other window may
    /// be closed by then, or room made on the disk.
    fn seat(&self) -> Result<Arc<Seat>, RefusalView> {
        let mut seat = self.seat.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(open) = seat.as_ref() {
            return Ok(Arc::clone(open));
        }
        let station = Station::open(&self.folder).map_err(|fault| fault.view())?;
        Ok(Arc::clone(seat.insert(Arc::new(Seat::new(station)))))
    }
}

/// The one command: the same call that `counterfoil rpc` makes for a line of its input.
///
/// It runs on a thread that may block, since a commit waits for the disk and a
/// password takes its time.
#[tauri::command]
async fn rpc(app: AppHandle, cmd: String, req: Box<RawValue>) -> Result<Box<RawValue>, RefusalView> {
    let desk = Arc::clone(&app.state::<Arc<Desk>>());
    let call = tauri::async_runtime::spawn_blocking(move || desk.seat()?.call(&cmd, &req));
    call.await.unwrap_or_else(|error| Err(broken_off(&error)))
}

/// A call that panicked: nobody knows how far it came. The code is the one by which
/// the screens send the same request again, which is answered and not done twice.
fn broken_off(error: &tauri::Error) -> RefusalView {
    RefusalView {
        code: "no_answer".to_owned(),
        message: format!(
            "the workstation program broke off ({error}); look whether it was done, and tell your administrator"
        ),
        facts: serde_json::json!({}),
    }
}
