//! `lsp`: an editor is served on the standard streams, whether it names them or not.

use serde_json::json;

use crate::Shop;

/// A message as it goes over the wire.
fn framed(message: &serde_json::Value) -> String {
    let message = message.to_string();
    format!("Content-Length: {}\r\n\r\n{message}", message.len())
}

#[test]
fn an_editor_that_names_the_standard_streams_is_served_as_one_that_does_not() {
    let shop = Shop::open();
    let said: String = [
        json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"capabilities": {}}}),
        json!({"jsonrpc": "2.0", "method": "initialized", "params": {}}),
        json!({"jsonrpc": "2.0", "id": 2, "method": "shutdown"}),
        json!({"jsonrpc": "2.0", "method": "exit"}),
    ]
    .iter()
    .map(framed)
    .collect();
    let plain = shop.run_with(&["lsp"], &said).expect_code(0);
    assert!(plain.stdout.contains("\"capabilities\""), "{plain:#?}");
    let named = shop.run_with(&["lsp", "--stdio"], &said).expect_code(0);
    assert_eq!(named.stdout, plain.stdout);
}
