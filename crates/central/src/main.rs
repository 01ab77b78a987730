//! The `counterfoil-central` program.

fn main() {}
