//! Why a command was not done: a refusal by the rules, or something about this
//! workstation. Screens get a code; the cause stays in `#[source]` for the log.

use std::path::PathBuf;

use counterfoil_domain::refusal::Refusal;
use serde_json::json;

use crate::central::error::CentralError;
use crate::printer::PrinterError;
use crate::rpc::messages::RefusalView;

/// Something that stands in the way, with what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The rules refuse it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Nobody is signed in.
    #[error("sign in first")]
    NotSignedIn,
    /// The screen is locked.
    #[error("the screen is locked; {user} unlocks it with their password")]
    ScreenLocked {
        /// Who locked it.
        user: String,
    },
    /// The signed-in user may not do this.
    #[error("{user} may not do this; ask someone who may")]
    NoRight {
        /// Who.
        user: String,
    },
    /// Name or password is wrong; which one is not said.
    #[error("the name or the password is wrong; try again")]
    WrongPassword,
    /// Too many wrong passwords.
    #[error("{user} is locked after wrong passwords; try again in {seconds} seconds")]
    UserLocked {
        /// Who.
        user: String,
        /// Until then, in seconds.
        seconds: i64,
    },
    /// Someone else is signed in here.
    #[error("{user} is signed in here; sign out first")]
    SomeoneSignedIn {
        /// Who.
        user: String,
    },
    /// There is no such command.
    #[error("there is no command '{command}'; see the list of commands")]
    UnknownCommand {
        /// What was asked for.
        command: String,
    },
    /// The request does not have the command's form.
    #[error("the request does not fit the command: {problem}")]
    BadRequest {
        /// What does not fit.
        problem: String,
    },
    /// Something about the printer.
    #[error(transparent)]
    Printer(Box<PrinterError>),
    /// Something about central records.
    #[error(transparent)]
    Central(Box<CentralError>),
    /// The folder holds something, and a restored workstation needs one of its own.
    #[error("{} holds something already; name a new folder", folder.display())]
    FolderInUse {
        /// The folder.
        folder: PathBuf,
    },
    /// A backup of that name is there.
    #[error("{} is there already and stays as it is; name another file, or keep several with --keep", path.display())]
    BackupThere {
        /// Which.
        path: PathBuf,
    },
    /// A backup does not prove.
    #[error("the backup {} is damaged: {problem}; take another one", path.display())]
    BackupDamaged {
        /// Which.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
    },
    /// Another program has the folder open.
    #[error("Counterfoil is already running on {}; use that window, or close it first", folder.display())]
    SecondInstance {
        /// The workstation's folder.
        folder: PathBuf,
    },
    /// The folder holds no workstation.
    #[error("{} holds no workstation; make one with `counterfoil init`", folder.display())]
    NotInitialised {
        /// The folder.
        folder: PathBuf,
    },
    /// The folder holds a workstation already.
    #[error("{} holds a workstation already; nothing was changed", folder.display())]
    AlreadyInitialised {
        /// The folder.
        folder: PathBuf,
    },
    /// The folder or a file in it cannot be written.
    #[error("{} cannot be written; give this user the right to write there", path.display())]
    ReadOnly {
        /// Which.
        path: PathBuf,
    },
    /// The disk is full.
    #[error("the disk is full; nothing was written. Make room and try again")]
    DiskFull,
    /// The journal does not read.
    #[error("the journal is damaged: {problem}. Nothing is written to it; restore it from its backup")]
    JournalDamaged {
        /// What is wrong.
        problem: String,
    },
    /// The SQLite library or its settings are not what the journal needs.
    #[error("the local store cannot be trusted here: {problem}")]
    StoreUnsuited {
        /// What is wrong.
        problem: String,
    },
    /// A file was not found or not readable.
    #[error("{} cannot be read: {source}", path.display())]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The accounts file cannot be taken in.
    #[error("{0}")]
    Import(String),
    /// The entry is written, and its paper could not be.
    #[error("entry {seq} is written and stands, but its paper could not be made: {cause}. Then send the same again")]
    PaperNotWritten {
        /// The entry.
        seq: u64,
        /// Why.
        #[source]
        cause: Box<Fault>,
    },
    /// Something else about the local store.
    #[error("the local store failed; try again, and tell your administrator if it stays so")]
    Store {
        /// The cause.
        #[source]
        source: rusqlite::Error,
    },
    /// Something else about a file.
    #[error("a file could not be used; try again, and tell your administrator if it stays so")]
    File {
        /// The cause.
        #[source]
        source: std::io::Error,
    },
}

impl Fault {
    /// The code, as the interface carries it.
    #[must_use]
    pub fn code(&self) -> String {
        self.view().code
    }

    /// Code, message and facts for the screens.
    #[must_use]
    pub fn view(&self) -> RefusalView {
        let (code, facts) = match self {
            Fault::Refused(refusal) => refusal.view(),
            Fault::NotSignedIn => named("not_signed_in"),
            Fault::ScreenLocked { user } => ("screen_locked".to_owned(), json!({ "user": user })),
            Fault::NoRight { user } => ("no_right".to_owned(), json!({ "user": user })),
            Fault::WrongPassword => named("wrong_password"),
            Fault::UserLocked { user, seconds } => {
                ("user_locked".to_owned(), json!({ "user": user, "seconds": seconds }))
            }
            Fault::SomeoneSignedIn { user } => ("someone_signed_in".to_owned(), json!({ "user": user })),
            Fault::UnknownCommand { command } => ("unknown_command".to_owned(), json!({ "command": command })),
            Fault::BadRequest { problem } => ("bad_request".to_owned(), json!({ "problem": problem })),
            Fault::Printer(error) => (error.code(), json!({})),
            Fault::Central(error) => (error.code(), json!({})),
            Fault::FolderInUse { .. } => named("folder_in_use"),
            Fault::BackupThere { .. } => named("backup_there"),
            Fault::BackupDamaged { problem, .. } => ("backup_damaged".to_owned(), json!({ "problem": problem })),
            Fault::SecondInstance { .. } => named("second_instance"),
            Fault::NotInitialised { .. } => named("not_initialised"),
            Fault::AlreadyInitialised { .. } => named("already_initialised"),
            Fault::ReadOnly { .. } => named("read_only"),
            Fault::DiskFull => named("disk_full"),
            Fault::JournalDamaged { problem } => ("journal_damaged".to_owned(), json!({ "problem": problem })),
            Fault::StoreUnsuited { problem } => ("store_unsuited".to_owned(), json!({ "problem": problem })),
            Fault::Unreadable { .. } => named("unreadable"),
            Fault::Import(_) => named("import_refused"),
            Fault::PaperNotWritten { seq, cause } => (
                "paper_not_written".to_owned(),
                json!({ "seq": seq, "cause": cause.code() }),
            ),
            Fault::Store { .. } => named("store_failed"),
            Fault::File { .. } => named("file_failed"),
        };
        RefusalView {
            code,
            message: self.to_string(),
            facts,
        }
    }
}

impl From<PrinterError> for Fault {
    fn from(error: PrinterError) -> Fault {
        match error {
            PrinterError::Desk(fault) => fault,
            other => Fault::Printer(Box::new(other)),
        }
    }
}

impl From<CentralError> for Fault {
    fn from(error: CentralError) -> Fault {
        Fault::Central(Box::new(error))
    }
}

fn named(code: &str) -> (String, serde_json::Value) {
    (code.to_owned(), json!({}))
}

/// SQLite's errors, told apart by what a person can do about them.
impl From<rusqlite::Error> for Fault {
    fn from(source: rusqlite::Error) -> Fault {
        use rusqlite::ErrorCode;
        match source.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Fault::DiskFull,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Fault::JournalDamaged {
                problem: source.to_string(),
            },
            Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => Fault::ReadOnly {
                path: PathBuf::from("the workstation's folder"),
            },
            _ => Fault::Store { source },
        }
    }
}

/// A file's errors, likewise.
impl From<std::io::Error> for Fault {
    fn from(source: std::io::Error) -> Fault {
        use std::io::ErrorKind;
        match source.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Fault::DiskFull,
            ErrorKind::ReadOnlyFilesystem | ErrorKind::PermissionDenied => Fault::ReadOnly {
                path: PathBuf::from("the workstation's folder"),
            },
            _ => Fault::File { source },
        }
    }
}
