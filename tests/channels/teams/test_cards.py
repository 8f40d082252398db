"""Every reply as Teams shows it: valid Adaptive Cards 1.5, small enough, and readable where cards are not shown."""

import json
import os
import re
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.channels.contract import FORM, HOSTILE, KINDS, STATEMENT, UNICODE, words_of
from tests.channels.teams.memory import LABELS
from tests.channels.teams.reader import actions, card, elements, live, read

from pathbot.channels.teams.reading import CHOICE
from pathbot.channels.teams.reading import FORM as FORM_KEY
from pathbot.channels.teams.render import LARGEST_PAGE, render
from pathbot.messages import Address, Card, CardRow, Choice, Choices, Form, FormField, Outgoing, Picture, Reply, Text

SHARED = Path(os.environ.get("PATHBOT_SHARED", Path(__file__).parents[3].parent / "shared"))
SCHEMA = SHARED / "data" / "schemas" / "adaptive_cards" / "1.5.0" / "adaptive-card.json"
HERE = Address(channel="teams", conversation="person-1")
TEAMS_LIMIT = 80_000


def shown(reply: Reply, priority: str = "reply") -> list[dict[str, object]]:
    return list(render(Outgoing(key="k", address=HERE, reply=reply, priority=priority), LABELS))  # type: ignore[arg-type]


ROLE = Card(
    title="Landscape architect",
    text="Plans parks, streets and schoolyards so that people and plants do well there.",
    rows=(
        CardRow(label="Why you", text="you drew the shade map and measured 14 spots"),
        CardRow(label="Pay", text="$79,660 a year in the middle (May 2024)"),
        CardRow(label="Way in", text="Bachelor's degree"),
    ),
    footer="O*NET and BLS, May 2024",
    choices=(Choice(label="Keep it", value="!keep:17-1012"), Choice(label="Not for me", value="!drop:17-1012")),
)
ALERT = Card(
    title="About Maya",
    text="She wrote: “nobody would notice if i was gone”. Please talk to her today.",
    choices=(Choice(label="I have this", value="!ack:concern-1"),),
)
QUESTION = Card(title="A learner asks", text="How do you keep trees alive in the first summer?", footer="Reply here.")
EVERYTHING: dict[str, Reply] = {
    **KINDS,
    "role": ROLE,
    "alert": ALERT,
    "mentor question": QUESTION,
    "hostile": STATEMENT.model_copy(update={"title": HOSTILE, "text": HOSTILE, "footer": HOSTILE}),
    "every script": FORM.model_copy(update={"text": UNICODE}),
    "large picture": Picture(text="Period 3 this week", alt="Six of nine learners wrote.", png="A" * 90_000),
    "sixty rows": Card(
        title="Long", rows=tuple(CardRow(label=f"label {n}", text="and more " * 400) for n in range(60))
    ),
    "forty choices": Choices(text="Which?", choices=tuple(Choice(label=f"o {n}", value=f"!{n}") for n in range(40))),
    "long choices": Choices(text="Which?", choices=tuple(Choice(label="why " * 40, value=f"!{n}") for n in range(3))),
    "long form": Form(
        text="Change it.",
        submit="!line:s1",
        fields=(FormField(name="line", label="Your line", value="x" * 15_000, long=True),),
    ),
}


@pytest.fixture(scope="session")
def schema() -> jsonschema.Draft7Validator:
    if not SCHEMA.exists():
        pytest.skip(f"the Adaptive Card schema is not at {SCHEMA}; set PATHBOT_SHARED")
    return jsonschema.Draft6Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


@pytest.mark.parametrize("kind", EVERYTHING)
def test_every_card_validates(schema: jsonschema.Draft7Validator, kind: str) -> None:
    for activity in shown(EVERYTHING[kind]):
        if activity.get("attachments"):
            schema.validate(card(activity))


@pytest.mark.parametrize("kind", EVERYTHING)
def test_every_message_is_small_enough(kind: str) -> None:
    for activity in shown(EVERYTHING[kind]):
        assert len(json.dumps(activity, ensure_ascii=False).encode()) < TEAMS_LIMIT


@pytest.mark.parametrize("kind", EVERYTHING)
def test_the_text_alone_says_everything(kind: str) -> None:
    alone = " ".join(a.get("text") or card(a)["fallbackText"] for a in shown(EVERYTHING[kind]))
    for piece in words_of(EVERYTHING[kind]):
        for word in piece.split():
            assert word in alone


def test_a_card_reads_well_without_its_card() -> None:
    (activity,) = shown(STATEMENT)
    assert card(activity)["fallbackText"] == (
        "Measured 14 spots of shade with two classmates\n"
        "Here is a line, next to your own words.\n"
        "Measured 14 spots of shade: “i measured 14 spots”\n"
        "with two classmates: “me and 2 friends went”\n"
        "Shows: Mathematics. Your own words: 71 %\n"
        "  1. Save\n  2. Shorter\n  3. Edit\n  4. Not me\n"
        "To choose, write its number."
    )


@pytest.mark.parametrize("kind", EVERYTHING)
def test_no_card_sets_a_colour_so_that_it_reads_in_every_theme(kind: str) -> None:
    said = json.dumps([{**activity, "summary": ""} for activity in shown(EVERYTHING[kind])])
    names = set(re.findall(r'"(\w+)":', said))
    assert not names & {"color", "backgroundColor", "backgroundImage", "style", "highlight"}


def test_a_banner_never_says_what_an_alert_is_about() -> None:
    (activity,) = shown(ALERT, "alert")
    assert activity["summary"] == LABELS.alert
    assert "Maya" not in str(activity["summary"])


def test_a_banner_of_anything_else_is_its_first_line() -> None:
    assert shown(ROLE)[0]["summary"] == "Landscape architect"
    assert len(str(shown(Text(text="word " * 200))[0]["summary"])) <= 121


def test_buttons_say_what_was_tapped_and_nothing_else() -> None:
    (activity,) = shown(STATEMENT)
    assert [a["title"] for a in actions(activity)] == ["Save", "Shorter", "Edit", "Not me"]
    assert [a["data"] for a in actions(activity)] == [{CHOICE: c.value} for c in STATEMENT.choices]


def test_a_picture_is_shown_and_told_in_words() -> None:
    (activity,) = shown(Picture(text="Period 3 this week", alt="Six of nine learners wrote.", png="iVBORw0KGgo="))
    (image,) = [e for e in elements(activity) if e["type"] == "Image"]
    assert image["url"] == "data:image/png;base64,iVBORw0KGgo="
    assert image["altText"] == "Six of nine learners wrote."
    assert card(activity)["fallbackText"] == "Period 3 this week\nSix of nine learners wrote."


def test_a_form_is_prefilled_and_sends_its_name() -> None:
    (activity,) = shown(FORM)
    inputs = [e for e in elements(activity) if e["type"] == "Input.Text"]
    assert [(i["id"], i["value"], i["isMultiline"]) for i in inputs] == [
        ("line", "Measured 14 spots of shade.", True),
        ("where", "the north court", False),
    ]
    assert [a["data"] for a in actions(activity)] == [{FORM_KEY: "!line:s1"}]


def test_a_long_option_stands_in_full_above_its_button() -> None:
    (activity,) = shown(EVERYTHING["long choices"])
    assert all(len(a["title"]) <= 60 for a in actions(activity))
    assert read(activity).count("why") >= 3 * 40


def test_no_row_of_buttons_is_longer_than_teams_shows() -> None:
    (activity,) = shown(EVERYTHING["forty choices"])
    rows = [e["actions"] for e in elements(activity) if e["type"] == "ActionSet"]
    assert max(map(len, rows)) <= 6
    assert sum(map(len, rows)) == 40


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)
choices = st.lists(st.builds(Choice, label=texts, value=texts), max_size=9).map(tuple)
replies = st.one_of(
    st.builds(Text, text=texts),
    st.builds(Choices, text=texts, choices=choices),
    st.builds(
        Card,
        title=texts,
        text=texts,
        rows=st.lists(st.builds(CardRow, label=texts, text=texts), max_size=5).map(tuple),
        footer=texts,
        choices=choices,
    ),
    st.builds(
        Form,
        text=texts,
        submit=texts,
        fields=st.lists(st.builds(FormField, name=texts, label=texts, value=texts, long=st.booleans()), max_size=4).map(
            tuple
        ),
    ),
)


@given(replies)
@settings(max_examples=300, deadline=None)
def test_whatever_is_written_nothing_becomes_more_than_text_and_nothing_is_lost(reply: Reply) -> None:
    activities = shown(reply)
    assert [found for activity in activities for found in live(activity)] == []
    squeezed = re.sub(r"\s", "", "".join(read(activity) for activity in activities))
    for piece in words_of(reply):
        for word in piece.split():
            assert word in squeezed
    assert all(len(json.dumps(a, ensure_ascii=False).encode()) < LARGEST_PAGE + 20_000 for a in activities)
