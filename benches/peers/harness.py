"""What every peer does alike: read the tables, build, answer, write the answer, print times and the peak of memory.

`python PEER.py QUESTION FOLDER`; the tables are those of `peers export`. What `build` makes of them is the peer's own form and not
timed with the answers.
"""

import json
import resource
import sys
import time
from pathlib import Path

import numpy as np

GONE, ACTIVE, NON_HUMAN, TEAM = 1, 2, 4, 8


class Tables:
    def __init__(self, folder):
        self.folder = folder
        self.in_service = np.fromfile(folder / "in_service.u8", dtype=bool)
        self.live = np.fromfile(folder / "live.u8", dtype=bool)
        beings = np.fromfile(folder / "beings.u8", dtype=np.uint8)
        self.gone, self.active, self.non_human, self.team = ((beings & flag) != 0 for flag in (GONE, ACTIVE, NON_HUMAN, TEAM))
        self.human = ~(self.non_human | self.team)
        self.starts = np.fromfile(folder / "starts.u32", dtype="<u4")
        self.assets, self.identities, self.credentials = len(self.in_service), len(beings), len(self.live)
        # Of the graph of reach: assets entered with read, write, admin, then identities, then credentials.
        self.places = 3 * self.assets + self.identities + self.credentials
        self.start_places = self.starts.astype(np.int64) + 3 * self.assets + self.identities

    def pairs(self, name):
        """The two columns of a relation."""
        return tuple(np.fromfile(self.folder / f"{name}.{end}.u32", dtype="<u4").astype(np.int64) for end in ("from", "to"))


# What a relation leads from and to.
ENDS = {
    "asset_owner": ("assets", "identities"),
    "identity_owner": ("identities", "identities"),
    "credential_owner": ("credentials", "identities"),
    "member_of": ("identities", "identities"),
    "runs_on": ("assets", "assets"),
    "depends_on": ("assets", "assets"),
    "attached_to": ("identities", "assets"),
    "acts_for": ("identities", "identities"),
    "entitled_to": ("identities", "assets"),
    "authenticates_as": ("credentials", "identities"),
    "issued_by": ("credentials", "assets"),
    "used_by": ("credentials", "assets"),
    "derived_from": ("credentials", "credentials"),
}


def run(**questions):
    """Answers one of a peer's questions, each a pair of functions: one builds, one answers."""
    question, folder = sys.argv[1], Path(sys.argv[2])
    build, answer = questions[question]
    tables = Tables(folder)
    begin = time.perf_counter()
    built = build(tables)
    built_in = time.perf_counter() - begin
    seconds = []
    while len(seconds) < 5 and (sum(seconds) < 20 or not seconds):
        begin = time.perf_counter()
        given = answer(tables, built)
        seconds.append(time.perf_counter() - begin)
    peer = Path(sys.argv[0]).stem
    given = np.asarray(given).astype(np.uint8 if question == "orphans" else "<u4")
    given.tofile(folder / f"{peer}.{question}.answer")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"build": built_in, "seconds": seconds, "peak_mb": peak}))
