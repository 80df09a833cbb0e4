//! Products in the catalogue of a business.

use serde_json::{Value, json};

use crate::date::Date;
use crate::fields::user_wid;
use crate::number;
use crate::state::Sandbox;
use crate::store::Entry;

const SALES: &str = "650000000000000000000001";

/// A product of one of the account's numbers.
#[derive(Clone)]
pub struct Product {
    /// The product's number; WhatsApp's own id has 16 digits.
    id: String,
    /// The id of the number whose catalogue it is in.
    pub device: String,
    name: String,
    price: usize,
}

impl Entry for Product {
    fn id(&self) -> &str {
        &self.id
    }
}

impl Product {
    /// The product as the API shows it; `wid` is the business.
    pub fn view(&self, wid: &str) -> Value {
        let mut view = view(&self.id[8..], wid, &self.name, self.price);
        view["device"] = json!(self.device);
        view
    }
}

/// The products of any other business: the same three for all that exist.
pub fn of_business(phone: &str) -> Vec<Value> {
    if !number::exists(phone) {
        return Vec::new();
    }
    let wid = user_wid(phone);
    let names = ["Tea", "Coffee", "Cake"].into_iter().zip(1..);
    names
        .map(|(name, number)| view(&format!("7{number:015}"), &wid, name, 200 * number))
        .collect()
}

fn view(id: &str, wid: &str, name: &str, price: usize) -> Value {
    let date = Date::seeded(0);
    json!({
        "id": id,
        "wid": wid,
        "name": name,
        "description": format!("{name}, fresh every day"),
        "price": price,
        "currency": "USD",
        "availability": "in stock",
        "scope": "product",
        "status": "active",
        "permission": "public",
        "createdAt": date,
        "updatedAt": date,
        "syncedAt": date,
    })
}

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
