//! The command line: `palabre serve`, `demo`, `migrate up`, `retention`, `openapi`.
//!
//! A configuration that can't work is one clear sentence and exit code 2, before anything is written.

mod config;
mod demo;
mod retention;
mod run;
mod secret;

use std::io::Write as _;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use config::{DatabaseOption, ServeOptions};
use demo::DemoOptions;
use retention::RetentionOptions;

/// Facilitates hackathons: from the first problem somebody voices to the prototype that is still alive a year later.
#[derive(Parser)]
#[command(name = "palabre", version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the API; the schema is brought up to date first.
    Serve(ServeOptions),
    /// Serve six editions that took place, from a temporary database, with a sign-in for each role.
    Demo(DemoOptions),
    /// The history of the schema.
    Migrate {
        #[command(subcommand)]
        direction: Direction,
    },
    /// Erase the registrations whose time is over, or say which these are.
    Retention(RetentionOptions),
    /// Print the OpenAPI document.
    Openapi,
}

#[derive(Subcommand)]
enum Direction {
    /// Bring the schema up to date.
    Up(DatabaseOption),
}

/// Why the program does not start: a sentence for whoever set it up.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct CannotStart(String);

/// The exit code of a configuration that can't work.
const BAD_CONFIGURATION: u8 = 2;

/// Runs the program with the arguments and the environment of the process.
#[must_use]
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        // Help and version are answers, the rest is a sentence.
        Err(error) if !error.use_stderr() => error.exit(),
        Err(error) => return refuse(&first_sentence(&error)),
    };
    log_to_stderr();
    let system = actix_web::rt::System::new();
    let outcome = system.block_on(async {
        match arguments.command {
            Command::Serve(options) => run::serve(options).await,
            Command::Demo(options) => demo::demo(options).await,
            Command::Migrate { direction: Direction::Up(database) } => run::migrate_up(&database).await,
            Command::Retention(options) => retention::retention(options).await,
            Command::Openapi => print_document(),
        }
    });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(CannotStart(sentence)) => refuse(&sentence),
    }
}

fn refuse(sentence: &str) -> ExitCode {
    // Where stderr is closed nobody reads the sentence; the code says it too.
    let _ = writeln!(std::io::stderr(), "palabre: {sentence}");
    ExitCode::from(BAD_CONFIGURATION)
}

fn first_sentence(error: &clap::Error) -> String {
    let text = error.to_string();
    let first = text.lines().next().unwrap_or_default();
    format!("{}; see palabre --help", first.trim_start_matches("error: ").trim_end_matches(':'))
}

fn log_to_stderr() {
    use tracing_subscriber::EnvFilter;
    let filter =
        EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn,palabre_api=info"));
    let subscriber = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // Refused only where a logger is set already, as in a test that runs the program inside.
    let _ = subscriber.try_init();
}

fn print_document() -> Result<(), CannotStart> {
    let text = serde_json::to_string_pretty(&crate::http::document())
        .map_err(|error| CannotStart(error.to_string()))?;
    writeln!(std::io::stdout(), "{text}").map_err(|error| CannotStart(error.to_string()))
}
