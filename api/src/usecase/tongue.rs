//! The languages in which the server itself speaks.

/// A language of the server's own words (problems, mails).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Tongue {
    /// English, where nothing else is asked for.
    #[default]
    En,
    /// French.
    Fr,
    /// Dutch.
    Nl,
    /// German.
    De,
}

impl Tongue {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::En, Self::Fr, Self::Nl, Self::De];

    /// The BCP 47 tag.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Fr => "fr",
            Self::Nl => "nl",
            Self::De => "de",
        }
    }

    /// The one that a tag asks for, by its first part.
    #[must_use]
    pub fn of_tag(tag: &str) -> Option<Self> {
        let first = tag.split('-').next().unwrap_or_default();
        Self::ALL.into_iter().find(|tongue| tongue.tag().eq_ignore_ascii_case(first))
    }

    /// The one that an `Accept-Language` header prefers; of two alike the first.
    #[must_use]
    pub fn preferred(header: &str) -> Self {
        let mut best = (0.0, Self::default());
        for part in header.split(',') {
            let mut pieces = part.trim().split(';');
            let tag = pieces.next().unwrap_or_default().trim();
            let quality =
                pieces.find_map(|piece| piece.trim().strip_prefix("q=")?.parse::<f32>().ok()).unwrap_or(1.0);
            let tongue = if tag == "*" { Some(Self::default()) } else { Self::of_tag(tag) };
            if let Some(tongue) = tongue
                && quality > best.0
            {
                best = (quality, tongue);
            }
        }
        best.1
    }
}
