//! The colours of reports, as the window has them: light for paper and pictures, and for each its
//! dark partner, which a page in a browser takes where its reader prefers dark.

/// A colour with how much of it covers what lies under it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Ink {
    pub(crate) rgb: [u8; 3],
    pub(crate) alpha: f64,
}

impl Ink {
    const fn new(rgb: u32) -> Self {
        let [_, red, green, blue] = rgb.to_be_bytes();
        Self {
            rgb: [red, green, blue],
            alpha: 1.0,
        }
    }

    const fn at(self, alpha: f64) -> Self {
        Self { alpha, ..self }
    }

    /// As CSS and SVG write it, without its alpha.
    pub(crate) fn hex(self) -> String {
        let [red, green, blue] = self.rgb;
        format!("#{red:02x}{green:02x}{blue:02x}")
    }
}

pub(crate) const CANVAS: Ink = Ink::new(0xff_ff_ff);
pub(crate) const SUNKEN: Ink = Ink::new(0xf6_f6_f4);
pub(crate) const LINE: Ink = Ink::new(0xe6_e6_e2);
pub(crate) const LINE_STRONG: Ink = Ink::new(0xd2_d2_cc);
pub(crate) const INK: Ink = Ink::new(0x1a_1b_19);
pub(crate) const INK_2: Ink = Ink::new(0x53_55_4e);
pub(crate) const INK_3: Ink = Ink::new(0x69_6b_63);
/// More, chosen, the measure itself.
pub(crate) const UP: Ink = Ink::new(0x0b_62_76);
/// Less, failed.
pub(crate) const DOWN: Ink = Ink::new(0xa3_35_1f);
pub(crate) const WARN: Ink = Ink::new(0x7d_52_00);
pub(crate) const WARN_SOFT: Ink = Ink::new(0xfb_f2_df);
pub(crate) const CHART_REST: Ink = Ink::new(0xd5_d7_d1);
pub(crate) const CHART_GRID: Ink = Ink::new(0xec_ec_ea);
/// The line of a threshold.
pub(crate) const CHART_MARK: Ink = Ink::new(0xc0_7a_10);

/// Colours of series, in the order in which they are given out.
pub(crate) const SERIES: [Ink; 5] = [
    UP,
    CHART_MARK,
    Ink::new(0xb0_45_2f),
    Ink::new(0x6b_5a_a0),
    Ink::new(0x86_88_7f),
];

/// Where a true value likely lies, round a line of that colour.
pub(crate) const fn band(line: Ink) -> Ink {
    line.at(0.13)
}

/// Low to high, for maps. Ink is readable on the first five, canvas on the others.
pub(crate) const RAMP: [Ink; 7] = [
    Ink::new(0xf1_f5_f5),
    Ink::new(0xdc_ea_ed),
    Ink::new(0xbd_da_e0),
    Ink::new(0x93_c2_cd),
    Ink::new(0x5f_a2_b1),
    Ink::new(0x2f_7f_92),
    Ink::new(0x0b_62_77),
];

/// What each light colour is in the dark.
pub(crate) const DARK: [(Ink, Ink); 25] = [
    (CANVAS, Ink::new(0x19_1a_19)),
    (SUNKEN, Ink::new(0x13_14_13)),
    (LINE, Ink::new(0x2b_2d_2a)),
    (LINE_STRONG, Ink::new(0x40_43_3e)),
    (INK, Ink::new(0xec_ed_e8)),
    (INK_2, Ink::new(0xb5_b7_ae)),
    (INK_3, Ink::new(0x97_99_90)),
    (UP, Ink::new(0x63_ba_cc)),
    (DOWN, Ink::new(0xf0_97_7f)),
    (WARN, Ink::new(0xe2_b1_59)),
    (WARN_SOFT, Ink::new(0x33_29_0f)),
    (CHART_REST, Ink::new(0x3c_3f_3b)),
    (CHART_GRID, Ink::new(0x26_28_26)),
    (CHART_MARK, Ink::new(0xdc_a2_4a)),
    (SERIES[2], Ink::new(0xe0_7a_5f)),
    (SERIES[3], Ink::new(0xa5_96_da)),
    (SERIES[4], Ink::new(0x8d_8f_86)),
    (RAMP[0], Ink::new(0x1d_22_23)),
    (RAMP[1], Ink::new(0x1d_31_36)),
    (RAMP[2], Ink::new(0x1f_44_4c)),
    (RAMP[3], Ink::new(0x24_5b_66)),
    (RAMP[4], Ink::new(0x2b_6c_79)),
    (RAMP[5], Ink::new(0x4a_9b_ab)),
    (RAMP[6], Ink::new(0x74_c3_d3)),
    (ON_RAMP, Ink::new(0x05_24_2b)),
];

/// Written on the two strongest steps of the ramp. A shade of canvas, so that it can go dark where
/// the canvas does not.
pub(crate) const ON_RAMP: Ink = Ink::new(0xff_ff_fe);
