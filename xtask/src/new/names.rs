//! From the name that an author gives to all the names that an operation has.

use anyhow::{Result, ensure};

/// Words that stay small in a title.
const SMALL: [&str; 13] = ["a", "an", "and", "as", "by", "for", "from", "in", "of", "on", "the", "to", "with"];

/// The words of a name, however it is written: "Get QR Code", `getBattery`, `battery-id`.
#[derive(Debug, PartialEq, Eq)]
pub struct Words(Vec<String>);

impl Words {
    /// # Errors
    /// It begins with no letter, or holds something else than letters and digits.
    pub fn of(name: &str) -> Result<Self> {
        let mut words: Vec<String> = Vec::new();
        for part in name.split([' ', '-', '_']).filter(|part| !part.is_empty()) {
            let mut before_is_small = false;
            words.push(String::new());
            for character in part.chars() {
                if character.is_uppercase() && before_is_small {
                    words.push(String::new());
                }
                before_is_small = !character.is_uppercase();
                words.last_mut().expect("one was pushed").push(character);
            }
        }
        let is_plain = |word: &String| word.chars().all(|each| each.is_ascii_alphanumeric());
        ensure!(
            words.iter().all(is_plain) && name.starts_with(|first: char| first.is_ascii_alphabetic()),
            "'{name}' is no name: it begins with a letter, and holds letters, digits and spaces"
        );
        Ok(Self(words))
    }

    /// `getBattery`
    pub fn value(&self) -> String {
        let (first, others) = self.0.split_first().expect("a name has a word");
        let others = others.iter().map(|word| capital(word));
        std::iter::once(first.to_lowercase()).chain(others).collect()
    }

    /// "Get Battery by ID"
    pub fn title(&self) -> String {
        let words = self.0.iter().enumerate().map(|(place, word)| {
            let small = word.to_lowercase();
            match &*small {
                "id" => "ID".into(),
                _ if place > 0 && SMALL.contains(&&*small) => small,
                _ => capital(word),
            }
        });
        words.collect::<Vec<_>>().join(" ")
    }

    /// "Get battery by ID"
    pub fn sentence(&self) -> String {
        capital(&self.plain().join(" "))
    }

    /// "Get the battery by ID"
    pub fn order(&self) -> String {
        capital(&self.with_article(str::to_owned))
    }

    /// "gets the battery by ID"
    pub fn act(&self) -> String {
        self.with_article(third_person)
    }

    /// "battery", where the name is `batteryId`.
    pub fn thing(&self) -> String {
        let words = self.plain();
        match &words[..] {
            [thing @ .., id] if id == "ID" && !thing.is_empty() => thing.join(" "),
            _ => words.join(" "),
        }
    }

    fn with_article(&self, verb: impl Fn(&str) -> String) -> String {
        let words = self.plain();
        match &words[..] {
            [first] => verb(first),
            [first, others @ ..] => format!("{} the {}", verb(first), others.join(" ")),
            [] => String::new(),
        }
    }

    /// All in small letters, but for what is an abbreviation.
    fn plain(&self) -> Vec<String> {
        let word = |word: &String| {
            let is_abbreviation = word.len() > 1 && !word.contains(|each: char| each.is_lowercase());
            match word.to_lowercase() {
                _ if is_abbreviation => word.clone(),
                small if small == "id" => "ID".into(),
                small => small,
            }
        };
        self.0.iter().map(word).collect()
    }
}

fn capital(word: &str) -> String {
    let mut characters = word.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

fn third_person(verb: &str) -> String {
    let consonant_before_y = verb.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'i', 'o', 'u']));
    let hisses = ["s", "x", "z", "o", "ch", "sh"].iter().any(|ending| verb.ends_with(ending));
    match consonant_before_y {
        Some(stem) => format!("{stem}ies"),
        None if hisses => format!("{verb}es"),
        None => format!("{verb}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::Words;

    #[test]
    fn a_name_gives_all_the_others() {
        for written in ["Get Battery", "getBattery", "get battery"] {
            let words = Words::of(written).unwrap();
            assert_eq!(words.value(), "getBattery");
            assert_eq!(words.title(), "Get Battery");
            assert_eq!(words.sentence(), "Get battery");
            assert_eq!(words.order(), "Get the battery");
            assert_eq!(words.act(), "gets the battery");
        }
    }

    #[test]
    fn abbreviations_and_small_words_keep_their_form() {
        let words = Words::of("Search QR Codes By Id").unwrap();
        assert_eq!(words.value(), "searchQRCodesById");
        assert_eq!(words.title(), "Search QR Codes by ID");
        assert_eq!(words.sentence(), "Search QR codes by ID");
        assert_eq!(words.act(), "searches the QR codes by ID");
        assert_eq!(Words::of("copy").unwrap().act(), "copies");
    }

    #[test]
    fn a_parameter_names_its_thing() {
        let words = Words::of("batteryId").unwrap();
        assert_eq!(words.title(), "Battery ID");
        assert_eq!(words.thing(), "battery");
        assert_eq!(Words::of("id").unwrap().thing(), "ID");
    }

    #[test]
    fn what_is_no_name_is_refused() {
        for name in ["", " ", "1st", "Get Battery!", "Löschen"] {
            assert!(Words::of(name).is_err(), "{name}");
        }
    }
}
