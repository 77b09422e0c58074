import pytest
from hypothesis import given
from hypothesis import strategies as st

from overt.collect.clean import mark_boilerplate
from overt.types.report import BoilerplateKind

TITLE = "Two arrested after fire in the port of Nordholm"
FIRST = "A warehouse in the port of Nordholm burned down on Friday night, and investigators think that it was arson."
LAST = "The court in Nordholm will decide on Monday whether the two men stay in custody, Varga said."


def marked(text: str) -> dict[str, BoilerplateKind]:
    return {mark.span.quote(text): mark.kind for mark in mark_boilerplate(text)}


def story(*middle: str) -> str:
    return "\n\n".join([TITLE, FIRST, *middle, LAST])


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Advertisement", BoilerplateKind.PROMOTION),
        ("- Advertisement -", BoilerplateKind.PROMOTION),
        ("PROMOTED CONTENT", BoilerplateKind.PROMOTION),
        ("Article continues below", BoilerplateKind.PROMOTION),
        ("Anzeige", BoilerplateKind.PROMOTION),
        ("Sign up for our newsletter and get the day's stories in your inbox.", BoilerplateKind.PROMOTION),
        ("Subscribe now to continue reading this article.", BoilerplateKind.PAYWALL),
        ("Already a subscriber?", BoilerplateKind.PAYWALL),
        ("You have read 3 of your 5 free articles this month.", BoilerplateKind.PAYWALL),
        ("We could not take your payment. Please update your billing details.", BoilerplateKind.PAYWALL),
        ("Your contribution keeps our newsroom free. Please support our journalism today.", BoilerplateKind.DONATION),
        ("We have a small favour to ask.", BoilerplateKind.DONATION),
        ("We use cookies to improve our site. Manage your preferences.", BoilerplateKind.OTHER),
        ("Leave a comment", BoilerplateKind.COMMENT_FORM),
        ("Your email address will not be published. Required fields are marked", BoilerplateKind.COMMENT_FORM),
        ("Read more", BoilerplateKind.NAVIGATION),
        ("Read more: Harbour master warned of weak fences", BoilerplateKind.NAVIGATION),
        ("Revealed: the firm behind the burned warehouse", BoilerplateKind.NAVIGATION),
        ("How a small port became a target — and who knew", BoilerplateKind.NAVIGATION),
        ("Harbour Master Warned Ministers of Weak Fences Months Before Fire", BoilerplateKind.NAVIGATION),
        ("Читайте также: В порту усилили охрану", BoilerplateKind.NAVIGATION),
        ("Share on Facebook", BoilerplateKind.NAVIGATION),
        ("Most read in Nordic news", BoilerplateKind.NAVIGATION),
        ("Minister furious at harbour master's report [VIDEO]", BoilerplateKind.NAVIGATION),
        ("More from the port: https://news.example/port and https://news.example/fire", BoilerplateKind.NAVIGATION),
        ("Filed under: Ports | Fires", BoilerplateKind.NAVIGATION),
        ("Print Article", BoilerplateKind.NAVIGATION),
        ("This copy is for your personal, non-commercial use only.", BoilerplateKind.OTHER),
        ("(Reporting by Ada Lind and Per Varga, writing by Tea Molin; editing by Jo Ruud.)", BoilerplateKind.OTHER),
        ("Follow Nordholm Radio on Instagram, Facebook and YouTube.", BoilerplateKind.PROMOTION),
        ("If you enjoyed this article, join our readers' club.", BoilerplateKind.PROMOTION),
        ("Click here to get the print edition.", BoilerplateKind.PROMOTION),
        ("Post Comment (+)", BoilerplateKind.COMMENT_FORM),
        ("Beleidigende Kommentare werden nicht freigeschaltet.", BoilerplateKind.COMMENT_FORM),
        ("4 min read", BoilerplateKind.NAVIGATION),
        (TITLE, BoilerplateKind.NAVIGATION),
        ("ADA LIND/GETTY IMAGES", BoilerplateKind.CAPTION),
        ("Photo: Ada Lind", BoilerplateKind.CAPTION),
        ("The burned warehouse in Nordholm. Ada Lind (CC BY-SA 4.0)", BoilerplateKind.CAPTION),
        ("The burned warehouse in Nordholm. Photo: Ada Lind/Reuters", BoilerplateKind.CAPTION),
        ("Smoke over the port of Nordholm, left, seen from the fortress (file photo)", BoilerplateKind.CAPTION),
    ],
)
def test_boilerplate_amid_a_story(line: str, kind: BoilerplateKind) -> None:
    text = story(line, "Firefighters needed six hours to put out the flames, the mayor said.")
    repeats = text.rfind(line)
    marks = mark_boilerplate(text)
    assert [(mark.kind, mark.span.start) for mark in marks] == [(kind, repeats)]
    assert marks[0].span.quote(text) == line


@pytest.mark.parametrize(
    "line",
    [
        "Nobody was hurt.",
        "Follow the money, the Facebook post said.",
        "If you buy a drone, the law asks for no licence, the prosecutor said.",
        "An error occurred at the plant, police said.",
        "The group published 300 photos of the fence on 4 May and was paid in crypto.",
        "Updated plans of the port were found in the flat, with the guards' hours.",
        "He denies it.",
        "“We will support our journalists and subscribe to no theory,” she said.",
        "“Subscribe to our cause and you will be paid,” the message said, according to the prosecutor.",
        "A history of fires",
        "What the court heard",
        "Who gave the order?",
        "The two men had been offered a subscription to a streaming service and $400 each, police said.",
        "The firm said that its website uses cookies and that hackers had stolen them.",
        "“They watched us from the left bank of the river,” the harbour master said.",
        "The photo: a blurred figure with a canister.",
        "The agents paid them through PayPal and asked them to share the video on Telegram, the indictment says.",
        "Harsh comments under a post are moderated by nobody, and we must be careful, the report says.",
        "''We will support our journalists,'' he wrote.",
        "Reuters and AFP reported the fire first.",
        "The newspaper's editor, Mats Orre, was detained for three hours in March.",
    ],
)
def test_real_lines_are_kept(line: str) -> None:
    assert marked(story(line, "Firefighters needed six hours to put out the flames, the mayor said.")) == {}


def test_credit_takes_its_caption_and_alternative_text_but_not_the_standfirst() -> None:
    standfirst = "Investigators in Veldria suspect that the two men were paid from abroad"
    photo = ["Smoke rising over a harbour.", "The port of Nordholm on Saturday morning", "ADA LIND/AFP"]
    text = f"{TITLE}\n\n{standfirst}\n" + "\n".join(photo) + f"\n\n{FIRST}\n\n{LAST}"
    assert marked(text) == dict.fromkeys(photo, BoilerplateKind.CAPTION)


def test_giver_in_capitals_under_a_caption_is_a_credit() -> None:
    photo = ["The hall after the fire", "NORDHOLM FIRE SERVICE"]
    text = f"{TITLE}\n\n{FIRST}\n\n" + "\n".join(photo) + f"\n\n{LAST}"
    assert set(marked(text)) == set(photo)


def test_paragraph_before_a_credit_is_kept() -> None:
    text = f"{TITLE}\n\n{FIRST}\n\nADA LIND/AFP\n\n{LAST}"
    assert set(marked(text)) == {"ADA LIND/AFP"}


def test_notices_before_the_title_and_after_the_story() -> None:
    head = ["We have not been able to take your payment", "Act now to keep your subscription"]
    tail = [
        "… we have a small favor to ask.",
        "We depend on readers like you.",
        "paymnt metods",
        "Remind me later.",
        "Read more",
    ]
    text = "\n".join(head) + f"\n\n{TITLE}\n\n{FIRST}\n\n{LAST}\n\n" + "\n\n".join(tail)
    assert set(marked(text)) == {*head, *tail}


def test_stories_listed_under_related() -> None:
    listed = ["Harbour master warned of weak fences", "Veldria expels two diplomats after fire"]
    text = story("Related stories", *listed, "Firefighters needed six hours to put out the flames, the mayor said.")
    assert set(marked(text)) == {"Related stories", *listed}


def test_text_that_speaks_of_us_throughout_is_not_taken_for_a_notice() -> None:
    text = (
        "Our week in the occupied town\n\n"
        "We reached our flat at night, and nobody stopped us on the way to the river.\n\n"
        "Our neighbours gave us bread, and we told them which news had reached us.\n\n"
        "On the third day we left with our two bags and what we could carry."
    )
    assert marked(text) == {}


def test_known_title_is_never_marked() -> None:
    title = "Read more: the library that would not burn"
    text = f"{FIRST}\n\n{title}\n\n{LAST}"
    assert title in marked(text)
    assert mark_boilerplate(f"{title}\n\n{FIRST}\n\n{LAST}", title) == ()


@given(st.text(alphabet=st.sampled_from("Aé.\n\r \u00a0“”/©:1\u2028"), max_size=120))
def test_marks_lie_in_the_text_in_order(text: str) -> None:
    marks = mark_boilerplate(text)
    ends = [0]
    for mark in marks:
        assert ends[-1] <= mark.span.start < mark.span.end <= len(text)
        ends.append(mark.span.end)
