//! `verify`.

use crate::central::Central;
use crate::fault::Fault;
use crate::verify;

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Only this site
    #[arg(long, value_name = "CODE")]
    site: Option<String>,
}

/// Says what every stream holds; ends with the first thing that is wrong.
pub(super) async fn run(central: &Central, arguments: Arguments) -> Result<(), Fault> {
    let mut proved = 0;
    for one in verify::every_stream(central, arguments.site.as_deref()).await? {
        let proof = one?;
        proved += 1;
        println!(
            "{}: {} entries, {} receipts, {}, in {} deliveries{}",
            proof.name,
            proof.entries,
            proof.receipts,
            proof.cents,
            proof.deliveries,
            match proof.flagged {
                0 => String::new(),
                flagged => format!(", {flagged} kept raw"),
            }
        );
    }
    println!("{proved} streams proved");
    Ok(())
}
