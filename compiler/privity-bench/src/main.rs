//! `privity-bench`: writes rule sets and measures what engines take for them.

fn main() -> privity_bench::Outcome<()> {
    privity_bench::run()
}
