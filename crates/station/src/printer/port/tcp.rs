//! A printer on the network: bytes go to its TCP port 9100 as they are.
//!
//! One connection serves one job. A printer takes one connection at a time and
//! may be shared by windows; and of a connection that died while nobody used it,
//! the first bytes of the next receipt would be the ones to tell.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream, ToSocketAddrs};

use super::{CONNECT, Port, SLICE};
use crate::printer::bell::Leash;
use crate::rpc::messages::PrintJobState;

struct TcpLine(TcpStream);

/// Connects to the first address of the host that answers.
pub(super) fn open(host: &str, port: u16) -> io::Result<Box<dyn Port>> {
    let mut refusal = io::Error::new(ErrorKind::NotFound, "the printer's name has no address");
    for address in (host, port).to_socket_addrs()? {
        match TcpStream::connect_timeout(&address, CONNECT) {
            Ok(stream) => {
                stream.set_read_timeout(Some(SLICE))?;
                stream.set_write_timeout(Some(SLICE))?;
                stream.set_nodelay(true)?;
                return Ok(Box::new(TcpLine(stream)));
            }
            Err(error) => refusal = error,
        }
    }
    Err(refusal)
}

impl Port for TcpLine {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.0.write(bytes).map_err(timed_out)? {
            0 if !bytes.is_empty() => Err(ErrorKind::BrokenPipe.into()),
            written => Ok(written),
        }
    }

    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self.0.read(into).map_err(timed_out)? {
            0 => Err(ErrorKind::BrokenPipe.into()),
            read => Ok(read),
        }
    }

    /// Says that there is no more and waits for the printer to hang up, which it
    /// does when it has read it all. One that stays on the line has at least not
    /// refused anything.
    fn finish(&mut self, leash: &Leash<'_>) -> io::Result<PrintJobState> {
        self.0.shutdown(Shutdown::Write)?;
        let mut unasked = [0; 64];
        while !leash.is_spent() {
            match self.0.read(&mut unasked).map_err(timed_out) {
                Ok(0) => break,
                Err(error) if error.kind() != ErrorKind::TimedOut => return Err(error),
                Ok(_) | Err(_) => {}
            }
        }
        Ok(PrintJobState::Sent)
    }

    fn stays_open(&self) -> bool {
        false
    }
}

/// Unix says `WouldBlock` where Windows says `TimedOut`.
fn timed_out(error: io::Error) -> io::Error {
    if error.kind() == ErrorKind::WouldBlock {
        ErrorKind::TimedOut.into()
    } else {
        error
    }
}
