//! Lists that come in pages: what to ask for next, and when a list is complete.
//!
//! The API tells neither how many entries there are nor whether more follow: a page that is not full is the last one.

use crate::{address::ask, error::Error, operation::Paging};

/// The API's last page; pages are counted from zero.
pub const LAST_PAGE: usize = 50;

/// Entries of a page when none are asked for.
pub const DEFAULT_SIZE: usize = 20;

/// How one list is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pages {
    size_key: &'static str,
    page_key: &'static str,
    skips: bool,
    size: usize,
    limit: Option<usize>,
}

/// What comes after a page.
#[derive(Debug, PartialEq, Eq)]
pub enum Next {
    /// Another page.
    Page,
    /// Nothing: the list is complete, with at most so many entries.
    Done(usize),
}

impl Pages {
    /// A list of at most `limit` entries, or of all.
    ///
    /// # Errors
    /// The limit is not a whole number above zero.
    pub fn of(paging: &Paging, limit: Option<&str>) -> Result<Self, Error> {
        let limit = limit
            .map(|text| {
                let number: Option<usize> = text.parse().ok();
                number.filter(|limit| *limit > 0).ok_or_else(|| {
                    Error::parameter(format!(
                        "'Limit' must be a whole number above 0, but is {text}"
                    ))
                    .advise("Turn on 'Return All' to get everything.")
                })
            })
            .transpose()?;
        Ok(Self {
            size_key: paging.size,
            page_key: paging.page,
            skips: paging.skips,
            size: limit.unwrap_or(paging.most).min(paging.most),
            limit,
        })
    }

    /// Path and query of a page, behind those of the request.
    #[must_use]
    pub fn path(&self, path: &str, page: usize) -> String {
        let mut path = path.to_owned();
        let mut ask = |key, value: usize| ask(&mut path, key, &value.to_string());
        // A request says nothing that is so anyway.
        if self.size != DEFAULT_SIZE {
            ask(self.size_key, self.size);
        }
        if page > 0 {
            ask(
                self.page_key,
                if self.skips { page * self.size } else { page },
            );
        }
        path
    }

    /// What to do after a page of `count` entries, with which there are `total`.
    ///
    /// # Errors
    /// There are more entries than the API gives out; nothing is left out without a word.
    pub fn after(&self, page: usize, count: usize, total: usize) -> Result<Next, Error> {
        if let Some(limit) = self.limit.filter(|limit| total >= *limit) {
            return Ok(Next::Done(limit));
        }
        if count < self.size {
            return Ok(Next::Done(total));
        }
        if page == LAST_PAGE {
            return Err(Error::too_many(total));
        }
        Ok(Next::Page)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGING: Paging = Paging {
        size: "size",
        page: "page",
        skips: false,
        most: 100,
    };

    /// The sizes of the pages that are read of a list of `count`, and how many entries are kept.
    fn read(limit: Option<&str>, count: usize) -> Result<(usize, usize), Error> {
        let pages = Pages::of(&PAGING, limit)?;
        let mut total = 0;
        for page in 0.. {
            let found = (count - total).min(pages.size);
            total += found;
            if let Next::Done(kept) = pages.after(page, found, total)? {
                return Ok((page + 1, kept));
            }
        }
        unreachable!()
    }

    #[test]
    fn a_list_ends_with_a_page_that_is_not_full() {
        assert_eq!(read(None, 0).unwrap(), (1, 0));
        assert_eq!(read(None, 99).unwrap(), (1, 99));
        assert_eq!(read(None, 100).unwrap(), (2, 100));
        assert_eq!(read(None, 250).unwrap(), (3, 250));
    }

    #[test]
    fn a_limit_asks_for_no_more_than_it_needs() {
        assert_eq!(read(Some("5"), 1000).unwrap(), (1, 5));
        assert_eq!(read(Some("20"), 1000).unwrap(), (1, 20));
        assert_eq!(read(Some("100"), 1000).unwrap(), (1, 100));
        assert_eq!(read(Some("250"), 1000).unwrap(), (3, 250));
        assert_eq!(read(Some("250"), 130).unwrap(), (2, 130));
        for wrong in ["0", "-1", "2.5", "many"] {
            assert!(read(Some(wrong), 10).unwrap_err().message.contains(wrong));
        }
    }

    #[test]
    fn entries_beyond_the_last_page_are_not_lost_without_a_word() {
        assert_eq!(read(None, 5099).unwrap(), (51, 5099));
        let error = read(None, 5100).unwrap_err();
        assert!(error.description.contains("5100"), "{}", error.description);
        assert_eq!(read(Some("5100"), 9000).unwrap(), (51, 5100));
        assert!(read(Some("5101"), 9000).is_err());
    }

    #[test]
    fn the_query_says_only_what_is_not_so_anyway() {
        let path = |limit: &str, page| Pages::of(&PAGING, Some(limit)).unwrap().path("/x", page);
        assert_eq!(path("20", 0), "/x");
        assert_eq!(path("7", 0), "/x?size=7");
        assert_eq!(path("300", 2), "/x?size=100&page=2");
        let skipping = Paging {
            page: "skip",
            skips: true,
            ..PAGING
        };
        let pages = Pages::of(&skipping, None).unwrap();
        assert_eq!(pages.path("/x?a=b", 2), "/x?a=b&size=100&skip=200");
    }
}
