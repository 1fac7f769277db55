//! Writes the flat tables of a graph down, and the steps through them.

use super::numbers::{numbers, read_often};
use super::tables::{array, constant};
use crate::graph::FlatGraph;
use crate::graph::flat::{Layer, Walk};

/// The tables, the steps from each root, and how classes make numbers.
pub(super) fn flat_tables(text: &mut String, flat: &FlatGraph) {
    constant(text, "NUMBERS", "usize", flat.number_count());
    let (base, transfer) = flat.walks();
    walk(text, "base", base, 0);
    walk(text, "transfer", transfer, base.number_count());
    let mut coarse = Vec::new();
    let mut parts = Vec::new();
    for part in flat.parts() {
        parts.push(format!(
            "super::Part {{ dimension: {}, number: {}, stride: {}, count: {}, coarse: {} }}",
            part.dimension.raw(),
            part.number,
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
    let mut number = first;
    for (at, layer) in walk.layers.iter().enumerate() {
        let table = format!("{}_{at}", name.to_ascii_uppercase());
        let of = format!("{table}_MAPS");
        let maps = |text: &mut String, maps: &[u16]| {
            let maps: Vec<u32> = maps.iter().map(|&at| u32::from(at)).collect();
            read_often(text, &of, &maps);
        };
        let step = match layer {
            Layer::Direct { table: entries } => {
                read_often(text, &table, entries);
                format!("super::direct(&{table}, place, numbers[{number}])")
            }
            Layer::Mapped { maps: own, rows } => {
                read_often(text, &table, rows);
                maps(text, own);
                format!("super::mapped(&{table}, &{of}, place, numbers[{number}])")
            }
            Layer::Product {
                numbers: count,
                maps: own,
                rows,
            } => {
                read_often(text, &table, rows);
                maps(text, own);
                let own = (number..number + count).map(|at| format!("numbers[{at}]"));
                let own = own.collect::<Vec<_>>().join(", ");
                format!("super::product(&{table}, &{of}, place, [{own}])")
            }
        };
        number += layer.numbers();
        steps.push_str(&format!("            let place = {step};\n"));
    }
    let argument = if walk.layers.is_empty() {
        "_"
    } else {
        "numbers"
    };
    text.push_str(&format!(
        "        #[inline]\n        pub(super) fn {name}({argument}: &[u32; NUMBERS]) -> u32 {{\n            let place = {};\n{steps}            place\n        }}\n",
        walk.start,
    ));
}
