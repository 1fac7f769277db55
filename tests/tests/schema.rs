//! The published schema is the one that the compiler writes, and it is a schema.

use std::path::Path;

#[test]
fn the_published_schema_is_the_one_of_the_types() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/schema/graph.v1.json");
    let made = privity::emit::schema();
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, &made).unwrap();
    }
    let published = std::fs::read_to_string(&path).unwrap();
    assert!(
        published == made,
        "docs/schema/graph.v1.json differs from the types; run this test with BLESS=1 and look at the difference"
    );
}

#[test]
fn the_schema_is_a_schema() {
    let schema: serde_json::Value = serde_json::from_str(&privity::emit::schema()).unwrap();
    jsonschema::meta::validate(&schema).unwrap();
    assert_eq!(schema["$id"], privity::emit::SCHEMA_ID);
}
