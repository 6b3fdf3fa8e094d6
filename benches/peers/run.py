"""Runs every peer on the same tables, a process each, and prints tables of ratios: `run.py [ASSETS] [QUESTION...]`.

A peer whose answer differs from the bare sweep's in one credential gets no row, and the run fails. Of several times the least is told.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
TARGET = HERE.parents[1] / "target"
RUST = TARGET / "release" / "peers"
OURS = "nhi-lifecycle"
PETGRAPH = ["petgraph-csr", "petgraph-graph", "petgraph-stable"]
PYTHON_PEERS = ["numpy", "scipy", "graphblas", "igraph", "rustworkx", "polars", "duckdb"]
# What is asked, the bare answer that is right, ours where there is one, and the others.
QUESTIONS = {
    "orphans": ("every orphaned credential", "sweep", [OURS, "typed-arrays", *PETGRAPH, *PYTHON_PEERS]),
    "radius": ("how many assets each of 1,000 credentials reaches", "search", [OURS, *PETGRAPH, *PYTHON_PEERS[1:]]),
}
# Answers that are not compared: of another question, which says more.
MORE = {(OURS, "orphans")}
# One thread each, as ours.
THREADS = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "POLARS_MAX_THREADS", "RAYON_NUM_THREADS")}


def measure(peer, question, folder):
    """What a peer prints, or none if it failed."""
    if peer in PYTHON_PEERS:
        command = [sys.executable, HERE / f"with_{peer}.py", question, folder]
    else:
        command = [RUST, peer, question, folder]
    done = subprocess.run(command, env=os.environ | THREADS, stdout=subprocess.PIPE, check=False, text=True)
    return json.loads(done.stdout) if done.returncode == 0 else None


def answer(peer, question, folder):
    name = f"with_{peer}" if peer in PYTHON_PEERS else peer
    return (folder / f"{name}.{question}.answer").read_bytes()


def compare(question, folder):
    """Measures all, prints a row each as it comes, and gives who is refused."""
    said, bare, peers = QUESTIONS[question]
    print(f"Question: {said}.\n\n| | seconds | to the bare one | to ours | to build | MB at most |\n{'| --- ' * 6}|")
    first = measure(bare, question, folder)
    right = answer(bare, question, folder)
    limit, ours = min(first["seconds"]), None
    refused = []
    for peer in [bare, *peers]:
        row = first if peer == bare else measure(peer, question, folder)
        if row is None or ((peer, question) not in MORE and answer(peer, question, folder) != right):
            refused.append(f"{peer}, {question}: " + ("it failed" if row is None else "its answer differs"))
            continue
        seconds = min(row["seconds"])
        if peer == OURS:
            ours = seconds
        name = f"bare {peer}" if peer == bare else peer
        to_ours = f"{seconds / ours:.2f}" if ours else ""
        print(
            f"| {name} | {seconds:.4f} | {seconds / limit:.1f} | {to_ours} | {row['build']:.2f} | {row['peak_mb']} |",
            flush=True,
        )
    return refused


def main():
    numbers = [argument for argument in sys.argv[1:] if argument.isdigit()]
    questions = [argument for argument in sys.argv[1:] if argument in QUESTIONS] or list(QUESTIONS)
    assets = int(numbers[0]) if numbers else 10_000
    folder = TARGET / "peers" / f"{assets}"
    subprocess.run([RUST, "export", str(assets), folder], check=True)
    failures = []
    for question in questions:
        print(f"\n{assets:,} assets. ", end="")
        failures += compare(question, folder)
    for failure in failures:
        print(f"refused: {failure}")
    sys.exit(bool(failures))


if __name__ == "__main__":
    main()
