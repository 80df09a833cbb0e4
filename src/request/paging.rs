//! Lists that come in pages: the next request, and the end of a list.
//!
//! The API tells neither how many entries there are nor whether more follow: a page that is not full is the last one.

use super::address::add_to_query;
use crate::{
    error::{Context, Error},
    model::{Field, PageBounds, Paging, Text},
};

/// How one list is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pages {
    size_key: Text<'static>,
    page_key: Text<'static>,
    offset: bool,
    default_size: usize,
    last_page: usize,
    size: usize,
    limit: Option<usize>,
    /// The labels of the parameters for all entries and for the limit.
    labels: (String, String),
}

/// The step after a page.
#[derive(Debug, PartialEq, Eq)]
pub enum Next {
    /// Another page.
    Page,
    /// Nothing: the list is complete, with at most so many entries.
    Done(usize),
}

impl Pages {
    /// A list of at most `limit` entries, or of all; an empty limit is the API's own page. `fields` holds the labels.
    ///
    /// # Errors
    /// The limit is not a whole number above zero.
    pub fn new(
        paging: &Paging<'static>,
        bounds: &PageBounds<'static>,
        limit: Option<&str>,
        fields: &[Field],
    ) -> Result<Self, Error> {
        let label = |name: &str| {
            let field = fields.iter().find(|field| *field.path == *name);
            field.map_or_else(|| name.to_owned(), |field| field.label.to_string())
        };
        let labels = (label(&bounds.all), label(&bounds.limit));
        let default_size = usize::from(bounds.default_size);
        let max_page_size = usize::from(paging.max_page_size);
        let limit = match limit {
            None => None,
            Some("") => Some(default_size),
            Some(text) => {
                let number: Option<usize> = text.parse().ok();
                let refused = || {
                    Error::parameter(format!("'{}' must be a whole number above 0, but is {text}", labels.1))
                        .with_advice(&format!("Turn on '{}' to get everything.", labels.0))
                };
                Some(number.filter(|limit| *limit > 0).ok_or_else(refused)?)
            }
        };
        Ok(Self {
            size_key: paging.size.clone(),
            page_key: paging.page.clone(),
            offset: paging.offset,
            default_size,
            last_page: bounds.last_page.into(),
            size: limit.unwrap_or(max_page_size).min(max_page_size),
            limit,
            labels,
        })
    }

    /// Path and query of a page, behind those of the request.
    #[must_use]
    pub fn path(&self, path: &str, page: usize) -> String {
        let mut path = path.to_owned();
        let mut ask = |key, value: usize| add_to_query(&mut path, key, &value.to_string());
        // A request leaves out what is the API's default.
        if self.size != self.default_size {
            ask(&self.size_key, self.size);
        }
        if page > 0 {
            ask(&self.page_key, if self.offset { page * self.size } else { page });
        }
        path
    }

    /// The step after a page of `count` entries; with them there are `total`.
    ///
    /// # Errors
    /// There are more entries than the API gives out: leaving entries out silently would be wrong.
    pub fn after(&self, page: usize, count: usize, total: usize, context: &Context) -> Result<Next, Error> {
        if let Some(limit) = self.limit.filter(|limit| total >= *limit) {
            return Ok(Next::Done(limit));
        }
        if count < self.size {
            return Ok(Next::Done(total));
        }
        if page == self.last_page {
            return Err(Error::too_many(total, &self.labels.0, &self.labels.1, context));
        }
        Ok(Next::Page)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::{descriptor, error::Words};

    fn paging() -> Paging<'static> {
        Paging { size: "size".into(), page: "page".into(), offset: false, max_page_size: 100 }
    }

    fn context() -> Context {
        Context { api: descriptor::api(), words: Words::default() }
    }

    fn pages(paging: &Paging<'static>, limit: Option<&str>) -> Result<Pages, Error> {
        Pages::new(paging, &context().api.paging, limit, &[])
    }

    /// The number of pages that are read of a list of `count`, and how many entries are kept.
    fn read(limit: Option<&str>, count: usize) -> Result<(usize, usize), Error> {
        let pages = pages(&paging(), limit)?;
        let mut total = 0;
        for page in 0.. {
            let found = (count - total).min(pages.size);
            total += found;
            if let Next::Done(kept) = pages.after(page, found, total, &context())? {
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
    fn entries_beyond_the_last_page_are_an_error() {
        assert_eq!(read(None, 5099).unwrap(), (51, 5099));
        let error = read(None, 5100).unwrap_err();
        assert!(error.description.contains("5100"), "{}", error.description);
        assert_eq!(read(Some("5100"), 9000).unwrap(), (51, 5100));
        assert!(read(Some("5101"), 9000).is_err());
    }

    #[test]
    fn the_query_leaves_out_what_is_the_default() {
        let path = |limit: &str, page| pages(&paging(), Some(limit)).unwrap().path("/x", page);
        assert_eq!(path("20", 0), "/x");
        assert_eq!(path("", 0), "/x");
        assert_eq!(path("7", 0), "/x?size=7");
        assert_eq!(path("300", 2), "/x?size=100&page=2");
        let by_offset = Paging { page: "skip".into(), offset: true, ..paging() };
        let pages = pages(&by_offset, None).unwrap();
        assert_eq!(pages.path("/x?a=b", 2), "/x?a=b&size=100&skip=200");
    }
}
