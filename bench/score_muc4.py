"""Runs overt over MUC-4 documents and scores them: folder of JSON with doctext and templates in; figures out.

The texts are lower-cased newswire of 1989-91 and are fed as they are. By default every file but train.json (all with
`is_full`, or where there is no other). Metrics: P, R, F1 of documents that tell of an incident (a template; an account
of a MUC type); CEAF-REE (strict phi) and CEAF-RME (subset variant) of muc4_ree.py over overt's accounts mapped to MUC
types and roles by `to_template`: one mention a filler. Baselines: every document tells of an incident; subjects and
objects of a few plain verbs of the bare parse as perpetrators and victims. Cases: documents, gold fillers.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.scorers import CannotScoreError, load_scorer, prf_figures
from bench.texts import Text, read_rows, read_texts
from overt.extract.parse import load_parser
from overt.types.account import Account, EntityKind, Granularity, Participant, Role

Template = dict[str, Any]  # "incident_type", and for each role entities = lists of mention strings

# overt's type, or its family, -> the type of MUC-4; what is not here is no incident there (arrests, espionage ...)
TYPES: Mapping[str, str] = {
    "violence.abduction": "kidnapping",
    "violence.rendition": "kidnapping",
    "violence": "attack",
    "sabotage.arson": "arson",
    "sabotage.explosive": "bombing",
    "sabotage.infrastructure": "attack",
    "sabotage.armed_raid": "attack",
    "sabotage.contamination": "attack",
}
_DOERS = frozenset({Role.PERPETRATOR, Role.PROXY, Role.DIRECTOR, Role.HANDLER, Role.CLAIMANT})
_BODIES = frozenset({EntityKind.ORGANISATION, EntityKind.SERVICE, EntityKind.STATE})
_ROLES = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")
_VERBS: Mapping[str, str] = {
    "kill": "attack",
    "murder": "attack",
    "attack": "attack",
    "bomb": "bombing",
    "kidnap": "kidnapping",
    "burn": "arson",
}


def score(folder: Path, is_full: bool = False) -> dict[str, Any]:
    """Return the figures over the documents of the folder."""
    documents, files = read_documents(folder, is_full=is_full)
    if not documents:
        raise CannotScoreError(f"no file of {folder} has documents with doctext and templates")
    batch = read_texts([Text(key=key, text=row["doctext"]) for key, row in documents.items()])
    found = {key: [linked.account for linked in reading.accounts] for key, reading in batch.readings.items()}
    predicted = {key: to_templates(found.get(key, ())) for key in documents}
    gold = {key: gold_templates(row) for key, row in documents.items()}
    figures: dict[str, Any] = batch.figures() | {
        "note": f"files {', '.join(files)}; lower-cased texts, fed as they are"
    }
    figures |= _relevance(gold, predicted) | _fillers("", gold, predicted)
    plain = {key: list(guess_templates(row["doctext"])) for key, row in documents.items()}
    figures |= _relevance(gold, {key: [{}] for key in gold}, "all_") | _fillers("plain_", gold, plain)
    figures["types_found"] = dict(Counter(a.type for rows in found.values() for a in rows).most_common())
    figures["crash_places"] = dict(Counter(batch.crashes))
    return figures


def read_documents(folder: Path, *, is_full: bool) -> tuple[dict[str, dict[str, Any]], list[str]]:
    """Return the documents by id, and the names of the files that they are from."""
    by_file = {path: [row for row in read_rows(path) if _is_document(row)] for path in sorted(folder.glob("*.json*"))}
    by_file = {path: rows for path, rows in by_file.items() if rows}
    chosen = [path for path in by_file if is_full or "train" not in path.stem] or list(by_file)
    documents = {f"{path.stem}/{row['docid']}": row for path in chosen for row in by_file[path]}
    return documents, [path.name for path in chosen]


def _is_document(row: Mapping[str, Any]) -> bool:
    return "docid" in row and "doctext" in row and ("templates" in row or "extracts" in row)


def gold_templates(row: Mapping[str, Any]) -> list[Template]:
    """Return the templates of a document without offsets; a GRIT row (roles of the document) becomes one template."""
    names = load_scorer("muc4_ree").GRIT_KEYS
    rows = row.get("templates")
    if rows is None:
        rows = [{"incident_type": "attack", **row["extracts"]}] if any(row["extracts"].values()) else []
    templates = []
    for one in rows:
        roles = {names.get(role, role): entities for role, entities in one.items() if role != "incident_type"}
        fillers = {role: [[_string(mention) for mention in e] for e in found if e] for role, found in roles.items()}
        templates.append({"incident_type": one["incident_type"], **fillers})
    return templates


def _string(mention: Any) -> str:
    return str(mention if isinstance(mention, str) else mention[0])


def muc_type(code: str) -> str | None:
    """Return the MUC-4 type of a codebook type; None if MUC-4 has none."""
    return TYPES.get(code) or TYPES.get(code.split(".", maxsplit=1)[0])


def to_templates(accounts: Iterable[Account]) -> list[Template]:
    """Return a document's accounts as MUC templates; what tells of many events or has no MUC type is left out."""
    told = (a for a in accounts if a.granularity in {Granularity.SINGLE, Granularity.SERIES})
    return [template for account in told if (template := to_template(account)) is not None]


def to_template(account: Account) -> Template | None:
    """Return an account as a MUC template; None if its type is none of MUC's."""
    kind = muc_type(account.type)
    if kind is None:
        return None
    fillers: dict[str, list[list[str]]] = {role: [] for role in _ROLES}
    for participant in account.participants:
        role, words = muc_role(participant), participant.name or participant.description
        if role and words and [words] not in fillers[role]:
            fillers[role].append([words])
    actors = [[one.actor] for one in account.attribution if [one.actor] not in fillers["PerpOrg"]]
    fillers["PerpOrg"] += [actor for actor in actors if actor not in fillers["PerpInd"]]
    weapons = dict.fromkeys(claim.quote for claim in account.claims if claim.field == "means")
    fillers["Weapon"] = [[quote] for quote in weapons]
    return {"incident_type": kind, **fillers}


def muc_role(participant: Participant) -> str | None:
    """Return the MUC-4 role of a participant: a body that did it is PerpOrg, a thing that was hit Target."""
    if participant.role in _DOERS:
        is_body = participant.kind in _BODIES or (participant.kind is EntityKind.GROUP and bool(participant.name))
        return "PerpOrg" if is_body else "PerpInd"
    if participant.role is Role.VICTIM:
        return "Victim"
    if participant.role is Role.OBJECT:
        return "Target"
    if participant.role is Role.TARGET:
        return "Victim" if participant.kind in {EntityKind.PERSON, EntityKind.GROUP} else "Target"
    return None


def guess_templates(text: str) -> Iterator[Template]:
    """Yield what the baseline finds: for each plain verb its subject as perpetrator and its object as victim."""
    for token in load_parser()(text):
        kind = _VERBS.get(token.lemma_.lower())
        if kind is None or token.pos_ != "VERB":
            continue
        roles: dict[str, list[list[str]]] = defaultdict(list)
        for child in token.children:
            words = text[child.left_edge.idx : child.idx + len(child.text)]
            if child.dep_ in {"nsubj", "agent"}:
                roles["PerpInd"].append([words])
            elif child.dep_ in {"dobj", "nsubjpass"}:
                roles["Victim"].append([words])
        yield {"incident_type": kind, **roles}


def _relevance(
    gold: Mapping[str, Sequence[Any]], found: Mapping[str, Sequence[Any]], prefix: str = ""
) -> dict[str, float]:
    hits = sum(bool(gold[key]) and bool(found[key]) for key in gold)
    counts = (hits, sum(map(bool, found.values())), sum(map(bool, gold.values())))
    return prf_figures(f"{prefix}relevance", *counts) | {f"{prefix}documents_with_incident": counts[2]}


def _fillers(prefix: str, gold: Mapping[str, list[Template]], found: Mapping[str, list[Template]]) -> dict[str, Any]:
    scorer = load_scorer("muc4_ree")
    result = scorer.ceaf_ree(scorer.collapse(found), scorer.collapse(gold))
    figures = {f"{prefix}ree_{role}_{part}": row[part] for role, row in result.items() for part in ("p", "r", "f1")}
    figures[f"{prefix}ree_fillers"] = result["micro_avg"]["r_den"]
    row = scorer.ceaf_rme(found, gold, "subset")
    return figures | {f"{prefix}rme_{part}": row[part] for part in ("p", "r", "f1")}
