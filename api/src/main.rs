//! `palabre`: see `palabre --help`.

fn main() -> std::process::ExitCode {
    palabre_api::program::main()
}
