//! The secret of an installation.

use std::io::{ErrorKind, Write as _};
use std::path::Path;

use data_encoding::HEXLOWER;
use secrecy::SecretSlice;

use super::CannotStart;
use super::config::{Config, Database, SHORTEST_SECRET};

/// The secret that was given, or the one beside the SQLite file, made at the first start.
pub(super) fn secret(config: &Config) -> Result<SecretSlice<u8>, CannotStart> {
    if let Some(secret) = &config.token_secret {
        return Ok(secret.clone().into_bytes().into());
    }
    match &config.database {
        Database::Sqlite(file) => beside(file),
        // Refused by the check of the configuration.
        Database::Postgres => Err(CannotStart("PALABRE_TOKEN_SECRET is missing".to_owned())),
    }
}

/// The secret in the file beside the database, readable by its owner only.
fn beside(database: &Path) -> Result<SecretSlice<u8>, CannotStart> {
    let mut name = database.as_os_str().to_owned();
    name.push(".secret");
    let path = Path::new(&name);
    let failed = |error: std::io::Error| {
        CannotStart(format!("the secret can't be kept in {}: {error}", path.display()))
    };
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(mut file) => {
            let bytes: [u8; SHORTEST_SECRET] = rand::random();
            file.write_all(HEXLOWER.encode(&bytes).as_bytes())
                .and_then(|()| file.sync_all())
                .map_err(failed)?;
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
        Err(error) => return Err(failed(error)),
    }
    let text = std::fs::read(path).map_err(failed)?;
    if text.len() < SHORTEST_SECRET {
        return Err(CannotStart(format!("the secret in {} is too short", path.display())));
    }
    Ok(text.into())
}
