"""The speech acts of the law: a voice and the legal step around an act in, the voice of the law out."""

from dataclasses import replace

from overt.types.claim import Certainty, Polarity, SpeakerKind, SpeechAct, Voice

CLEARING = frozenset({"acquit", "clear", "exonerate", "acquittal", "drop", "dismiss", "overturn", "quash"})
MATTER = frozenset({"for", "with", "of", "over", "on"})
LEGAL_ACTS = {
    "response.verdict": (SpeechAct.CONVICT, Certainty.FIRM),
    "response.charge": (SpeechAct.CHARGE, Certainty.HEDGED),
    "response.arrest": (SpeechAct.SUSPECT, Certainty.HEDGED),
}
_PLAIN = frozenset({SpeechAct.REPORT_AS_FACT, SpeechAct.ASSERT})


def pursuit(code: str, lemma: str) -> str | None:
    """Return the step that a state takes against somebody abroad: "sentenced in absentia" is a verdict as well."""
    return _PURSUED.get(lemma) if code == "coercion.legal_pursuit" else None


_PURSUED = {
    **dict.fromkeys(("sentence", "convict", "conviction"), "response.verdict"),
    **dict.fromkeys(("charge", "charges", "try", "trial", "prosecution", "warrant"), "response.charge"),
}


def legal_voice(
    voice: Voice, code: str, matter_of: str | None, *, is_acquittal: bool = False, accuses: bool = False
) -> Voice:
    """Return the voice with the speech act of the law where the words say no more than that it was said.

    Source: cue table, codebook section 7. A verdict convicts and a charge charges, themselves and in what they are
    about; an arrest for an act only suspects; what a court says happened is its finding.
    """
    if voice.speech_act not in _PLAIN or voice.polarity is not Polarity.AFFIRMED:
        return voice
    step = code if code in LEGAL_ACTS and code != "response.arrest" else matter_of
    if step in LEGAL_ACTS:
        act, certainty = LEGAL_ACTS[step]
        if code == "response.verdict" and is_acquittal:
            act = SpeechAct.ACQUIT
        return replace(voice, speech_act=act, certainty=certainty)
    return voice if code.startswith("response.") else spoken_in_law(voice, accuses=accuses)


def spoken_in_law(voice: Voice, *, accuses: bool) -> Voice:
    """Return the voice as the law hears it: what a court says happened is its finding.

    What a prosecution says that somebody did (`accuses`) is its accusation, however firm its words, until a court has
    found it.
    """
    is_plain = voice.speech_act in _PLAIN and voice.polarity is Polarity.AFFIRMED and voice.certainty is Certainty.FIRM
    if not is_plain or len(voice.chain) < 2:
        return voice
    if voice.chain[-1].kind is SpeakerKind.COURT:
        return replace(voice, speech_act=SpeechAct.CONVICT)
    if accuses and voice.chain[-1].kind is SpeakerKind.PROSECUTOR:
        return replace(voice, speech_act=SpeechAct.ACCUSE)
    return voice
