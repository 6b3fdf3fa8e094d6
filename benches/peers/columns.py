"""The question of orphans over columns of pairs, for peers that bring a graph to search and leave the rest to numpy."""

import numpy as np

from harness import ENDS


def build(tables):
    """The columns of each relation."""
    return {name: tables.pairs(name) for name in ENDS}


def orphans(tables, pairs, spread):
    """Of each credential, whether it is a live orphan. `spread(name, members)` closes a set: over `teams`, `kept` or `agents`."""

    def some(name, of):
        """Whether any relation of each record leads into a set."""
        begins, ends = pairs[name]
        into = np.zeros(getattr(tables, ENDS[name][0]), dtype=bool)
        into[begins[of[ends]]] = True
        return into

    def bears(name):
        into = np.zeros(getattr(tables, ENDS[name][0]), dtype=bool)
        into[pairs[name][0]] = True
        return into

    answers = spread("teams", tables.human & ~tables.gone)
    asset_answered = some("asset_owner", answers)
    kept = spread("kept", tables.in_service & asset_answered)

    attached, principals = bears("attached_to"), bears("acts_for")
    works = tables.active & (~attached | some("attached_to", kept))
    begins = np.where(tables.non_human, ~principals & works, answers)
    needed = spread("agents", begins, works)

    wrong = ~tables.active | tables.non_human & (
        attached & ~works
        | principals & ~some("acts_for", needed)
        | bears("entitled_to") & ~some("entitled_to", tables.in_service)
    )
    through = some("attached_to", asset_answered) | some("acts_for", answers)
    answered = np.where(bears("identity_owner"), some("identity_owner", answers), through)
    answered = np.where(tables.non_human, answered, answers)

    used = bears("used_by")
    by_identity = np.where(bears("authenticates_as"), some("authenticates_as", answered), some("used_by", asset_answered))
    credential_answered = np.where(bears("credential_owner"), some("credential_owner", answers), by_identity)
    return tables.live & (
        ~credential_answered
        | some("authenticates_as", wrong)
        | used & ~some("used_by", kept)
        | some("issued_by", ~tables.in_service)
        | some("derived_from", ~tables.live)
    )


def arrows(tables, pairs):
    """What each set is closed over: columns from a member to what follows, and how many records there are."""
    below = tuple(np.concatenate(ends) for ends in zip(pairs["runs_on"], pairs["depends_on"], strict=True))
    return {
        "teams": (*pairs["member_of"], tables.identities),
        "kept": (*below, tables.assets),
        "agents": (*reversed(pairs["acts_for"]), tables.identities),
    }


def may_follow(tables, name, works=None):
    """Which records a set may take in."""
    return {"teams": tables.team & ~tables.gone, "kept": tables.in_service, "agents": works}[name]
