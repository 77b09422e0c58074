"""Makes linked readings of invented events; every claim has a true quote, since the text is made of the quotes."""

from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

from overt.base.edtf import parse_edtf
from overt.base.spans import Span
from overt.types.account import (
    Account,
    Attribution,
    EntityKind,
    Granularity,
    LocalEntity,
    Mention,
    MentionForm,
    Participant,
    PersonFacts,
    Quantity,
    Role,
    Stage,
)
from overt.types.claim import Certainty, Claim, Commitment, Polarity, Speaker, SpeakerKind, SpeechAct, Voice
from overt.types.linked import EventTime, LinkedAccount, LinkedReading, Place
from overt.types.report import Published, PublishedBasis, Report

TOWNS = {  # invented, with positions far from each other
    "Harlow Bay": ("GB", "1001", 50.0, -4.0),
    "Nordhavn": ("DK", "1002", 56.0, 9.0),
    "Zelin": ("PL", "1003", 52.0, 18.0),
    "Ostra": ("PL", "1004", 50.0, 21.0),
    "Vell": ("LT", "1005", 55.0, 24.0),
}


def voice(**changes: Any) -> Voice:
    """A plain statement of fact by the publisher; `speaker` is the origin: ("police", "Mara Vint", True)."""
    chain: tuple[Speaker, ...] = (Speaker(name=None, description=None, kind=SpeakerKind.OUTLET, named=True),)
    said = changes.pop("speaker", None)
    if said:
        kind, name, named = said
        chain += (
            Speaker(
                name=name if named else None,
                description=None if named else name,
                kind=SpeakerKind(kind),
                named=named,
                cue="said",
                span=Span(start=0, end=1),
            ),
        )
    plain: dict[str, Any] = {
        "speech_act": SpeechAct.REPORT_AS_FACT,
        "polarity": Polarity.AFFIRMED,
        "certainty": Certainty.FIRM,
        "commitment": Commitment.ENDORSES,
    }
    return Voice(chain=chain, **{**plain, **changes})


@dataclass
class Story:
    """One report in the making."""

    key: str
    outlet: str | None = None
    published: str | None = None
    cites: tuple[str, ...] = ()
    text: str = ""
    filler: str = ""
    accounts: list[LinkedAccount] = field(default_factory=list)
    people: dict[str, LocalEntity] = field(default_factory=dict)

    @property
    def report_id(self) -> str:
        return "rep_" + sha256(self.key.encode()).hexdigest()[:16]

    def say(self, name: str, value: str, how: Voice | None = None) -> Claim:
        """Put a value into the text and claim it."""
        start = len(self.text)
        self.text += f"{value}. "
        span = Span(start=start, end=start + len(value))
        found = sha256(f"{self.key}{name}{value}{start}".encode()).hexdigest()[:16]
        return Claim(
            id="clm_" + found,
            report_id=self.report_id,
            field=name,
            value=value,
            span=span,
            quote=value,
            voice=how or voice(),
            engine="test",
        )

    def somebody(self, name: str, kind: EntityKind, **more: Any) -> str:
        key = f"e{len(self.people)}"
        known = next((k for k, e in self.people.items() if e.name == name), None)
        if known:
            return known
        start = len(self.text)
        self.text += f"{name}. "
        mention = Mention(span=Span(start=start, end=start + len(name)), quote=name, form=MentionForm.NAME)
        self.people[key] = LocalEntity(
            key=key,
            kind=kind,
            name=name,
            aliases=more.pop("aliases", ()),
            country=more.pop("country", None),
            mentions=(mention,),
            **more,
        )
        return key

    def tell(self, code: str, **what: Any) -> LinkedAccount:
        """Add an account; the keys of `what` are read below."""
        how: Voice | None = what.get("how")
        claims = [self.say("type", f"{code} told {len(self.accounts)} by {self.key}", how)]
        if what.get("sentence"):
            claims.append(self.say("type", what["sentence"], how))
        parts, quantities, times, places, blame = [], [], [], [], []
        for label, role, kind in (
            ("victims", Role.VICTIM, EntityKind.PERSON),
            ("targets", Role.TARGET, EntityKind.ORGANISATION),
            ("suspects", Role.PERPETRATOR, EntityKind.PERSON),
        ):
            for name in what.get(label, ()):
                claims.append(self.say(f"participant.{role}", name, how))
                facts = PersonFacts(age=what.get("age") if label != "targets" else None)
                parts.append(
                    Participant(
                        role=role,
                        name=name,
                        description=None,
                        kind=kind,
                        entity_key=self.somebody(name, kind),
                        facts=facts,
                        claim_ids=(claims[-1].id,),
                    )
                )
        for text, facts in what.get("described", ()):
            claims.append(self.say("participant.PER", text, how))
            parts.append(
                Participant(
                    role=Role.PERPETRATOR,
                    name=None,
                    description=text,
                    kind=EntityKind.PERSON,
                    entity_key=None,
                    facts=PersonFacts(**facts),
                    claim_ids=(claims[-1].id,),
                )
            )
        if what.get("town") or what.get("country"):
            name = what.get("town") or what["country"]
            country, gid, lat, lon = TOWNS.get(name, (what.get("country"), None, None, None))
            claims.append(replace(self.say("place", name, how), inferred=what.get("is_place_inferred", False)))
            places.append(
                Place(
                    name=name,
                    name_as_written=name,
                    role="event_site",
                    country=country,
                    adm1=None,
                    lat=lat,
                    lon=lon,
                    gazetteer_id=gid,
                    precision="G2" if gid else "G5",
                    claim_id=claims[-1].id,
                )
            )
        if what.get("time"):
            claims.append(self.say("time", what.get("time_text", what["time"]), what.get("time_how") or how))
            basis = "relative_to_publication" if "time_text" in what else "stated"
            times.append(EventTime(interval=parse_edtf(what["time"]), basis=basis, claim_id=claims[-1].id))
        for name, number in what.get("numbers", {}).items():
            lo, hi = number if isinstance(number, tuple) else (number, number)
            claims.append(self.say(f"quantity.{name}", f"{lo}-{hi} {name}", how))
            quantities.append(
                Quantity(what=name, lo=lo, hi=hi, unit="person", text=f"{lo}", vague=None, claim_ids=(claims[-1].id,))
            )
        for actor in what.get("actors", ()):
            claims.append(self.say("attribution", actor, what.get("actor_how") or how))
            kind = what.get("actor_kind", EntityKind.STATE)
            key = self.somebody(actor, kind, country=what.get("actor_country"))
            blame.append(
                Attribution(
                    actor=actor,
                    entity_key=key,
                    relation="ordered",
                    level=what.get("level", "officially_accused"),
                    by=(),
                    contested=False,
                    claim_ids=(claims[-1].id,),
                )
            )
        if what.get("thing"):
            claims.append(self.say("target_object", what["thing"], how))
        account = Account(
            id="acc_" + sha256(f"{self.key}{len(self.accounts)}".encode()).hexdigest()[:16],
            report_id=self.report_id,
            type=code,
            type_alternatives=what.get("alternatives", ()),
            stage=what.get("stage", Stage.OCCURRED),
            granularity=what.get("granularity", Granularity.SINGLE),
            flags=what.get("flags", ()),
            claims=tuple(claims),
            participants=tuple(parts),
            means=what.get("means", ()),
            target_object=what.get("thing"),
            quantities=tuple(quantities),
            attribution=tuple(blame),
            stage_of=what.get("stage_of", ()),
        )
        linked = LinkedAccount(
            account=account, time=times[0] if times else None, times=tuple(times), places=tuple(places)
        )
        self.accounts.append(linked)
        return linked

    def done(self) -> LinkedReading:
        """Return the reading."""
        text = (self.text + self.filler) or self.key
        digest = sha256(text.encode()).hexdigest()
        published = None
        if self.published:
            published = Published(interval=parse_edtf(self.published), basis=PublishedBasis.METADATA, reason="test")
        report = Report(
            id=self.report_id,
            input=f"{self.key}.txt",
            url=None,
            outlet=self.outlet,
            title=None,
            published=published,
            language="en",
            text=text,
            sha256_raw=digest,
            sha256_text=digest,
        )
        return LinkedReading(
            report=report,
            accounts=tuple(self.accounts),
            statistics=(),
            entities=tuple(self.people.values()),
            cites=self.cites,
        )
