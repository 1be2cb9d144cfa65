//! `adloom check`: says what is wrong with a scenario, or what it comes to.

use super::{Failure, talk};
use crate::scenario::{Source, json_schema, load, resolved_toml};

/// Check a scenario and print it with every default filled in
///
/// All problems are reported at once, each with its line. What is printed is a scenario itself:
/// saved to a file, it makes the same world.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A scenario file, or the name of a preset
    #[arg(required_unless_present = "schema")]
    scenario: Option<String>,

    /// Override any value of the scenario, such as platforms.meta.budget=0
    #[arg(long, value_name = "KEY=VALUE")]
    set: Vec<String>,

    /// Print the JSON Schema of scenario files instead, for editors
    #[arg(long, conflicts_with_all = ["scenario", "set"])]
    schema: bool,
}

impl Args {
    /// Checks the scenario, or prints the schema.
    pub fn run(self) -> Result<(), Failure> {
        let Some(scenario) = self.scenario else {
            // A schema always has a JSON form: it is made of nothing else.
            return talk::print(format_args!("{:#}", json_schema()));
        };
        let scenario = load(&Source::find(&scenario)?, &self.set)?;
        if talk::json() {
            let json = serde_json::to_string_pretty(&scenario);
            return talk::print(json.map_err(|error| Failure::Other(error.to_string()))?);
        }
        talk::print(resolved_toml(&scenario).trim_end())
    }
}
