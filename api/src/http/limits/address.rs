//! Whose call it is, as far as the network tells.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use actix_web::http::header::{HeaderMap, X_FORWARDED_FOR};

/// How much of an IPv6 address names a connection: within it, everybody has as many addresses as they like.
const NETWORK: u128 = u128::MAX << 64;

/// The address that is counted: the peer's, or behind proxies the one that the outermost of them was called by.
///
/// Each proxy adds one value on the right. What stands further left was written by the caller, and says nothing.
pub fn of_caller(peer: Option<IpAddr>, headers: &HeaderMap, proxies: usize) -> IpAddr {
    let told = proxies.checked_sub(1).and_then(|further| forwarded(headers, further));
    counted(told.or(peer).unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED)))
}

/// The value that stands so many further left than the last one of all.
fn forwarded(headers: &HeaderMap, further: usize) -> Option<IpAddr> {
    // As bytes: what a caller sends before them must not make the values of the proxies unreadable.
    let lines = headers.get_all(X_FORWARDED_FOR);
    let values: Vec<&[u8]> = lines.flat_map(|line| line.as_bytes().split(|byte| *byte == b',')).collect();
    let value = values.into_iter().rev().nth(further)?;
    read(str::from_utf8(value).ok()?.trim())
}

/// An address, in brackets or not, with a port or without.
fn read(text: &str) -> Option<IpAddr> {
    let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    bare.parse().ok().or_else(|| text.parse::<SocketAddr>().ok().map(|address| address.ip()))
}

/// An address as far as it is counted.
fn counted(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & NETWORK)),
        address @ IpAddr::V4(_) => address,
    }
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::HeaderValue;

    use super::*;

    const PEER: &str = "192.0.2.1";

    fn of(lines: &[&[u8]], proxies: usize) -> String {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(X_FORWARDED_FOR, HeaderValue::from_bytes(line).unwrap());
        }
        of_caller(PEER.parse().ok(), &headers, proxies).to_string()
    }

    #[test]
    fn proxies_are_believed_and_nobody_else() {
        let both: &[&[u8]] = &[b"203.0.113.9, 198.51.100.1", b"198.51.100.2"];
        for (lines, proxies, due) in [
            (both, 0, PEER),
            (both, 1, "198.51.100.2"),
            (both, 2, "198.51.100.1"),
            (both, 3, "203.0.113.9"),
            (both, 4, PEER),
            (&[], 1, PEER),
            (&[b""], 1, PEER),
            (&[b"unknown"], 1, PEER),
            (&[b"203.0.113.9,"], 1, PEER),
            (&[b"\xff\xfe, 198.51.100.1"], 1, "198.51.100.1"),
            (&[b"198.51.100.1:4711"], 1, "198.51.100.1"),
            (&[b"[2001:db8::1]:4711"], 1, "2001:db8::"),
            (&[b"[2001:db8::1]"], 1, "2001:db8::"),
        ] {
            assert_eq!(of(lines, proxies), due, "{lines:?} behind {proxies}");
        }
    }

    #[test]
    fn an_address_is_counted_by_its_network() {
        for (address, due) in [
            ("192.0.2.7", "192.0.2.7"),
            ("::ffff:192.0.2.7", "192.0.2.7"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
            ("2001:db8:1:2::", "2001:db8:1:2::"),
            ("2001:db8:1:3::6", "2001:db8:1:3::"),
        ] {
            assert_eq!(counted(address.parse().unwrap()).to_string(), due, "{address}");
        }
    }
}
