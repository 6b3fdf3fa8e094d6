"""Polars: searches are joins repeated until nothing is new."""

from types import SimpleNamespace

import polars as pl

from harness import ENDS, run


def pairs(tables, name):
    begins, ends = tables.pairs(name)
    return pl.DataFrame({"b": begins.astype("u4"), "e": ends.astype("u4")})


def rows(**columns):
    return pl.DataFrame(columns).with_row_index("id")


def build(tables):
    built = SimpleNamespace(**{name: pairs(tables, name) for name in ENDS})
    built.below = pl.concat([built.runs_on, built.depends_on])
    built.agents = built.acts_for.select(b="e", e="b")
    built.asset = rows(in_service=tables.in_service)
    flags = {name: getattr(tables, name) for name in ("gone", "active", "non_human", "team", "human")}
    built.identity = rows(**flags)
    built.credential = rows(live=tables.live)
    return built


def spread(relation, members, may_follow):
    """What follows from a set along a relation, among what may."""
    relation = relation.join(may_follow, left_on="e", right_on="id", how="semi")
    taken = new = members
    while len(new):
        ends = relation.join(new, left_on="b", right_on="id", how="semi").select(id="e").unique()
        new = ends.join(taken, on="id", how="anti")
        taken = pl.concat([taken, new])
    return taken


def some(relation, of):
    """Whose relation leads into a set."""
    return relation.join(of, left_on="e", right_on="id", how="semi").select(id="b").unique()


def marked(frame, **sets):
    """A column of flags for each set of ids."""
    for name, ids in sets.items():
        flags = ids.unique().with_columns(pl.lit(True).alias(name))
        frame = frame.join(flags, on="id", how="left", maintain_order="left").with_columns(pl.col(name).fill_null(False))
    return frame


def bears(relation):
    return relation.select(id="b").unique()


def orphans(tables, built):
    c = pl.col
    identity, asset = built.identity, built.asset
    ids = lambda frame, of: frame.filter(of).select("id")  # noqa: E731
    in_service = ids(asset, c.in_service)
    answers = spread(built.member_of, ids(identity, c.human & ~c.gone), ids(identity, c.team & ~c.gone))
    asset_answered = some(built.asset_owner, answers)
    kept = spread(built.below, asset_answered.join(in_service, on="id", how="semi"), in_service)

    identity = marked(
        identity,
        answers=answers,
        attached=bears(built.attached_to),
        attached_to_kept=some(built.attached_to, kept),
        acts=bears(built.acts_for),
        owned=bears(built.identity_owner),
        owner_answers=some(built.identity_owner, answers),
        asset_answered=some(built.attached_to, asset_answered),
        principal_answers=some(built.acts_for, answers),
        entitled=bears(built.entitled_to),
        target=some(built.entitled_to, in_service),
    ).with_columns(works=c.active & (~c.attached | c.attached_to_kept))
    begins = pl.when(c.non_human).then(~c.acts & c.works).otherwise(c.answers)
    needed = spread(built.agents, ids(identity, begins), ids(identity, c.works))
    identity = marked(identity, principal_needed=some(built.acts_for, needed)).select(
        "id",
        wrong=~c.active
        | c.non_human
        & ((c.attached & ~c.works) | (c.acts & ~c.principal_needed) | (c.entitled & ~c.target)),
        answered=pl.when(~c.non_human)
        .then(c.answers)
        .when(c.owned)
        .then(c.owner_answers)
        .otherwise(c.asset_answered | c.principal_answers),
    )
    judged = built.authenticates_as.join(identity, left_on="e", right_on="id").select("b", "wrong", "answered")
    credential = built.credential.filter(c.live).join(judged, left_on="id", right_on="b", how="left")
    credential = marked(
        credential,
        owned=bears(built.credential_owner),
        owner_answers=some(built.credential_owner, answers),
        used=bears(built.used_by),
        user_answers=some(built.used_by, asset_answered),
        user_kept=some(built.used_by, kept),
        issuer_out=some(built.issued_by, ids(asset, ~c.in_service)),
        parent_dead=some(built.derived_from, ids(built.credential, ~c.live)),
    )
    credential_answered = pl.when(c.owned).then(c.owner_answers).otherwise(c.answered.fill_null(c.user_answers))
    fault = ~credential_answered | c.wrong.fill_null(False) | c.used & ~c.user_kept | c.issuer_out | c.parent_dead
    return marked(built.credential.select("id"), orphaned=ids(credential, fault))["orphaned"].to_numpy()


def build_reach(tables):
    return pairs(tables, "reach")


def radius(tables, reach):
    starts = pl.Series(tables.start_places.astype("u4"))
    taken = new = pl.DataFrame({"place": starts}).with_row_index("start")
    while len(new):
        ends = new.join(reach, left_on="place", right_on="b").select("start", place="e").unique()
        new = ends.join(taken, on=["start", "place"], how="anti")
        taken = pl.concat([taken, new])
    counts = taken.filter(pl.col("place") < tables.assets).group_by("start").len()
    starts = pl.DataFrame({"start": pl.arange(0, len(starts), dtype=pl.UInt32, eager=True)})
    return starts.join(counts, on="start", how="left", maintain_order="left")["len"].fill_null(0).to_numpy()


run(orphans=(build, orphans), radius=(build_reach, radius))
