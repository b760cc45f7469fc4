//! The customers: names, towns and addresses that we made up, and how loyal each is.
//!
//! Mail addresses end in the domains that RFC 2606 keeps for examples, telephone numbers come from
//! the ranges that the German regulator keeps for films and books.

use std::collections::HashSet;

use super::calendar::{DAY, DAYS, EXPORTED, HOUR, Moment};
use super::demand;
use super::random::Random;

/// Someone the shop knows, or a guest.
#[derive(Debug, Clone)]
pub(super) struct Person {
    /// Shopify's number, 13 digits.
    pub(super) id: i64,
    pub(super) first_name: &'static str,
    pub(super) last_name: &'static str,
    pub(super) email: String,
    /// As Shopify writes it, with its apostrophe; empty where not given.
    pub(super) phone: String,
    pub(super) home: Home,
    /// When they came to know the shop.
    pub(super) since: Moment,
    /// How they buy; nothing for those who only read the newsletter.
    pub(super) habit: Option<Habit>,
    /// The category they like best.
    pub(super) favourite: usize,
    pub(super) consent: Consent,
}

/// Where someone lives.
#[derive(Debug, Clone)]
pub(super) struct Home {
    pub(super) street: String,
    pub(super) town: &'static str,
    pub(super) zip: String,
    pub(super) country: &'static str,
}

/// May the shop write? It changes over time, so that orders and customers' file can differ.
#[derive(Debug, Clone, Copy)]
pub(super) enum Consent {
    Never,
    /// Yes from the first day.
    Always,
    /// Yes from this moment.
    From(Moment),
    /// Yes at first, no from this moment.
    Until(Moment),
}

impl Consent {
    pub(super) fn at(self, moment: Moment) -> bool {
        match self {
            Self::Never => false,
            Self::Always => true,
            Self::From(begin) => moment >= begin,
            Self::Until(end) => moment < end,
        }
    }
}

/// How someone buys.
#[derive(Debug, Clone, Copy)]
pub(super) struct Habit {
    /// Times out of a thousand that another order follows.
    pub(super) again: i64,
    /// Days between two orders.
    pub(super) gap: (i64, i64),
}

/// Four kinds of buyers and how many of a thousand are of it; a long tail of loyal ones.
const HABITS: [(i64, Habit); 4] = [
    (
        405,
        Habit {
            again: 0,
            gap: (0, 0),
        },
    ),
    (
        350,
        Habit {
            again: 620,
            gap: (40, 160),
        },
    ),
    (
        185,
        Habit {
            again: 870,
            gap: (22, 90),
        },
    ),
    (
        60,
        Habit {
            again: 975,
            gap: (12, 44),
        },
    ),
];

const BUYERS: i64 = 4380;
const READERS: i64 = 620;
const GUESTS: i64 = 104;

/// Everyone in the customers' file, oldest first.
pub(super) fn all() -> Vec<Person> {
    let mut random = Random::named("people");
    let mut taken = HashSet::new();
    // Many new faces at the start, fewer later, when more orders come from those who return.
    let weights: Vec<i64> = (0..DAYS)
        .map(|day| demand::of_day(day) * (1500 - 800 * day / DAYS) / 100)
        .collect();
    let mut arrivals: Vec<(Moment, bool)> = (0..BUYERS + READERS)
        .map(|number| {
            let day = i64::try_from(random.weighted(&weights)).unwrap_or(0);
            let moment = demand::moment_on(day, &mut random);
            (moment.min(EXPORTED.plus(-HOUR)), number < BUYERS)
        })
        .collect();
    arrivals.sort_unstable();
    let mut id = 7_104_220_164_000;
    arrivals
        .into_iter()
        .map(|(since, buys)| {
            id += 11 + random.below(90_000);
            person(id, since, buys, &mut taken, &mut random)
        })
        .collect()
}

/// People who order without leaving an e-mail address: some leave a telephone number.
pub(super) fn guests() -> Vec<Person> {
    let mut random = Random::named("guests");
    let mut taken = HashSet::new();
    (0..GUESTS)
        .map(|_| {
            let weights: Vec<i64> = (0..DAYS).map(demand::of_day).collect();
            let day = i64::try_from(random.weighted(&weights)).unwrap_or(0);
            let since = demand::moment_on(day, &mut random).min(EXPORTED.plus(-HOUR));
            let mut guest = person(0, since, true, &mut taken, &mut random);
            guest.email.clear();
            guest.habit = None;
            guest.consent = Consent::Never;
            guest
        })
        .collect()
}

fn person(
    id: i64,
    since: Moment,
    buys: bool,
    taken: &mut HashSet<String>,
    random: &mut Random,
) -> Person {
    let home = home(random);
    let (first_names, last_names) = names_of(home.country);
    let (first_name, last_name) = (one_of(first_names, random), one_of(last_names, random));
    let habit = buys.then(|| HABITS[random.weighted(&HABITS.map(|(share, _)| share))].1);
    Person {
        id,
        first_name,
        last_name,
        email: email(first_name, last_name, taken, random),
        phone: if buys && home.country == "DE" && random.chance(310) {
            phone(taken, random)
        } else {
            String::new()
        },
        home,
        since,
        habit,
        favourite: random.index(9),
        consent: consent(since, buys, random),
    }
}

fn consent(since: Moment, buys: bool, random: &mut Random) -> Consent {
    let later = since.plus((1 + random.below(200)) * DAY);
    let shares = if buys {
        [430, 380, 130, 60]
    } else {
        [20, 880, 0, 100]
    };
    match random.weighted(&shares) {
        0 => Consent::Never,
        1 => Consent::Always,
        2 => Consent::From(later),
        _ => Consent::Until(later),
    }
}

/// Lower case and plain letters, unique in the shop.
fn email(first: &str, last: &str, taken: &mut HashSet<String>, random: &mut Random) -> String {
    let (first, last) = (plain(first), plain(last));
    let domain = random.pick(&["example.com", "example.org", "example.net"]);
    let name = match random.below(5) {
        0 => format!("{last}.{first}"),
        1 => format!("{}{last}", &first[..1]),
        2 => format!("{first}{last}"),
        _ => format!("{first}.{last}"),
    };
    let mut address = format!("{name}@{domain}");
    while !taken.insert(address.clone()) {
        address = format!("{name}{}@{domain}", random.between(2, 999));
    }
    address
}

fn plain(name: &str) -> String {
    let mut plain = String::new();
    for letter in name.to_lowercase().chars() {
        match letter {
            'ä' => plain.push_str("ae"),
            'ö' | 'œ' => plain.push_str("oe"),
            'ü' => plain.push_str("ue"),
            'ß' => plain.push_str("ss"),
            'é' | 'è' | 'ë' | 'ê' => plain.push('e'),
            'ç' => plain.push('c'),
            'ï' | 'î' | 'ı' => plain.push('i'),
            'ł' => plain.push('l'),
            'ş' => plain.push('s'),
            letter if letter.is_ascii_alphabetic() => plain.push(letter),
            _ => {}
        }
    }
    plain
}

fn phone(taken: &mut HashSet<String>, random: &mut Random) -> String {
    loop {
        let area = random.pick(&["30 23125", "69 90009", "40 66969", "221 4710", "89 99998"]);
        let number = format!("'+49 {area}{:03}", random.below(1000));
        if taken.insert(number.clone()) {
            return number;
        }
    }
}

fn home(random: &mut Random) -> Home {
    let country = &COUNTRIES[random.weighted(&COUNTRIES.each_ref().map(|country| country.share))];
    let (town, zip) = one_of(country.towns, random)
        .split_once(':')
        .unwrap_or_default();
    let street = one_of(country.streets, random);
    let number = random.between(1, 118);
    let zip_tail = random.between(1, 89);
    Home {
        street: if country.number_first {
            format!("{number} {street}")
        } else {
            format!("{street} {number}")
        },
        town,
        zip: match country.code {
            "DE" | "FR" => format!("{zip}{zip_tail:02}"),
            "NL" => format!(
                "{zip}{} {}",
                zip_tail % 10,
                random.pick(&["AB", "CD", "EK", "HM", "RT"])
            ),
            _ => format!("{zip}{}", zip_tail % 10),
        },
        country: country.code,
    }
}

/// One of the words of a list with commas.
fn one_of(list: &'static str, random: &mut Random) -> &'static str {
    let words: Vec<&str> = list.split(", ").collect();
    words[random.index(words.len())]
}

struct Country {
    code: &'static str,
    share: i64,
    number_first: bool,
    /// Towns with the beginning of their postcodes.
    towns: &'static str,
    streets: &'static str,
}

const GERMAN_STREETS: &str = "\
    Lindenweg, Gartenstraße, Am Mühlbach, Birkenallee, Schulstraße, Kirchgasse, Rosenweg, \
    Hafenstraße, Ulmenstraße, Am Stadtpark, Feldstraße, Bergweg, Uferpromenade, Kastanienallee, \
    Marktstraße, Wiesengrund, Ahornweg, Sonnenhang, Brunnenstraße, Fliederweg, Bahnhofstraße, Im \
    Winkel, Heideweg, Steinweg";

static COUNTRIES: [Country; 5] = [
    Country {
        code: "DE",
        share: 830,
        number_first: false,
        towns: "Hamburg:203, Hamburg:222, Berlin:104, Berlin:109, Berlin:120, München:803, \
                München:815, Köln:506, Frankfurt am Main:603, Stuttgart:701, Leipzig:041, \
                Bremen:282, Hannover:301, Dresden:010, Nürnberg:904, Düsseldorf:402, \
                Freiburg:791, Münster:481, Kiel:241, Lübeck:235, Oldenburg:261, Göttingen:370, \
                Erfurt:990, Bonn:531, Potsdam:144, Rostock:180, Kassel:341, Augsburg:861, \
                Würzburg:970, Flensburg:249",
        streets: GERMAN_STREETS,
    },
    Country {
        code: "AT",
        share: 75,
        number_first: false,
        towns: "Wien:107, Wien:112, Graz:801, Linz:402, Salzburg:502, Innsbruck:602",
        streets: GERMAN_STREETS,
    },
    Country {
        code: "NL",
        share: 45,
        number_first: false,
        towns: "Utrecht:351, Amsterdam:101, Groningen:971, Haarlem:201, Zwolle:801",
        streets: "Lindelaan, Molenstraat, Kerkweg, Havenkade, Tuinstraat, Beukenlaan",
    },
    Country {
        code: "FR",
        share: 30,
        number_first: true,
        towns: "Lyon:690, Strasbourg:670, Paris:750, Nantes:440, Colmar:680",
        streets: "rue des Tilleuls, rue du Moulin, allée des Rosiers, quai du Port, rue de la Gare",
    },
    Country {
        code: "BE",
        share: 20,
        number_first: false,
        towns: "Gent:900, Antwerpen:201, Leuven:300, Liège:400",
        streets: "Lindestraat, Molenweg, Kerkstraat, Parklaan",
    },
];

fn names_of(country: &str) -> (&'static str, &'static str) {
    match country {
        "NL" | "BE" => (DUTCH_FIRST, DUTCH_LAST),
        "FR" => (FRENCH_FIRST, FRENCH_LAST),
        _ => (GERMAN_FIRST, GERMAN_LAST),
    }
}

const GERMAN_FIRST: &str = "\
    Anna, Marlene, Katharina, Johanna, Birgit, Sabine, Julia, Lena, Clara, Sophie, Ulrike, \
    Renate, Nora, Hannah, Miriam, Petra, Susanne, Heike, Franziska, Lea, Mathilda, Greta, Ida, \
    Paula, Theresa, Jana, Silke, Doris, Margit, Carolin, Anneliese, Verena, Łucja, Ayşe, Elif, \
    Olga, Svenja, Tobias, Sven, Jan, Felix, Moritz, Thomas, Andreas, Stefan, Henrik, Lukas, \
    Emre, Matthias, Jonas, Peter, Oliver, Nils, Anton, Paul, Ruth, Ingrid, Beate, Mareike, \
    Wiebke, Antje, Gesa, Maike, Imke, Rieke, Dagmar, Elke";
const GERMAN_LAST: &str = "\
    Vogt, Moser, Ahlers, Thalmann, Kraft, Wendt, Hauser, Stein, Vogel, Engel, Brandt, Köhler, \
    Lindner, Sommer, Winter, Baumann, Schreiber, Kaiser, Busch, Berger, Lorenz, Jansen, \
    Petersen, Hansen, Claussen, Reimers, Thiessen, Behrens, Ott, Seidel, Graf, Pohl, Haas, \
    Schubert, Ludwig, Kuhn, Arnold, Böhm, Keller, Roth, Frank, Albrecht, Simon, Horn, Ziegler, \
    Krämer, Maurer, Nowak, Yılmaz, Demir, Wagner, Hofer, Gruber, Steiner, Ebner, Leitner, \
    Lindqvist, Ritter, Falk, Specht, Amsel, Kranich, Wacholder, Erlenbach, Rosental, Immergrün, \
    Holunder, Kiesel, Sandmann, Heidekamp, Buchholz, Tannert";
const DUTCH_FIRST: &str = "\
    Jeroen, Hanneke, Pieter, Marit, Bart, Femke, Sanne, Lotte, Daan, Anouk, Maartje, Wouter, \
    Inge, Fleur, Joost, Els";
const DUTCH_LAST: &str = "\
    Bakker, Smit, de Vos, Jansen, Hendriks, van Dijk, de Boer, Visser, Mulder, Peeters, Maes, \
    Claes, Wouters, Dekker";
const FRENCH_FIRST: &str = "\
    Élodie, Camille, Inès, Clara, Julien, Margaux, Hélène, Antoine, Chloé, Manon, Lucie, Mathieu";
const FRENCH_LAST: &str = "\
    Marchand, Perrin, Delacroix, Fontaine, Lefèvre, Girard, Mercier, Blanchard, Rousseau, \
    Chevalier";
