//! Writes the flat tables of a graph down, and the steps through them.

use super::numbers::numbers;
use super::tables::{array, constant};
use crate::graph::FlatGraph;
use crate::graph::flat::{Layer, Walk};

/// The tables, the steps from each root, and how classes make numbers.
pub(super) fn flat_tables(text: &mut String, flat: &FlatGraph) {
    constant(text, "LAYERS", "usize", flat.layer_count());
    let (base, transfer) = flat.walks();
    walk(text, "base", base, 0);
    walk(text, "transfer", transfer, base.layers.len());
    let mut coarse = Vec::new();
    let mut parts = Vec::new();
    for part in flat.parts() {
        parts.push(format!(
            "super::Part {{ dimension: {}, layer: {}, stride: {}, count: {}, coarse: {} }}",
            part.dimension.raw(),
            part.layer,
            part.stride,
            part.count,
            coarse.len(),
        ));
        coarse.extend_from_slice(&part.coarse);
    }
    array(text, "PARTS", "super::Part", parts);
    numbers(text, "COARSE", &coarse);
}

fn walk(text: &mut String, name: &str, walk: &Walk, first: usize) {
    let mut steps = String::new();
    for (at, layer) in walk.layers.iter().enumerate() {
        let table = format!("{}_{at}", name.to_ascii_uppercase());
        let number = first + at;
        let step = match layer {
            Layer::Direct { table: entries } => {
                numbers(text, &table, entries);
                format!("super::direct(&{table}, place, numbers[{number}])")
            }
            Layer::Mapped { maps, rows } => {
                let of = format!("{table}_MAPS");
                numbers(text, &table, rows);
                let maps: Vec<u32> = maps.iter().map(|&at| u32::from(at)).collect();
                numbers(text, &of, &maps);
                format!("super::mapped(&{table}, &{of}, place, numbers[{number}])")
            }
        };
        steps.push_str(&format!("            let place = {step};\n"));
    }
    let argument = if walk.layers.is_empty() {
        "_"
    } else {
        "numbers"
    };
    text.push_str(&format!(
        "        #[inline]\n        pub(super) fn {name}({argument}: &[u32; LAYERS]) -> u32 {{\n            let place = {};\n{steps}            place\n        }}\n",
        walk.start,
    ));
}
