//! How a closed set of words becomes a type.
//!
//! Every kind, stage, status, reason and code is declared once with [`vocabulary!`]: the variant, its permanent number
//! (what C sees) and its word (what JSON, CSV, Python and people see). Nothing else in the workspace repeats a word.

/// Declares an enum whose variants each have a permanent number and a `snake_case` word.
///
/// Parsing never repeats the text it refuses: it may be a secret that slipped into the wrong column.
macro_rules! vocabulary {
    (
        $(#[$meta:meta])*
        $vis:vis enum $name:ident ($what:literal) {
            $( $(#[$vmeta:meta])* $variant:ident = $number:literal $word:literal, )+
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        $vis enum $name {
            $( $(#[$vmeta])* #[doc = concat!("`", $word, "`")] $variant = $number, )+
        }

        impl $name {
            /// Every value, in the order of the model.
            pub const ALL: &'static [Self] = &[ $( Self::$variant, )+ ];

            /// Every word, in the same order as [`Self::ALL`].
            pub const WORDS: &'static [&'static str] = &[ $( $word, )+ ];

            /// The word for it in JSON, CSV, Python and C.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $( Self::$variant => $word, )+ }
            }

            /// Its number, which never changes from one version to the next.
            #[must_use]
            pub const fn number(self) -> u8 {
                self as u8
            }

            /// The value with this number.
            #[must_use]
            pub const fn from_number(number: u8) -> Option<Self> {
                match number { $( $number => Some(Self::$variant), )+ _ => None }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::error::UnknownWord;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $( $word => Ok(Self::$variant), )+
                    _ => Err($crate::error::UnknownWord { what: $what, words: Self::WORDS }),
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
                deserializer.deserialize_str($crate::vocabulary::Word::<Self>::new($what))
            }
        }

        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "enum": Self::WORDS })
            }
        }
    };
}
pub(crate) use vocabulary;

/// Reads one word through serde.
pub(crate) struct Word<T> {
    what: &'static str,
    value: std::marker::PhantomData<T>,
}

impl<T> Word<T> {
    pub(crate) fn new(what: &'static str) -> Self {
        Self { what, value: std::marker::PhantomData }
    }
}

impl<T: std::str::FromStr<Err = crate::error::UnknownWord>> serde::de::Visitor<'_> for Word<T> {
    type Value = T;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.what)
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<T, E> {
        text.parse().map_err(|unknown| crate::error::Code::UnknownValue.refuse(unknown))
    }
}
