"""igraph: searches are its `subcomponent`, from a vertex that leads to all that a set begins with; the rest is numpy."""

import igraph
import numpy as np

import columns
from harness import run


def graph(begins, ends, size):
    return igraph.Graph(n=size, edges=np.column_stack((begins, ends)), directed=True)


def build(tables):
    pairs = columns.build(tables)
    return pairs, {name: graph(*arrows) for name, arrows in columns.arrows(tables, pairs).items()}


def orphans(tables, built):
    pairs, graphs = built

    def spread(name, members, works=None):
        may_follow = columns.may_follow(tables, name, works)
        # Only what may be in stays: its edges, and a root before what is in by itself.
        keep = np.flatnonzero(may_follow | members)
        part = graphs[name].induced_subgraph(keep.tolist(), implementation="create_from_scratch")
        root = part.vcount()
        seeds = np.flatnonzero(members[keep])
        part.add_vertices(1)
        part.add_edges(np.column_stack((np.full(len(seeds), root), seeds)))
        found = np.array(part.subcomponent(root, mode="out"))
        found = keep[found[found != root]]
        spread = np.zeros(len(members), dtype=bool)
        spread[found] = True
        return spread

    return columns.orphans(tables, pairs, spread)


def build_reach(tables):
    return graph(*tables.pairs("reach"), tables.places)


def radius(tables, reach):
    return [
        np.count_nonzero(np.array(reach.subcomponent(start, mode="out")) < tables.assets)
        for start in tables.start_places.tolist()
    ]


run(orphans=(build, orphans), radius=(build_reach, radius))
