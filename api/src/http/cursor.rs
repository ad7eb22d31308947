//! Cursors: opaque, bound to their list and its filters; one changed by hand is refused.

use data_encoding::BASE64URL_NOPAD;
use subtle::ConstantTimeEq as _;

use crate::usecase::{Keys, Page};

/// Bytes of the seal that a cursor carries.
const SEAL: usize = 16;

/// The longest cursor that there is, as the document says.
const LONGEST: usize = 512;

/// A list that can go on: its address and filters, which its cursors are bound to.
pub struct Continuation<'a> {
    keys: &'a Keys,
    path: &'a str,
    /// The query without `cursor` and `limit`, sorted.
    filters: String,
    limit: u64,
}

/// A cursor that was not made by this server for this list.
#[derive(Debug)]
pub struct BadCursor;

impl<'a> Continuation<'a> {
    /// The list at this path, with this raw query.
    pub fn new(keys: &'a Keys, path: &'a str, query: &str, limit: u64) -> Self {
        let mut filters: Vec<(String, String)> = url::form_urlencoded::parse(query.as_bytes())
            .filter(|(name, _)| name != "cursor" && name != "limit")
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect();
        filters.sort();
        let filters = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(filters).finish();
        Self { keys, path, filters, limit }
    }

    fn mac(&self, key: &str) -> Vec<u8> {
        let parts = [self.path.as_bytes(), self.filters.as_bytes(), key.as_bytes()];
        let mut mac = self.keys.fingerprint("cursor", &parts);
        mac.truncate(SEAL);
        mac
    }

    /// Makes the cursor that stands after the item with this key.
    pub fn seal(&self, key: &str) -> String {
        let mut bytes = self.mac(key);
        bytes.extend_from_slice(key.as_bytes());
        BASE64URL_NOPAD.encode(&bytes)
    }

    /// The key in a cursor of this list.
    pub fn open(&self, cursor: &str) -> Result<String, BadCursor> {
        if cursor.len() > LONGEST {
            return Err(BadCursor);
        }
        let bytes = BASE64URL_NOPAD.decode(cursor.as_bytes()).map_err(|_| BadCursor)?;
        let (seal, key) = bytes.split_at_checked(SEAL).ok_or(BadCursor)?;
        let key = std::str::from_utf8(key).map_err(|_| BadCursor)?;
        if bool::from(self.mac(key).ct_eq(seal)) { Ok(key.to_owned()) } else { Err(BadCursor) }
    }

    /// The page that a cursor begins, or the first one; `read` takes the key apart.
    pub fn page<K>(
        &self,
        cursor: Option<&str>,
        read: impl Fn(&str) -> Option<K>,
    ) -> Result<Page<K>, BadCursor> {
        let after = match cursor {
            None => None,
            Some(cursor) => Some(read(&self.open(cursor)?).ok_or(BadCursor)?),
        };
        Ok(Page { after, limit: self.limit })
    }

    /// The `Link` header to the page that a cursor begins.
    pub fn link(&self, cursor: &str) -> String {
        let filters = if self.filters.is_empty() { String::new() } else { format!("{}&", self.filters) };
        format!("<{}?{filters}limit={}&cursor={cursor}>; rel=\"next\"", self.path, self.limit)
    }
}
