//! Time zones by the names that platforms write.

use pannier_core::ShopZone;

/// The zone of that name: IANA's, Rails’ (“Eastern Time (US & Canada)”) or an abbreviation that
/// has one meaning among shops; nothing where it is unknown.
pub(crate) fn zone(name: &str) -> Option<ShopZone> {
    let name = name.trim();
    let known = NAMES
        .iter()
        .find(|(word, _)| word.eq_ignore_ascii_case(name));
    // IANA's own EST has no summer time; the people who write it mean New York's.
    known.map_or(name, |(_, zone)| zone).parse().ok()
}

/// Names of Ruby on Rails (its `TimeZone`) and the abbreviations of payment services.
const NAMES: &[(&str, &str)] = &[
    ("Hawaii", "Pacific/Honolulu"),
    ("Alaska", "America/Juneau"),
    ("Pacific Time (US & Canada)", "America/Los_Angeles"),
    ("Arizona", "America/Phoenix"),
    ("Mountain Time (US & Canada)", "America/Denver"),
    ("Central Time (US & Canada)", "America/Chicago"),
    ("Saskatchewan", "America/Regina"),
    ("Mexico City", "America/Mexico_City"),
    ("Eastern Time (US & Canada)", "America/New_York"),
    ("Indiana (East)", "America/Indiana/Indianapolis"),
    ("Atlantic Time (Canada)", "America/Halifax"),
    ("Newfoundland", "America/St_Johns"),
    ("Bogota", "America/Bogota"),
    ("Brasilia", "America/Sao_Paulo"),
    ("Buenos Aires", "America/Argentina/Buenos_Aires"),
    ("Puerto Rico", "America/Puerto_Rico"),
    ("London", "Europe/London"),
    ("Edinburgh", "Europe/London"),
    ("Dublin", "Europe/Dublin"),
    ("Lisbon", "Europe/Lisbon"),
    ("Amsterdam", "Europe/Amsterdam"),
    ("Berlin", "Europe/Berlin"),
    ("Bern", "Europe/Zurich"),
    ("Zurich", "Europe/Zurich"),
    ("Brussels", "Europe/Brussels"),
    ("Copenhagen", "Europe/Copenhagen"),
    ("Madrid", "Europe/Madrid"),
    ("Paris", "Europe/Paris"),
    ("Prague", "Europe/Prague"),
    ("Rome", "Europe/Rome"),
    ("Stockholm", "Europe/Stockholm"),
    ("Vienna", "Europe/Vienna"),
    ("Warsaw", "Europe/Warsaw"),
    ("Athens", "Europe/Athens"),
    ("Helsinki", "Europe/Helsinki"),
    ("Istanbul", "Europe/Istanbul"),
    ("Tokyo", "Asia/Tokyo"),
    ("Osaka", "Asia/Tokyo"),
    ("Hong Kong", "Asia/Hong_Kong"),
    ("Sydney", "Australia/Sydney"),
    ("Melbourne", "Australia/Melbourne"),
    ("Brisbane", "Australia/Brisbane"),
    ("Adelaide", "Australia/Adelaide"),
    ("Perth", "Australia/Perth"),
    ("Auckland", "Pacific/Auckland"),
    ("Wellington", "Pacific/Auckland"),
    ("PST", "America/Los_Angeles"),
    ("PDT", "America/Los_Angeles"),
    ("MST", "America/Denver"),
    ("MDT", "America/Denver"),
    ("CST", "America/Chicago"),
    ("CDT", "America/Chicago"),
    ("EST", "America/New_York"),
    ("EDT", "America/New_York"),
    ("GMT", "Europe/London"),
    ("BST", "Europe/London"),
    ("WET", "Europe/Lisbon"),
    ("CET", "Europe/Berlin"),
    ("CEST", "Europe/Berlin"),
    ("MEZ", "Europe/Berlin"),
    ("MESZ", "Europe/Berlin"),
    ("EET", "Europe/Athens"),
    ("AEST", "Australia/Sydney"),
    ("AEDT", "Australia/Sydney"),
    ("NZST", "Pacific/Auckland"),
    ("NZDT", "Pacific/Auckland"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_a_zone() {
        for (name, iana) in NAMES {
            assert_eq!(zone(name).map(ShopZone::name), Some(*iana), "{name}");
        }
        assert_eq!(
            zone("Europe/Vienna").map(ShopZone::name),
            Some("Europe/Vienna")
        );
        assert_eq!(zone("Middle of nowhere"), None);
    }
}
