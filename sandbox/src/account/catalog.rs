//! Products in the catalogue of a business.

use serde_json::{Value, json};

use crate::account::store::Entry;
use crate::values::date::Date;
use crate::values::number;
use crate::values::wids::user_wid;

/// A product of one of the account's numbers.
#[derive(Clone)]
pub struct Product {
    /// The product's number; WhatsApp's own id has 16 digits.
    pub id: String,
    /// The id of the number whose catalogue it is in.
    pub device: String,
    /// The name that buyers see.
    pub name: String,
    /// In cents.
    pub price: usize,
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
    names.map(|(name, number)| view(&format!("7{number:015}"), &wid, name, 200 * number)).collect()
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
