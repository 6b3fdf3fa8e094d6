"""DuckDB: one statement, recursive where sets are closed."""

import duckdb
import numpy as np

from harness import ENDS, run

ORPHANS = """
with recursive
  answers(id) as (
    select id from identity where human and not gone
    union
    select m.e from answers a join member_of m on m.b = a.id join identity t on t.id = m.e where t.team and not t.gone
  ),
  asset_answered(id) as materialized (select distinct b from asset_owner where e in (from answers)),
  kept(id) as (
    select id from asset where in_service and id in (from asset_answered)
    union
    select d.e from kept k
      join (from runs_on union all from depends_on) d on d.b = k.id
      join asset a on a.id = d.e where a.in_service
  ),
  works(id) as materialized (
    select id from identity where active
      and (id not in (select b from attached_to) or id in (select b from attached_to where e in (from kept)))
  ),
  needed(id) as (
    select id from identity i where case when non_human
      then id not in (select b from acts_for) and id in (from works)
      else id in (from answers) end
    union
    select a.b from needed n join acts_for a on a.e = n.id where a.b in (from works)
  ),
  judged(id, wrong, answered) as materialized (
    select id,
      not active or non_human and (
        (id in (select b from attached_to) and id not in (select b from attached_to where e in (from kept)))
        or (id in (select b from acts_for) and id not in (select b from acts_for where e in (from needed)))
        or (id in (select b from entitled_to)
          and id not in (select b from entitled_to join asset a on a.id = e where a.in_service))
      ),
      case
        when not non_human then id in (from answers)
        when id in (select b from identity_owner) then id in (select b from identity_owner where e in (from answers))
        else id in (select b from attached_to where e in (from asset_answered))
          or id in (select b from acts_for where e in (from answers))
      end
    from identity
  ),
  by_identity(id, wrong, answered) as (
    select b, bool_or(wrong), bool_or(answered) from authenticates_as join judged on judged.id = e group by b
  )
select c.id from credential c left join by_identity i using (id)
where live and (
  coalesce(i.wrong, false)
  or not case
    when c.id in (select b from credential_owner) then c.id in (select b from credential_owner where e in (from answers))
    when i.answered is not null then i.answered
    else c.id in (select b from used_by where e in (from asset_answered))
  end
  or (c.id in (select b from used_by) and c.id not in (select b from used_by where e in (from kept)))
  or c.id in (select b from issued_by join asset a on a.id = e where not a.in_service)
  or c.id in (select b from derived_from join credential p on p.id = e where not p.live)
)
"""

RADIUS = """
with recursive reached(start, place) as (
  select number, place from starts
  union
  select r.start, s.e from reached r join reach s on s.b = r.place
)
select start, count(*) from reached where place < $assets group by start
"""


def table(connection, name, **columns):
    """A table of numpy's columns."""
    connection.execute(f"create table {name} as select * from columns")


def build(tables):
    connection = duckdb.connect()
    connection.execute("set threads = 1")
    table(connection, "asset", id=np.arange(tables.assets), in_service=tables.in_service)
    flags = {name: getattr(tables, name) for name in ("gone", "active", "non_human", "team", "human")}
    table(connection, "identity", id=np.arange(tables.identities), **flags)
    table(connection, "credential", id=np.arange(tables.credentials), live=tables.live)
    for name in ENDS:
        begins, ends = tables.pairs(name)
        table(connection, name, b=begins, e=ends)
    return connection


def orphans(tables, connection):
    found = np.zeros(tables.credentials, dtype=bool)
    found[connection.execute(ORPHANS).fetchnumpy()["id"]] = True
    return found


def build_reach(tables):
    connection = duckdb.connect()
    connection.execute("set threads = 1")
    begins, ends = tables.pairs("reach")
    table(connection, "reach", b=begins, e=ends)
    table(connection, "starts", number=np.arange(len(tables.starts)), place=tables.start_places)
    return connection


def radius(tables, connection):
    rows = connection.execute(RADIUS, {"assets": tables.assets}).fetchnumpy()
    radii = np.zeros(len(tables.starts), dtype=np.int64)
    radii[rows["start"]] = rows["count_star()"]
    return radii


run(orphans=(build, orphans), radius=(build_reach, radius))
