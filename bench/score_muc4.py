"""Runs overt with the codebook of MUC-4 and scores it: folder of JSON with doctext and templates in; figures out.

The texts are lower-cased newswire of 1989-91. By default every file but train.json (all with `is_full`, or where there
is no other). Metrics: P, R, F1 of documents that tell of an incident (a template); CEAF-REE (strict phi) and CEAF-RME
(subset variant) and the template F1 of GTT, of muc4_ree.py, over the templates of bench/muc4: one mention a filler; the
slots of the expert keys (keys*.jsonl) by bench/muc4/slots.py. Baselines: every document tells of an incident; subjects
and objects of a few plain verbs of the bare parse as perpetrators and victims; the same templates with the values that
are most frequent in the keys of other documents. Cases: documents, gold fillers, fills of the keys.
"""

import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from bench import judged
from bench.judge.muc4 import MucDocument, judge
from bench.muc4 import templates as muc
from bench.muc4.documents import Document, read_documents
from bench.muc4.learned import load_scorer as load_learned
from bench.muc4.propose import propose
from bench.muc4.read import settle
from bench.muc4.slots import read_key, read_template, score_slots, usual_values
from bench.scorers import CannotScoreError, load_scorer, prf_figures
from bench.texts import read_rows
from overt.extract.parse import load_parser

Template = dict[str, Any]  # "incident_type", and for each role entities = lists of mention strings

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
    load_parser()
    started, scorer = time.monotonic(), load_learned()
    proposals = {key: propose(Document(key=key, text=row["doctext"])) for key, row in documents.items()}
    found = {key: settle(proposal, scorer) for key, proposal in proposals.items()}
    seconds = time.monotonic() - started
    alone = {key: to_rows(settle(proposal, None)) for key, proposal in proposals.items()}
    predicted = {key: to_rows(templates) for key, templates in found.items()}
    gold = {key: gold_templates(row) for key, row in documents.items()}
    figures: dict[str, Any] = {
        "texts": len(documents),
        "reports_per_s": len(documents) / seconds,
        "note": f"files {', '.join(files)}; lower-cased texts; codebook bench/muc4/codebook; "
        + (scorer.note if scorer else "rules alone"),
    }
    figures |= _relevance(gold, predicted) | _fillers("", gold, predicted) | _slots(folder, found)
    figures |= _relevance(gold, alone, "rules_") | _fillers("rules_", gold, alone)
    plain = {key: list(guess_templates(row["doctext"])) for key, row in documents.items()}
    figures |= _relevance(gold, {key: [{}] for key in gold}, "all_") | _fillers("plain_", gold, plain)
    rows = [
        MucDocument(
            document=judged.Document(key=key, text=row["doctext"], about=key),
            gold=gold[key],
            said=predicted[key],
            templates=found[key],
        )
        for key, row in documents.items()
    ]
    figures["judging"] = judge(rows)
    figures["types_found"] = dict(Counter(t.incident_type for rows in found.values() for t in rows).most_common())
    return figures


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


def to_rows(templates: Iterable[muc.Template]) -> list[Template]:
    """Return templates as the scorers take them: one mention a filler, the best."""
    rows = []
    for one in templates:
        fillers: dict[str, list[list[str]]] = {role.value: [] for role in muc.MucRole}
        for filler in one.fillers:
            words = [filler.mentions[0].text]
            if words not in fillers[filler.role.value]:
                fillers[filler.role.value].append(words)
        rows.append({"incident_type": one.incident_type, **fillers})
    return rows


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


def _slots(folder: Path, found: Mapping[str, Sequence[muc.Template]]) -> dict[str, float]:
    """Return the figures of all slots; baselines: the same templates with the values most frequent in other keys."""
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for path in sorted(folder.glob("keys*.jsonl")):
        for row in read_rows(path):
            rows[row["docid"]].append(row)
    if not rows:
        return {}
    docs = {key.rpartition("/")[2]: templates for key, templates in found.items()}
    keys = {doc: [slots for row in rows[doc] if (slots := read_key(row)) is not None] for doc in docs}
    usual = usual_values(row for doc, told in rows.items() if doc not in docs for row in told)
    plain = {
        doc: [read_template(replace(one, incident_type=usual["type"], slots=usual)) for one in templates]
        for doc, templates in docs.items()
    }
    figures = score_slots(keys, {doc: [read_template(one) for one in templates] for doc, templates in docs.items()})
    base = score_slots(keys, plain)
    return figures | {f"plain_{name}": value for name, value in base.items() if name.endswith("_f1")}


def _fillers(prefix: str, gold: Mapping[str, list[Template]], found: Mapping[str, list[Template]]) -> dict[str, Any]:
    scorer = load_scorer("muc4_ree")
    result = scorer.ceaf_ree(scorer.collapse(found), scorer.collapse(gold))
    figures = {f"{prefix}ree_{role}_{part}": row[part] for role, row in result.items() for part in ("p", "r", "f1")}
    figures[f"{prefix}ree_fillers"] = result["micro_avg"]["r_den"]
    row = scorer.ceaf_rme(found, gold, "subset")
    figures |= {f"{prefix}rme_{part}": row[part] for part in ("p", "r", "f1")}
    row = scorer.gtt(found, gold)["micro_avg"]
    return figures | {f"{prefix}gtt_{part}": float(row[part]) for part in ("p", "r", "f1")}
