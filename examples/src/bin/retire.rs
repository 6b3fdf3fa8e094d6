//! `cargo run --release -p nhi-examples --bin retire`: a server is retired by acts; then the same as a mere report.

#![forbid(unsafe_code)]

use std::{error::Error, io};

use nhi_examples::retire;

fn main() -> Result<(), Box<dyn Error>> {
    match retire::tell(&retire::play()?, io::stdout().lock()) {
        // Whoever reads stops when they have seen enough, as `head` does.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        told => Ok(told?),
    }
}
