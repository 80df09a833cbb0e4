//! Reads operations from the tables that `build.rs` makes of `node-descriptor.json`.
//!
//! A table is text: a line for each operation, and a line for each field that they share. A line holds the members of
//! [`Operation`] or [`Field`], in the order in which they are read below, without names:
//!
//! - a text ends with a tab,
//! - a number is one character: `0` is 0, `9` is 9, `:` is 10, and so on through Unicode; a flag is the number 0 or 1,
//! - a list is the number of its entries, then these; what may be missing is a list of none or one,
//! - a choice of an enum is a letter, then what it holds,
//! - a field is the number of its line,
//! - a key on the wire that is the parameter's own name is `=`.

use crate::operation::{
    Binary, Condition, Field, Guard, Header, Kind, Method, Operation, Paging, Place, Rows, When,
    Wire,
};

const OPERATIONS: &str = include_str!(concat!(env!("OUT_DIR"), "/operations.txt"));
const FIELDS: &str = include_str!(concat!(env!("OUT_DIR"), "/fields.txt"));

/// The values of all operations and of their resources, with which the lines begin.
pub fn names() -> impl Iterator<Item = (&'static str, &'static str)> {
    OPERATIONS.lines().map(|line| {
        let mut texts = line.split('\t');
        let mut next = || texts.next().unwrap_or_default();
        (next(), next())
    })
}

/// The operation of these values. Nothing but its line is read.
pub fn find(resource: &str, operation: &str) -> Option<Operation> {
    let number = names().position(|names| names == (resource, operation))?;
    let fields: Vec<_> = FIELDS.lines().collect();
    let mut line = Line {
        rest: OPERATIONS.lines().nth(number)?,
        fields: &fields,
    };
    Some(line.read())
}

/// What is left to read of a line.
struct Line<'a> {
    rest: &'static str,
    fields: &'a [&'static str],
}

impl Line<'_> {
    fn read<T: Read>(&mut self) -> T {
        T::read(self)
    }

    fn character(&mut self) -> char {
        let mut characters = self.rest.chars();
        let character = characters.next().expect("a line is complete");
        self.rest = characters.as_str();
        character
    }
}

/// What a line can hold.
trait Read {
    fn read(line: &mut Line) -> Self;
}

impl Read for &'static str {
    fn read(line: &mut Line) -> Self {
        let (text, rest) = line.rest.split_once('\t').expect("a text ends with a tab");
        line.rest = rest;
        text
    }
}

impl Read for u32 {
    fn read(line: &mut Line) -> Self {
        Self::from(line.character()) - Self::from('0')
    }
}

impl Read for usize {
    fn read(line: &mut Line) -> Self {
        line.read::<u32>() as Self
    }
}

impl Read for bool {
    fn read(line: &mut Line) -> Self {
        line.character() == '1'
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(line: &mut Line) -> Self {
        let count = line.read();
        let mut entries = Self::with_capacity(count);
        for _ in 0..count {
            entries.push(line.read());
        }
        entries
    }
}

impl<T: Read> Read for Option<T> {
    fn read(line: &mut Line) -> Self {
        line.read::<bool>().then(|| line.read())
    }
}

impl<A: Read, B: Read> Read for (A, B) {
    fn read(line: &mut Line) -> Self {
        (line.read(), line.read())
    }
}

impl Read for Operation {
    fn read(line: &mut Line) -> Self {
        Self {
            resource: line.read(),
            operation: line.read(),
            method: line.read(),
            path: line.read(),
            target: line.read(),
            deletes: line.read(),
            binary: line.read(),
            paging: line.read(),
            repeat: line.read(),
            find: line.read(),
            existing: line.read(),
            headers: line.read(),
            constants: line.read(),
            guards: line.read(),
            fields: line.read(),
        }
    }
}

impl Read for Method {
    fn read(line: &mut Line) -> Self {
        Self::parse(line.read()).expect("a method of the API")
    }
}

impl Read for Binary {
    fn read(line: &mut Line) -> Self {
        Self {
            file_name: line.read(),
            only: line.read(),
        }
    }
}

impl Read for Paging {
    fn read(line: &mut Line) -> Self {
        Self {
            size: line.read(),
            page: line.read(),
            skips: line.read(),
            most: line.read(),
        }
    }
}

impl Read for Header {
    fn read(line: &mut Line) -> Self {
        Self {
            name: line.read(),
            value: line.read(),
            only: line.read(),
        }
    }
}

impl Read for Guard {
    fn read(line: &mut Line) -> Self {
        Self {
            any: line.read(),
            only: line.read(),
            message: line.read(),
        }
    }
}

impl Read for Condition {
    fn read(line: &mut Line) -> Self {
        Self {
            from: line.read(),
            is: line.read(),
            default: line.read(),
        }
    }
}

impl Read for Field {
    fn read(line: &mut Line) -> Self {
        let number: usize = line.read();
        let mut line = Line {
            rest: line.fields[number],
            fields: line.fields,
        };
        let mut field = Self {
            from: line.read(),
            label: line.read(),
            kind: line.read(),
            required: line.read(),
            only: line.read(),
            send: line.read(),
        };
        let name = field.from.last().copied().unwrap_or_default();
        for wire in &mut field.send {
            if wire.key == "=" {
                wire.key = name;
            }
        }
        field
    }
}

impl Read for Kind {
    fn read(line: &mut Line) -> Self {
        match line.character() {
            't' => Self::Text,
            'd' => Self::Date,
            'c' => Self::Choice,
            'n' => Self::Number,
            'b' => Self::Boolean,
            'l' => Self::List,
            'm' => Self::Choices,
            'j' => Self::Json,
            'r' => Self::Rows(Rows {
                fields: line.read(),
                value: line.read(),
            }),
            letter => unknown(letter),
        }
    }
}

impl Read for Wire {
    fn read(line: &mut Line) -> Self {
        Self {
            place: line.read(),
            key: line.read(),
            when: line.read(),
            instead: line.read(),
            hold: line.read(),
        }
    }
}

impl Read for Place {
    fn read(line: &mut Line) -> Self {
        match line.character() {
            'p' => Self::Path,
            'q' => Self::Query,
            'b' => Self::Body,
            'm' => Self::Method,
            'u' => Self::Url,
            'h' => Self::Headers,
            '&' => Self::Pairs,
            'f' => Self::Form,
            'r' => Self::Raw,
            's' => Self::Upload,
            'w' => Self::UploadUrl,
            'e' => Self::Embed,
            'x' => Self::EmbedFile,
            letter => unknown(letter),
        }
    }
}

impl Read for When {
    fn read(line: &mut Line) -> Self {
        match line.character() {
            'f' => Self::Filled,
            't' => Self::True,
            'a' => Self::Always,
            'n' => Self::Not(line.read()),
            'i' => Self::Is(line.read()),
            'h' => Self::Has(line.read()),
            letter => unknown(letter),
        }
    }
}

fn unknown(letter: char) -> ! {
    unreachable!("build.rs writes no '{letter}' here")
}
