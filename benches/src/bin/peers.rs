//! The questions of the [`Tables`], exported and answered in Rust: `peers export ASSETS FOLDER`, `peers PEER QUESTION FOLDER`.
//!
//! `benches/peers/run.py` runs this and the other peers, a process each, and compares.
#![allow(clippy::print_stdout, reason = "this program prints its measurements")]

use std::{error::Error, fs, hint::black_box, path::Path, time::Instant as Clock};

use nhi_benches::{
    Workload,
    general::{self, InCsr, InGraph, InStableGraph},
    memory,
    radius::Search,
    sweep::Sweep,
    tables::Tables,
    typed::{self, Typed},
};
use nhi_lifecycle::{
    Policy, Reference, Snapshot, analysis,
    id::{CredentialRef, Namespace},
};
use petgraph::{graph::NodeIndex, visit::IntoNodeIdentifiers};

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

const SEED: u64 = 1;

fn main() -> Result {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["export", assets, folder] => export(assets.parse()?, folder.as_ref()),
        [peer, question, folder] => answer(peer, question, folder.as_ref()),
        _ => Err("usage: peers export ASSETS FOLDER, or peers PEER QUESTION FOLDER".into()),
    }
}

fn export(assets: usize, folder: &Path) -> Result {
    let snapshot = Workload::new(assets, SEED).inventory()?.snapshot();
    Ok(Tables::new(&snapshot, Workload::new(assets, SEED).records(), Workload::now()).write(folder)?)
}

fn answer(peer: &str, question: &str, folder: &Path) -> Result {
    let tables = Tables::read(folder)?;
    let run = Run { peer, question, folder };
    match (question, peer) {
        ("orphans", "sweep") => run.orphans(|| Sweep::new(&tables), |sweep| sweep.orphans(&tables)),
        ("orphans", "typed-arrays") => run.orphans(|| Typed::new(&tables), |typed| typed::orphans(&tables, typed)),
        ("orphans", "petgraph-csr") => run.orphans(|| InCsr::new(&tables), |graph| typed::orphans(&tables, graph)),
        ("orphans", "petgraph-graph") => run.orphans(|| InGraph::new(&tables), |graph| typed::orphans(&tables, graph)),
        ("orphans", "petgraph-stable") => {
            run.orphans(|| InStableGraph::new(&tables), |graph| typed::orphans(&tables, graph))
        }
        ("orphans", "nhi-lifecycle") => {
            let assets = tables.in_service.len();
            drop(tables);
            let snapshot = Workload::new(assets, SEED).inventory()?.snapshot();
            let orphans = |snapshot: &mut Snapshot| analysis::orphans(snapshot, Workload::now(), &Policy::default());
            run.timed(|| snapshot, orphans, |_| Vec::new())
        }
        ("radius", "nhi-lifecycle") => {
            let snapshot = Workload::new(tables.in_service.len(), SEED).inventory()?.snapshot();
            let nodes = snapshot.node_identifiers().filter(|node| node.namespace() == Namespace::Credential);
            let ids: Vec<Reference> = nodes.map(|node| snapshot.reference(node)).collect();
            let starts: Vec<CredentialRef> =
                tables.starts.iter().map(|start| ids[*start as usize].id.clone().into()).collect();
            drop((tables, ids));
            let radius = |start| {
                let reach = analysis::blast_radius(&snapshot, start, Workload::now());
                reach.map_or(0, |reach| reach.assets.len() as u32)
            };
            run.radii(|| (), |()| starts.iter().map(radius).collect())
        }
        ("radius", "search") => {
            let radius =
                |search: &mut Search| tables.starts.iter().map(|start| search.radius(&tables, *start)).collect();
            run.radii(|| Search::new(&tables), radius)
        }
        ("radius", "petgraph-csr") => {
            run.radii(|| InCsr::reach(&tables), |graph| general::radii(&*graph, &tables, |place| place, |node| node))
        }
        ("radius", "petgraph-graph") => {
            run.radii(|| InGraph::reach(&tables), |graph| general::radii(&*graph, &tables, NodeIndex::from, number))
        }
        ("radius", "petgraph-stable") => run
            .radii(|| InStableGraph::reach(&tables), |graph| general::radii(&*graph, &tables, NodeIndex::from, number)),
        _ => Err(format!("`{peer}` does not answer `{question}`").into()),
    }
}

fn number(node: NodeIndex) -> u32 {
    node.index() as u32
}

/// One peer that answers one question.
struct Run<'a> {
    peer: &'a str,
    question: &'a str,
    folder: &'a Path,
}

impl Run<'_> {
    fn orphans<B>(&self, build: impl FnOnce() -> B, answer: impl Fn(&mut B) -> Vec<bool>) -> Result {
        self.timed(build, answer, |orphans| orphans.into_iter().map(u8::from).collect())
    }

    fn radii<B>(&self, build: impl FnOnce() -> B, answer: impl Fn(&mut B) -> Vec<u32>) -> Result {
        self.timed(build, answer, |radii| radii.into_iter().flat_map(u32::to_le_bytes).collect())
    }

    /// Writes the answer beside the tables, and prints the times and the peak of memory.
    fn timed<B, A>(
        &self,
        build: impl FnOnce() -> B,
        answer: impl Fn(&mut B) -> A,
        bytes: impl FnOnce(A) -> Vec<u8>,
    ) -> Result {
        let begin = Clock::now();
        let mut built = build();
        let build = begin.elapsed().as_secs_f64();
        let mut seconds = Vec::new();
        let mut given = None;
        while seconds.len() < 7 {
            let begin = Clock::now();
            given = Some(black_box(answer(black_box(&mut built))));
            seconds.push(begin.elapsed().as_secs_f64());
        }
        let answer = given.map(bytes).unwrap_or_default();
        fs::write(self.folder.join(format!("{}.{}.answer", self.peer, self.question)), answer)?;
        let peak = memory::peak_megabytes();
        println!("{}", serde_json::json!({ "build": build, "seconds": seconds, "peak_mb": peak }));
        Ok(())
    }
}
