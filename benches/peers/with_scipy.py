"""scipy.sparse: relations are boolean matrices, searches take the rows of what is new."""

from types import SimpleNamespace

import numpy as np
from scipy.sparse import csr_array

from harness import ENDS, run


def matrix(begins, ends, shape):
    return csr_array((np.ones(len(begins), dtype=bool), (begins, ends)), shape=shape)


def build(tables):
    sizes = {name: tuple(getattr(tables, end) for end in ENDS[name]) for name in ENDS}
    built = SimpleNamespace(**{name: matrix(*tables.pairs(name), sizes[name]) for name in ENDS})
    built.below = (built.runs_on + built.depends_on).tocsr()
    built.agents = built.acts_for.T.tocsr()
    return built


def spread(relation, members, may_follow):
    members = members.copy()
    new = np.flatnonzero(members)
    while len(new):
        ends = relation[new].indices
        new = np.unique(ends[may_follow[ends] & ~members[ends]])
        members[new] = True
    return members


def bears(relation):
    return np.diff(relation.indptr) > 0


def orphans(tables, built):
    answers = spread(built.member_of, tables.human & ~tables.gone, tables.team & ~tables.gone)
    asset_answered = built.asset_owner @ answers
    kept = spread(built.below, tables.in_service & asset_answered, tables.in_service)

    attached, principals = bears(built.attached_to), bears(built.acts_for)
    works = tables.active & (~attached | (built.attached_to @ kept))
    needed = spread(built.agents, np.where(tables.non_human, ~principals & works, answers), works)

    wrong = ~tables.active | tables.non_human & (
        attached & ~works
        | principals & ~(built.acts_for @ needed)
        | bears(built.entitled_to) & ~(built.entitled_to @ tables.in_service)
    )
    through = (built.attached_to @ asset_answered) | (built.acts_for @ answers)
    answered = np.where(bears(built.identity_owner), built.identity_owner @ answers, through)
    answered = np.where(tables.non_human, answered, answers)

    by_identity = np.where(
        bears(built.authenticates_as), built.authenticates_as @ answered, built.used_by @ asset_answered
    )
    credential_answered = np.where(bears(built.credential_owner), built.credential_owner @ answers, by_identity)
    return tables.live & (
        ~credential_answered
        | (built.authenticates_as @ wrong)
        | bears(built.used_by) & ~(built.used_by @ kept)
        | (built.issued_by @ ~tables.in_service)
        | (built.derived_from @ ~tables.live)
    )


def build_reach(tables):
    return matrix(*tables.pairs("reach"), (tables.places, tables.places))


def radius(tables, reach):
    """All searches at once: a row each, and a product a step."""
    rows = np.arange(len(tables.start_places))
    new = seen = matrix(rows, tables.start_places, (len(rows), tables.places))
    while new.nnz:
        new = (new @ reach) > seen
        seen = seen + new
    return np.bincount(seen.tocoo().row[seen.tocoo().col < tables.assets], minlength=len(rows))


run(orphans=(build, orphans), radius=(build_reach, radius))
