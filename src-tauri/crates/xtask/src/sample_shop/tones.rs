//! The colours of the pictures: the application's own, so that a screen full of them stays calm.

/// Red, green, blue.
pub(super) type Colour = [u8; 3];

pub(super) const INK: Colour = [0x1a, 0x1b, 0x19];
pub(super) const WHITE: Colour = [0xff, 0xff, 0xff];

/// What a thing stands before, one for each category in turn.
pub(super) const BACKDROPS: [Colour; 5] = [
    [0xf1, 0xf5, 0xf5],
    [0xfb, 0xf2, 0xdf],
    [0xf6, 0xf6, 0xf4],
    [0xfb, 0xeb, 0xe7],
    [0xef, 0xef, 0xec],
];

macro_rules! tones {
    ($($name:ident: $colour:expr,)+) => {
        /// A colour by name.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Tone { $($name),+ }

        impl Tone {
            /// The colour of that name.
            pub(super) fn named(name: &str) -> Option<Self> {
                match name { $(stringify!($name) => Some(Self::$name),)+ _ => None }
            }

            pub(super) fn colour(self) -> Colour {
                match self { $(Self::$name => $colour),+ }
            }
        }
    };
}

tones! {
    Petrol1: [0xdc, 0xea, 0xed],
    Petrol2: [0xbd, 0xda, 0xe0],
    Petrol3: [0x93, 0xc2, 0xcd],
    Petrol4: [0x5f, 0xa2, 0xb1],
    Petrol5: [0x2f, 0x7f, 0x92],
    Petrol6: [0x0b, 0x62, 0x76],
    Ochre: [0xc0, 0x7a, 0x10],
    Sand: [0xe3, 0xc8, 0x8f],
    Cream: [0xfb, 0xf2, 0xdf],
    Brick: [0xb0, 0x45, 0x2f],
    Blush: [0xe5, 0xb3, 0xa6],
    Violet: [0x6b, 0x5a, 0xa0],
    Lilac: [0xc9, 0xc0, 0xe4],
    Grey: [0x86, 0x88, 0x7f],
    Stone: [0xd2, 0xd2, 0xcc],
    Mist: [0xe6, 0xe6, 0xe2],
    Ink2: [0x53, 0x55, 0x4e],
}

/// So many percent of the second colour in the first.
pub(super) fn mixed(one: Colour, other: Colour, percent: u16) -> Colour {
    let channel = |position: usize| {
        let sum = u16::from(one[position]) * (100 - percent) + u16::from(other[position]) * percent;
        u8::try_from(sum / 100).unwrap_or(u8::MAX)
    };
    [channel(0), channel(1), channel(2)]
}
