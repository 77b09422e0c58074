"""Writes what two revisions differ in as JSON: Difference -> one object that says all of it, and can be applied."""

import json
from dataclasses import fields
from typing import Any

from overt.record.codec import encode
from overt.types.history import Change, Difference, Revision
from overt.types.incident import Incident

_FORM = "overt-difference/1"
_BESIDE = ("id", "claims")  # not among the fields: the one never changes, the others stand on their own
_Json = dict[str, Any]


def difference_json(difference: Difference) -> str:
    """Return the difference as JSON; its keys are described in docs/export.md."""
    data = {
        "form": _FORM,
        "from": _point(difference.start),
        "to": _point(difference.end),
        "revisions": [encode(revision) for revision in difference.between],
        "incidents": [_change(change) for change in difference.changes],
    }
    return json.dumps(data, ensure_ascii=False, indent=1)


def _point(revision: Revision | None) -> _Json:
    return {"revision": revision.number if revision else 0, "at": revision.at if revision else None}


def _change(change: Change) -> _Json:
    before, after = change.before, change.after
    kind = "added" if before is None else "dropped" if after is None else "changed"
    found: _Json = {
        "id": change.incident_id,
        "title": (after or before).title if after or before else "",  # type: ignore[union-attr]
        "change": kind,
        "kin": list(change.kin),
        "why": [encode(cause) for cause in change.causes],
    }
    if after is not None:
        found["fields"] = _fields(before, after)
        found["claims"] = _claims(before, after)
    return found


def _fields(before: Incident | None, after: Incident) -> _Json:
    found = {}
    for name in (field.name for field in fields(Incident) if field.name not in _BESIDE):
        old = encode(getattr(before, name)) if before is not None else None
        new = encode(getattr(after, name))
        if before is None or old != new:
            found[name] = {"before": old, "after": new}
    return found


def _claims(before: Incident | None, after: Incident) -> _Json:
    old = {claim.id: claim for claim in before.claims} if before is not None else {}
    new = {claim.id: claim for claim in after.claims}
    return {
        "added": [encode(claim) for key, claim in new.items() if old.get(key) != claim],
        "dropped": sorted(old.keys() - new.keys()),
        "order": [claim.id for claim in after.claims],
    }
