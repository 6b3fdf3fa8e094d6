//! `cargo run -p nhi-examples --bin lifecycle -- hardware`: the lifecycle of a class of asset as a Mermaid diagram.

#![forbid(unsafe_code)]
#![expect(clippy::print_stdout, reason = "what was asked for")]

use std::process::ExitCode;

use nhi_lifecycle::{
    asset::AssetClass,
    lifecycle::{self, Lifecycle},
};

fn main() -> ExitCode {
    let class = std::env::args().nth(1);
    if let Some(Ok(class)) = class.map(|class| class.parse::<AssetClass>()) {
        print!("{}", lifecycle::mermaid(&Lifecycle::default(), class));
        ExitCode::SUCCESS
    } else {
        let classes: Vec<&str> = AssetClass::ALL.iter().map(|class| class.as_str()).collect();
        eprintln!("name a class of asset: {}", classes.join(", "));
        ExitCode::from(2)
    }
}
