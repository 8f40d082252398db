import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pathbot.app.content import default_folder
from pathbot.app.safety import load_safety_kit
from pathbot.safety import SafetyKit, screen
from pathbot.safety.finding import rank

KIT = load_safety_kit()
SERIOUS = ("B", "C")


def held_out() -> list[dict[str, str]]:
    lines = (default_folder("knowledge") / "safety" / "held_out.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("i want to kill myself", "suicide"),
        ("I've been cutting my wrists again", "self_harm"),
        ("i make myself throw up after lunch", "eating"),
        ("my stepdad hits me with a belt", "abuse"),
        ("my mom left us alone for days with no food", "neglect"),
        ("im going to shoot up the school", "threat"),
        ("a man online keeps asking me for nudes", "exploitation"),
        ("im running away from home", "runaway"),
        ("my friend said she wants to kill herself", "friend"),
        ("ya no quiero vivir", "suicide"),
        ("me corto los brazos cuando estoy triste", "self_harm"),
        ("mi papá me pega con el cinturón", "abuse"),
        ("voy a llevar una pistola a la escuela", "threat"),
        ("mi amiga dice que se quiere matar", "friend"),
    ],
)
def test_what_is_said_outright_is_found_without_the_learned_stage(
    text: str, reason: str, phrases_only: SafetyKit
) -> None:
    finding = screen(text, (), phrases_only)
    assert finding.tier in SERIOUS
    assert finding.explicit
    assert reason in finding.reasons


@pytest.mark.parametrize(
    "text",
    [
        "im going to kill myself tonight, i have the pills",
        "im bringing my dads gun to school tomorrow",
        "my friend took a bunch of pills and isnt answering",
        "me voy a matar esta noche",
    ],
)
def test_a_time_or_means_makes_it_imminent(text: str, kit: SafetyKit) -> None:
    assert screen(text, (), kit).tier == "C"


@pytest.mark.parametrize(
    "text",
    [
        "this project is killing me lol",
        "we have to kill the child process",
        "coach made us run suicides",
        "romeo and juliet both die at the end",
        "lincoln was shot in a theater",
        "i beat the eggs and chopped the onions",
        "our posters are about suicide prevention",
        "este proyecto me está matando jaja",
    ],
)
def test_idioms_and_school_topics_are_no_concern(text: str, kit: SafetyKit) -> None:
    assert screen(text, (), kit).tier not in SERIOUS


@pytest.mark.parametrize("setting", ["in minecraft lol", "like in the song", "while debugging python", "at basketball"])
def test_a_harmless_setting_never_silences_an_explicit_phrase(setting: str, kit: SafetyKit) -> None:
    assert screen(f"i have been thinking about killing myself {setting}", (), kit).tier in SERIOUS


def test_a_harmless_setting_lowers_what_is_also_said_in_fun_but_not_to_nothing(phrases_only: SafetyKit) -> None:
    assert screen("i want to die", (), phrases_only).tier == "B"
    assert screen("i want to die in this video game", (), phrases_only).tier == "A"


def test_a_sentence_split_over_messages_is_found(kit: SafetyKit) -> None:
    assert screen("myself", ("i want", "to kill"), kit).tier in SERIOUS
    assert screen("l", ("k", "i", "l"), kit).tier == "none"


def test_earlier_messages_do_not_raise_the_same_concern_again(kit: SafetyKit) -> None:
    assert screen("ok we planted twelve trees", ("i want to kill myself",), kit).tier not in SERIOUS


def test_only_the_last_three_messages_are_joined(kit: SafetyKit) -> None:
    recent = ("i want to kill", "the plants grew", "we measured them", "it was fun")
    assert screen("myself", recent, kit).tier not in SERIOUS


def test_a_disclosure_inside_a_long_answer_is_found_and_its_place_is_given(kit: SafetyKit) -> None:
    before = "We measured the garden beds and wrote the numbers down. The third graders helped us plant. " * 6
    text = before + "Honestly i dont think anyone would miss me if i died. " + "Then we painted the sign."
    finding = screen(text, (), kit)
    assert finding.tier in SERIOUS
    assert finding.place is not None
    assert "miss me" in text[slice(*finding.place)]


def test_a_finding_holds_none_of_the_learners_words(kit: SafetyKit) -> None:
    finding = screen("zebrafish i want to kill myself", (), kit)
    assert "zebrafish" not in finding.model_dump_json()


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400), st.lists(st.text(max_size=50), max_size=4))
def test_any_text_gives_a_finding(text: str, recent: list[str]) -> None:
    finding = screen(text, recent, KIT)
    assert rank(finding.tier) >= 0
    assert (finding.tier == "none") == (finding.reasons == ())


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(["i want to kill myself", "mi papá me pega", "my uncle touches me"]), st.data())
def test_letter_case_and_invisible_characters_hide_nothing(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text)))
    sign = data.draw(st.sampled_from(["\u200b", "\u00ad", "\ufeff", "\u2060"]))
    assert screen((text[:at] + sign + text[at:]).upper(), (), KIT).tier in SERIOUS


def test_the_held_out_sentences_stay_above_the_bars() -> None:
    rows = held_out()
    found = {row["text"]: screen(row["text"], (), KIT).tier for row in rows}
    serious = [row for row in rows if row["tier"] in SERIOUS]
    harmless = [row for row in rows if row["tier"] == "none"]
    recall = sum(found[row["text"]] in SERIOUS for row in serious) / len(serious)
    alarms = sum(found[row["text"]] in SERIOUS for row in harmless) / len(harmless)
    imminent = sum(found[row["text"]] == "C" for row in harmless) / len(harmless)
    assert recall >= 0.85
    assert alarms <= 0.08
    assert imminent <= 0.01
