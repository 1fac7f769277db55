//! Compile Privity policies from a build script.
