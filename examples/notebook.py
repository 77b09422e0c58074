"""A day's work with a ledger, in the cells of a notebook: python examples/notebook.py LEDGER.

Open it in an editor that knows "# %%" cells, or run it as a whole. It decides nothing.
"""

# %% Open a ledger to read it
import sys

import overt

ledger = overt.open(sys.argv[1] if len(sys.argv) > 1 else "overt.ledger", read_only=True)
print(ledger, "-", ledger.count(), "incidents")

# %% What is there: families and countries, the most frequent first
facets = ledger.facets()
for name in ("family", "country"):
    print(name, ", ".join(f"{one.value} {one.count}" for one in facets[name].values[:8]))

# %% What is held best: two independent reports or more
for row in ledger.page(sort="grade", least_origins=2, size=5).rows:
    print(row.grade, row.edtf or "undated", row.title)

# %% Who is said to be behind sabotage, and on whose word
for incident in ledger.incidents(family="sabotage"):
    claims = {claim.id: claim for claim in incident.claims}
    for one in incident.attribution:
        quotes = [claims[key].quote for key in one.claim_ids if key in claims]
        print(f"{incident.title}: {one.actor} ({one.level.replace('_', ' ')}): «{quotes[0] if quotes else ''}»")

# %% What needs a look: reports differ
for row in ledger.listing(disputed=True):
    for dispute in ledger.incident(row.id).disputed:
        print(f"{row.title}: {dispute.field}: {' or '.join(side.value for side in dispute.values)}")

# %% As a frame, where pandas or polars is there; as plain rows anywhere
rows = ledger.rows("incidents")
by_year: dict[str, int] = {}
for one in rows:
    year = str(one["earliest"].year) if one["earliest"] else "undated"
    by_year[year] = by_year.get(year, 0) + 1
print(dict(sorted(by_year.items())))

# %% Done
ledger.close()
