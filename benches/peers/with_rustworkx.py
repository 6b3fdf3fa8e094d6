"""rustworkx: searches are its `descendants`, of a node that leads to all that a set begins with; the rest is numpy."""

import numpy as np
import rustworkx

import columns
from harness import run


def graph(begins, ends, size):
    made = rustworkx.PyDiGraph(multigraph=True, node_count_hint=size, edge_count_hint=len(begins))
    made.add_nodes_from(range(size))
    made.add_edges_from_no_data(list(zip(begins.tolist(), ends.tolist(), strict=True)))
    return made


def build(tables):
    pairs = columns.build(tables)
    arrows = columns.arrows(tables, pairs)
    # What may follow is known beforehand for two of the sets, so that their graphs can be built of that alone.
    for name in ("teams", "kept"):
        begins, ends, size = arrows[name]
        follows = columns.may_follow(tables, name)[ends]
        arrows[name] = (begins[follows], ends[follows], size)
    return pairs, arrows, {name: graph(*arrows[name]) for name in ("teams", "kept")}


def orphans(tables, built):
    pairs, arrows, graphs = built

    def spread(name, members, works=None):
        if name == "agents":
            begins, ends, size = arrows[name]
            made = graph(begins[works[ends]], ends[works[ends]], size)
        else:
            made = graphs[name]
        root = made.add_node(None)
        made.add_edges_from_no_data([(root, member) for member in np.flatnonzero(members).tolist()])
        found = rustworkx.descendants(made, root)
        made.remove_node(root)
        spread = np.zeros(len(members), dtype=bool)
        spread[np.fromiter(found, dtype=np.int64, count=len(found))] = True
        return spread

    return columns.orphans(tables, pairs, spread)


def build_reach(tables):
    return graph(*tables.pairs("reach"), tables.places)


def radius(tables, reach):
    return [
        sum(place < tables.assets for place in rustworkx.descendants(reach, start)) for start in tables.start_places.tolist()
    ]


run(orphans=(build, orphans), radius=(build_reach, radius))
