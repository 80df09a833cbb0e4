//! The products of a fresh sandbox, and many for tests of paging.

use super::SALES;
use crate::account::catalog::Product;
use crate::state::Sandbox;

/// The products of a fresh sandbox.
pub fn seed(sandbox: &Sandbox) {
    let names = ["Bread", "Rolls", "Pretzel"];
    sandbox.products.fill(names.len(), |number, id| Product {
        id,
        device: SALES.to_owned(),
        name: names[number - 1].to_owned(),
        price: 100 * number,
    });
}

/// That many products with numbers in the place of all.
pub fn seed_many(sandbox: &Sandbox, count: usize) {
    sandbox.products.fill(count, |number, id| Product {
        id,
        device: SALES.to_owned(),
        name: format!("Product {number}"),
        price: number,
    });
}
