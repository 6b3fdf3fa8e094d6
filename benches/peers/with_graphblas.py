"""SuiteSparse GraphBLAS: sets are sparse vectors, searches are masked products."""

from functools import reduce
from types import SimpleNamespace

import graphblas as gb
import numpy as np
from graphblas import binary, monoid, semiring, unary

from harness import ENDS, run


# Whether any pair meets.
ANY = semiring.any_pair[bool]


def members(flags):
    """A set, from flags."""
    return gb.Vector.from_coo(np.flatnonzero(flags), True, size=len(flags), dtype=bool)


def build(tables):
    def matrix(name):
        rows, columns = (getattr(tables, end) for end in ENDS[name])
        return gb.Matrix.from_coo(*tables.pairs(name), True, nrows=rows, ncols=columns, dtype=bool)

    built = SimpleNamespace(**{name: matrix(name) for name in ENDS})
    built.below = (built.runs_on | built.depends_on).new(dtype=bool)
    built.agents = built.acts_for.T.new()
    built.bears = {name: getattr(built, name).reduce_rowwise(monoid.any).new() for name in ENDS}
    for name in ("in_service", "live", "gone", "active", "non_human", "team", "human"):
        setattr(built, f"is_{name}", members(getattr(tables, name)))
        setattr(built, f"not_{name}", members(~getattr(tables, name)))
    return built


def some(relation, of):
    return ANY(relation @ of).new()


def spread(relation, begins, closed):
    """What follows from a set, without what is closed to it."""
    taken, new, closed = begins.dup(), begins.dup(), either(closed, begins)
    while new.nvals:
        new(~closed.S, replace=True) << ANY(new @ relation)
        closed(binary.any) << new
        taken(binary.any) << new
    return taken


# `apply` under a mask: several times as fast as a masked copy.
def without(these, those):
    return unary.identity(these).new(mask=~those.S)


def within(these, those):
    return unary.identity(these).new(mask=those.S)


def either(*sets):
    return reduce(lambda union, one: monoid.lor(union | one).new(), sets)


def where(bearing, then, otherwise):
    """One set where records bear a relation, another elsewhere. The first holds none that do not."""
    return either(then, without(otherwise, bearing))


def orphans(tables, built):
    bears = built.bears
    closed = either(built.not_team, built.is_gone)
    answers = spread(built.member_of, without(built.is_human, built.is_gone), closed)
    asset_answered = some(built.asset_owner, answers)
    kept = spread(built.below, within(asset_answered, built.is_in_service), built.not_in_service)

    attached_to_kept = some(built.attached_to, kept)
    works = either(without(built.is_active, bears["attached_to"]), within(attached_to_kept, built.is_active))
    alone = within(without(works, bears["acts_for"]), built.is_non_human)
    idle = members(~dense(works))
    needed = spread(built.agents, either(alone, without(answers, built.is_non_human)), idle)

    failed = either(
        without(bears["attached_to"], attached_to_kept),
        without(bears["acts_for"], some(built.acts_for, needed)),
        without(bears["entitled_to"], some(built.entitled_to, built.is_in_service)),
    )
    wrong = either(built.not_active, within(failed, built.is_non_human))
    through = either(some(built.attached_to, asset_answered), some(built.acts_for, answers))
    answered = where(bears["identity_owner"], some(built.identity_owner, answers), through)
    answered = either(within(answered, built.is_non_human), without(answers, built.is_non_human))

    by_identity = where(
        bears["authenticates_as"], some(built.authenticates_as, answered), some(built.used_by, asset_answered)
    )
    credential_answered = where(bears["credential_owner"], some(built.credential_owner, answers), by_identity)
    fault = either(
        without(built.is_live, credential_answered),
        some(built.authenticates_as, wrong),
        without(bears["used_by"], some(built.used_by, kept)),
        some(built.issued_by, built.not_in_service),
        some(built.derived_from, built.not_live),
    )
    return dense(within(fault, built.is_live))


def dense(these):
    flags = np.zeros(these.size, dtype=bool)
    flags[these.to_coo(values=False)[0]] = True
    return flags


def build_reach(tables):
    return gb.Matrix.from_coo(*tables.pairs("reach"), True, nrows=tables.places, ncols=tables.places, dtype=bool)


def radius(tables, reach):
    """All searches at once: a row each, and a masked product a step."""
    searches = len(tables.start_places)
    new = gb.Matrix.from_coo(np.arange(searches), tables.start_places, True, nrows=searches, ncols=tables.places, dtype=bool)
    seen = new.dup()
    while new.nvals:
        new(~seen.S, replace=True) << ANY(new @ reach)
        seen(binary.any) << new
    return seen[:, : tables.assets].reduce_rowwise(gb.agg.count).new().to_dense(fill_value=0)


run(orphans=(build, orphans), radius=(build_reach, radius))
