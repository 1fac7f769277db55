//! `privity-bench`: writes rule sets and measures what engines take for them.

/// The allocator of the `privity` command, for every engine alike.
#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> privity_bench::Outcome<()> {
    privity_bench::run()
}
