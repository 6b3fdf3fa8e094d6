use super::super::lives::random_life;
use super::super::{GATES, NaiveGates, random_asset_life};
use std::collections::BTreeSet;

#[test]
fn a_seed_gives_the_same_life() {
    assert_eq!(random_asset_life(7), random_asset_life(7));
    assert_ne!(random_asset_life(7), random_asset_life(8));
}

#[test]
fn no_key_comes_twice() {
    for seed in 0..300 {
        let mut seen = BTreeSet::new();
        for record in random_asset_life(seed) {
            let of = record["record"].as_str().unwrap();
            let field = |name: &str| record[name].to_string();
            let key = match of {
                "asset" | "identity" | "credential" | "evidence" => field("id"),
                "relation" => [field("kind"), field("from"), field("to"), field("since")].join(" "),
                "access" => continue,
                _ => record.to_string(),
            };
            assert!(seen.insert((of.to_owned(), key)), "seed {seed}: {record}");
        }
    }
}

/// Every act can be judged, and each gate comes out as it can.
#[test]
fn every_gate_comes_out_as_it_can() {
    let mut seen = BTreeSet::new();
    for seed in 0..500 {
        let life = random_life(seed);
        let gates = NaiveGates::new(&life.records);
        for act in &life.acts {
            let new = act.new.as_ref();
            let asked = gates.asked_with(&act.asset, act.from, act.to, act.t, new);
            for gate in asked.into_iter().flatten() {
                seen.insert((gate, gates.verdict_with(&act.asset, gate, act.from, act.to, act.t, new)));
            }
        }
    }
    for gate in GATES {
        for verdict in ["pass", "fail", "indeterminate"] {
            // Nothing that these ask can be missing.
            let never = verdict == "indeterminate" && matches!(gate, "identified" | "entitlements_closed");
            assert_eq!(seen.contains(&(gate, verdict)), !never, "{gate} {verdict}");
        }
    }
}
