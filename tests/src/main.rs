//! The program under test: the same code as `palabre`, built where the tests find it.

fn main() -> std::process::ExitCode {
    palabre_api::program::main()
}
