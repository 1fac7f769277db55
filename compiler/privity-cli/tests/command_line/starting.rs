//! `init`: a policy to begin with.

use crate::{Shop, names_in};

#[test]
fn a_new_policy_is_sound_and_its_tests_pass() {
    let shop = Shop::empty();
    shop.run(&["init", "new/policy"])
        .expect_code(0)
        .expect("created new/policy/policy.privity");
    assert_eq!(
        names_in(&shop.path("new/policy")),
        ["policy.privity", "privity.toml"]
    );
    let run = shop
        .run(&["check", "new/policy", "--deny-warnings"])
        .expect_code(0);
    assert_eq!(run.stdout, "", "a new policy has no findings");
    shop.run(&["test", "new/policy"])
        .expect_code(0)
        .expect(" 0 failed");
}

#[test]
fn nothing_is_overwritten() {
    let shop = Shop::empty();
    shop.write("policy.privity", "policy mine\n");
    shop.run(&["init"])
        .expect_code(2)
        .expect("`./policy.privity` would be overwritten");
    assert_eq!(shop.read("policy.privity"), "policy mine\n");
    assert_eq!(names_in(shop.folder.path()), ["policy.privity"]);
}
