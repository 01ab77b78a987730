//! HTTP/1.1 messages read whole from a connection, as they stand.

use std::io::{Error, ErrorKind, Read, Result};

/// A request or a reply with its body, byte by byte as it came.
#[derive(Debug, Clone)]
pub(super) struct Message {
    pub(super) bytes: Vec<u8>,
    head: usize,
}

impl Message {
    /// The head's lines.
    fn head(&self) -> std::borrow::Cow<'_, str> {
        String::from_utf8_lossy(&self.bytes[..self.head])
    }

    /// Its first line: `POST /v1/push HTTP/1.1`.
    pub(super) fn first_line(&self) -> String {
        self.head().lines().next().unwrap_or_default().to_owned()
    }

    /// Half of it; never nothing and never all.
    pub(super) fn half(&self) -> &[u8] {
        &self.bytes[..self.bytes.len() / 2]
    }
}

/// Reads the next message; none where the other side closed between two of them. `waits` is asked
/// whenever a read runs into the connection's time limit: it says whether to go on waiting.
pub(super) fn read(from: &mut impl Read, mut waits: impl FnMut() -> bool) -> Result<Option<Message>> {
    let mut bytes = Vec::new();
    let head = loop {
        if let Some(end) = find(&bytes, b"\r\n\r\n") {
            break end + 4;
        }
        if !more(from, &mut bytes, &mut waits)? {
            return match bytes.is_empty() {
                true => Ok(None),
                false => Err(ErrorKind::UnexpectedEof.into()),
            };
        }
    };
    let mut message = Message { bytes, head };
    let length = length(&message)?;
    loop {
        let body = &message.bytes[head..];
        let whole = match length {
            Length::Bytes(length) => body.len() >= length,
            Length::Chunks => body.ends_with(b"0\r\n\r\n"),
        };
        if whole {
            return Ok(Some(message));
        }
        if !more(from, &mut message.bytes, &mut waits)? {
            return Err(ErrorKind::UnexpectedEof.into());
        }
    }
}

enum Length {
    Bytes(usize),
    Chunks,
}

fn length(message: &Message) -> Result<Length> {
    for line in message.head().lines() {
        let Some((name, value)) = line.split_once(':') else {
            continue;
        };
        match name.to_ascii_lowercase().as_str() {
            "content-length" => {
                let length = value.trim().parse();
                return length
                    .map(Length::Bytes)
                    .map_err(|cause| Error::new(ErrorKind::InvalidData, cause));
            }
            "transfer-encoding" => return Ok(Length::Chunks),
            _ => {}
        }
    }
    Ok(Length::Bytes(0))
}

/// Reads on; false at the end.
fn more(from: &mut impl Read, into: &mut Vec<u8>, waits: &mut impl FnMut() -> bool) -> Result<bool> {
    let mut piece = [0; 16 * 1024];
    loop {
        match from.read(&mut piece) {
            Ok(read) => {
                into.extend_from_slice(&piece[..read]);
                return Ok(read > 0);
            }
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                if !waits() {
                    return Err(error);
                }
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}
