//! Enumerations that are stored as words.

/// Makes an enumeration whose values are stored as words, and refuses words that are none of them.
macro_rules! stored_words {
    ($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$of])* $variant),+ }

        impl $name {
            /// All of them, in their order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Its stored word.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The one with that stored word.
            pub fn of_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|known| known.word() == word)
            }

            pub(crate) fn stored(word: &str) -> $crate::Result<Self> {
                Self::of_word(word).ok_or_else(|| {
                    $crate::Error::Damaged(format!("“{word}” is none of {}", stringify!($name)))
                })
            }
        }
    };
}

pub(crate) use stored_words;
