//! A printer on a serial line, or on a USB converter that the system shows as one.

use std::io::{self, Read, Write};
use std::time::Duration;

use serialport::{ClearBuffer, FlowControl, SerialPort};

use super::{Port, SLICE};
use crate::printer::bell::Leash;
use crate::printer::platform::{SERIAL_WRITE_BYTES, SERIAL_WROTE_NOTHING};
use crate::rpc::messages::PrintJobState;

struct SerialLine(Box<dyn SerialPort>);

/// Opens a line of eight bits, no parity, one stop bit.
///
/// Flow control is XON/XOFF: a printer that holds its data off by DTR or not at
/// all never sends these two characters (no status reply looks like them), and a
/// three-wire cable has nothing else.
pub(super) fn open(path: &str, baud_rate: u32) -> io::Result<Box<dyn Port>> {
    let port = serialport::new(path, baud_rate)
        .timeout(SLICE)
        .flow_control(FlowControl::Software)
        .open()?;
    port.clear(ClearBuffer::Input)?;
    Ok(Box::new(SerialLine(port)))
}

impl Port for SerialLine {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.0.write(&bytes[..bytes.len().min(SERIAL_WRITE_BYTES)])? {
            0 if !bytes.is_empty() => Err(SERIAL_WROTE_NOTHING.into()),
            written => Ok(written),
        }
    }

    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self.0.read(into)? {
            0 => Err(io::ErrorKind::BrokenPipe.into()),
            read => Ok(read),
        }
    }

    /// Asks for the bytes still to go instead of draining: a drain has no time limit.
    fn finish(&mut self, leash: &Leash<'_>) -> io::Result<PrintJobState> {
        while self.0.bytes_to_write()? > 0 {
            if leash.is_spent() {
                return Err(io::ErrorKind::TimedOut.into());
            }
            leash.rest(Duration::from_millis(20));
        }
        Ok(PrintJobState::Sent)
    }

    fn stays_open(&self) -> bool {
        true
    }
}

/// Closing would wait for what a stuck printer still has not taken, half a minute on Linux.
impl Drop for SerialLine {
    fn drop(&mut self) {
        let _line_is_gone = self.0.clear(ClearBuffer::Output);
    }
}
