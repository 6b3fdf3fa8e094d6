"""numpy alone: each step of a search looks at every pair."""

import numpy as np

import columns
from harness import run


def build(tables):
    pairs = columns.build(tables)
    return pairs, columns.arrows(tables, pairs)


def orphans(tables, built):
    pairs, arrows = built

    def spread(name, members, works=None):
        begins, ends, _ = arrows[name]
        follows = columns.may_follow(tables, name, works)[ends]
        begins, ends = begins[follows], ends[follows]
        members = members.copy()
        while True:
            more = ends[members[begins] & ~members[ends]]
            if not len(more):
                return members
            members[more] = True

    return columns.orphans(tables, pairs, spread)


run(orphans=(build, orphans))
