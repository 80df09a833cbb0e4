//! Finding contacts.

use serde_json::{Value, json};

use crate::calls::chat;
use crate::client::{STOPPED, Sandbox};

const NAMES: [&str; 6] = ["Olivia Stone", "Mateo García", "Jonas Weber", "Amina Diallo", "Yuki Tanaka", "Priya Nair"];

#[tokio::test]
async fn filters() {
    let sandbox = Sandbox::start(STOPPED).await;
    sandbox.ask("DELETE", &chat("/chats/15551100002@c.us"), Value::Null, 204).await;
    let update = json!({ "notes": "x" });
    sandbox.ask("PATCH", &chat("/contacts/15551100006@c.us"), update, 200).await;
    let path = chat("/contacts?sort=createdAt:asc");
    for (query, expected) in [
        ("", vec![0, 1, 2, 3, 4, 5]),
        ("&search=WEBER", vec![2]),
        ("&search=%2B15551100004", vec![3]),
        ("&search=olivia@example", vec![0]),
        ("&type=business", vec![3]),
        ("&type=personal,private&size=2", vec![0, 1]),
        ("&type=user&size=2&page=2", vec![4, 5]),
        ("&type=group,channel", vec![]),
        ("&has=email", vec![0]),
        ("&has=chat&size=2", vec![0, 2]),
        ("&has=email,chat", vec![0]),
        ("&hasChat=false", vec![1]),
        ("&country=ES,DE", vec![1, 2]),
        ("&labels=Customer", vec![0]),
        ("&labels=*", vec![0]),
        ("&labelsExclude=*&size=1", vec![1]),
        ("&metadataKey=customer_number", vec![0]),
        ("&metadataKey=customer_number,other", vec![]),
        ("&metadataValue=1001", vec![0]),
        ("&after=2025-01-15T12:30:00Z", vec![4, 5]),
        ("&before=2025-01-15T09:30:00Z", vec![0]),
        ("&updatedAfter=2025-01-16T00:00:00Z", vec![5]),
        ("&updatedBefore=2025-01-15T10:30:00Z", vec![0, 1]),
        ("&lastMessageAfter=2025-01-16T00:00:00Z", vec![0]),
        ("&lastMessageBefore=2025-01-15T14:30:00Z", vec![3, 4]),
    ] {
        let found = sandbox.list(&format!("{path}{query}"), "displayName").await;
        let expected: Vec<&str> = expected.into_iter().map(|index| NAMES[index]).collect();
        assert_eq!(found, expected, "{query}");
    }
    for (sort, first) in
        [("name:asc", 3), ("name:desc", 4), ("createdAt:desc", 5), ("updatedAt:asc", 0), ("updatedAt:desc", 5)]
    {
        let found = sandbox.list(&chat(&format!("/contacts?sort={sort}")), "displayName").await;
        assert_eq!(found[0], NAMES[first], "{sort}");
    }
    assert_eq!(sandbox.list(&chat("/contacts"), "displayName").await[0], NAMES[3], "by name by default");
}

#[tokio::test]
async fn wrong_queries_are_refused() {
    let sandbox = Sandbox::start(STOPPED).await;
    let wrong = [
        "search=",
        "type=company",
        "has=phone",
        "hasChat=1",
        "country=Spain",
        "country=es",
        "labels=,",
        "labelsExclude=",
        "include=messages",
        "metadataKey=",
        "metadataValue=",
        "after=x",
        "before=2025-01-15",
        "updatedAfter=x",
        "updatedBefore=x",
        "lastMessageAfter=x",
        "lastMessageBefore=x",
        "sort=name",
        "size=501",
        "country[]=ES",
    ];
    sandbox.refuse_queries(&chat("/contacts"), &wrong).await;
    sandbox.pages("contacts", &chat("/contacts"), 500).await;
}
