"""Personal data does not reach a model, whatever it is wrapped in; when it might, nothing is sent."""

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.redaction.planted import message, roster

from pathbot.redaction import NotRedacted, Redacted, Roster, redact
from pathbot.redaction.shapes import plain

CLASS = Roster(
    people=("Maya Lopez", "Leo O'Brien", "Will Chen", "Mr. Daniel Ortiz"), schools=("Desert View High School",)
)


def _hidden(text: str) -> str:
    return redact([text], CLASS).texts[0]


class RecordingModel:
    """Keeps what it is sent, and answers with it."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def ask(self, text: str) -> str:
        self.heard.append(text)
        return f"You said: {text}"


def test_of_a_thousand_messages_with_planted_data_nothing_reaches_the_model_and_every_answer_comes_back_whole() -> None:
    chance = random.Random(20261125)
    who, model, refused = roster(chance), RecordingModel(), 0
    for _ in range(1000):
        planted = message(chance, who)
        try:
            hidden = redact([planted.text], who)
        except NotRedacted:
            refused += 1
            continue
        answer = hidden.restore(model.ask(hidden.texts[0]))
        assert answer == f"You said: {planted.text}"
        for secret in planted.secrets:
            assert _letters(secret) not in _letters(_without_placeholders(hidden.texts[0])), planted
    assert len(model.heard) >= 990
    assert refused <= 10


def _without_placeholders(text: str) -> str:
    return re.sub(r"\[[A-Z]+_\d+[a-z]*\]", "|", text)


def _letters(text: str) -> str:
    """Case, accents and signs do not make a name another name; word edges stay, so that Ali is not in `quality`."""
    words = re.findall(r"[^\W_]+", plain(text).low)
    return f" {' '.join(words)} "


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("maya's bench, and Leo O'Brien's roof", "[PERSON_1]'s bench, and [PERSON_2]'s roof"),
        ("M a y a helped", "[PERSON_1] helped"),
        ("my friend Tyler cut it", "my friend [PERSON_1] cut it"),
        ("Mrs. Alvarez said 12 boards", "Mrs. [PERSON_1] said 12 boards"),
        ("i go to desert view", "i go to [SCHOOL_1]"),
        ("call 480-555-0199 or maya.l@gmail.com", "call [PHONE_1] or [EMAIL_1]"),
    ],
)
def test_what_is_hidden_leaves_the_sentence_readable(text: str, hidden: str) -> None:
    assert _hidden(text) == hidden


@pytest.mark.parametrize(
    "text",
    [
        "I measured 14 spots of shade at 104 degrees in 2026",
        "we raised $12500 and got 1,250 views",
        "the soil pH was 6.5, 7.2 and 6.8 so we added 2 bags",
        "we walked 3 miles down the street to see 12 boards on the way",
        "corté la madera a 24x36 cm y la lijé",
        "desert plants need less water on the north side",
        "i used tinkercad and a 2x4",
        "my friend helped me and my cousin said it was heavy",
        "my partner cut it while i held it, our neighbor wants one too",
        "mi amiga me ayudo y mi primo hizo los hoyos",
        "soy buena para medir y soy parte del equipo",
        "on march 12 we planted the trees",
    ],
)
def test_project_talk_is_left_as_it_is(text: str) -> None:
    assert _hidden(text) == text


def test_one_person_keeps_one_number_in_every_text_of_a_call() -> None:
    hidden = redact(["Maya cut it", "maya and Leo painted", "then Maya left"], CLASS)
    assert hidden.texts == ("[PERSON_1] cut it", "[PERSON_1b] and [PERSON_2] painted", "then [PERSON_1] left")


def test_a_placeholder_that_a_learner_types_is_not_taken_for_one_of_ours() -> None:
    hidden = redact(["[PERSON_1] is who maya is"], CLASS)
    assert hidden.restore(hidden.texts[0]) == "[PERSON_1] is who maya is"
    assert "[PERSON_1] is who [" not in hidden.texts[0]


def test_an_answer_with_a_placeholder_nobody_gave_out_is_refused() -> None:
    hidden = redact(["Maya cut it"], CLASS)
    with pytest.raises(NotRedacted):
        hidden.restore("[PERSON_7] cut it")


def test_a_model_may_drop_the_brackets() -> None:
    assert redact(["Maya cut it"], CLASS).restore("person_1 cut the board") == "Maya cut the board"


@pytest.mark.parametrize("text", ["x" * 20_001, "by m/ay/a-l/op/ez it was", None])
def test_when_it_cannot_be_sure_there_is_nothing_to_send(text: str) -> None:
    with pytest.raises(NotRedacted) as problem:
        redact([text], CLASS)
    assert "maya" not in str(problem.value).lower()


@settings(max_examples=300, deadline=None)
@given(st.lists(st.text(max_size=80), max_size=3), st.sampled_from(CLASS.people))
def test_any_text_is_hidden_and_comes_back_letter_by_letter_or_is_refused(texts: list[str], name: str) -> None:
    asked = [f"{text} {name} {text}" for text in texts]
    try:
        hidden: Redacted = redact(asked, CLASS)
    except NotRedacted:
        return
    assert [hidden.restore(text) for text in hidden.texts] == asked
    assert not any(name.split()[-1].lower() in _without_placeholders(text).lower() for text in hidden.texts)
