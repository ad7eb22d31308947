//! Closed sets of words.

/// Makes an enum whose variants are words on the wire and in the database.
///
/// Every word is written once; `ALL`, `as_str`, reading, keeping and the published list follow from it.
macro_rules! words {
    ($(#[$doc:meta])* pub enum $name:ident { $($(#[$word_doc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$word_doc])* $variant,)+
        }

        impl $name {
            /// Every value, in the order of the definition.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// Every word, in the order of the definition.
            pub const WORDS: &'static [&'static str] = &[$($word),+];

            /// The word on the wire and in the database.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }
        }

        impl $crate::values::FromText for $name {
            const SHAPE: $crate::values::Shape =
                $crate::values::Shape::words(stringify!($name), Self::WORDS);

            fn from_text(text: &str) -> Result<Self, $crate::values::Flaw> {
                match text {
                    $($word => Ok(Self::$variant),)+
                    _ => Err($crate::values::Flaw::NotOneOf { allowed: Self::WORDS }),
                }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                let read = <Self as $crate::values::FromText>::from_text(&text);
                read.map_err(|flaw| serde::de::Error::custom(flaw.code()))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

pub(crate) use words;
