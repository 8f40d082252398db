"""The evidence in a message: what was said is found with the learner's own words, what was not said is not."""

import pytest

from pathbot.app.understanding import load_understanding
from pathbot.reflection.judgement import Context
from pathbot.reflection.understand import understand

KIT = load_understanding()


def found(text: str, slot: str = "", language: str = "en") -> dict[str, list[str]]:
    """The words found for each slot."""
    hits: dict[str, list[str]] = {}
    for hit in understand(text, Context(slot=slot, language=language), KIT).slots:
        hits.setdefault(hit.slot, []).append(text[hit.start : hit.end])
    return hits


def test_one_long_sentence_fills_all_the_slots_it_tells_of() -> None:
    slots = found("i used a drill to put the roof on but it didnt fit so i cut it again and then it fit")
    assert slots["tool"] == ["a drill"]
    assert slots["action"] == ["i used a drill to put the roof on", "i cut it again"]
    assert slots["part"] == slots["action"]
    assert slots["difficulty"] == ["it didnt fit"]
    assert slots["response"] == ["i cut it again"]
    assert slots["result"] == ["it fit"]


def test_what_the_team_did_is_not_the_learners_own_part() -> None:
    text = "we did a survey about the recycling bins and got 42 answers"
    slots = found(text)
    assert "part" not in slots
    assert slots["number"] == ["42"]
    assert "got 42 answers" in slots["result"]
    assert "team_only" in understand(text, Context(), KIT).signals


def test_the_slot_that_was_asked_for_holds_the_whole_answer() -> None:
    assert found("  sanding n the roof ", slot="action")["action"] == ["sanding n the roof"]


@pytest.mark.parametrize(
    ("text", "slot", "words"),
    [
        ("my part was the wiring", "part", "my part was the wiring"),
        ("the glue wouldnt stick", "difficulty", "the glue wouldnt stick"),
        ("we ran out of wood", "difficulty", "we ran out of wood"),
        ("i read it on the epa website", "source", "i read it on the epa website"),
        ("my uncle told me how it used to be", "source", "my uncle told me how it used to be"),
        ("i learned that sand filters better", "learned", "i learned that sand filters better"),
        ("next time id start earlier", "next", "id start earlier"),
        ("my teacher said it was too small", "feedback", "my teacher said it was too small"),
        ("i was surprised how many came", "surprise", "i was surprised how many came"),
        ("i measured it before and after", "proof", "i measured it before and after"),
        ("i made a map for my neighbors", "audience", "my neighbors"),
        ("i made it in google slides", "tool", "google slides"),
        ("we planted twelve trees", "number", "twelve"),
        ("why do some streets have more trees?", "wonder", "why do some streets have more trees"),
    ],
)
def test_a_slot_is_found_with_the_words_that_fill_it(text: str, slot: str, words: str) -> None:
    assert any(words in said for said in found(text).get(slot, []))


@pytest.mark.parametrize(
    ("text", "slot"),
    [
        ("it wasnt hard", "difficulty"),
        ("no problem at all with the saw", "difficulty"),
        ("i fixed the leak", "difficulty"),
        ("it didnt work", "result"),
        ("i will measure it tomorrow", "proof"),
        ("i want to be faster", "action"),
        ("i used to live there", "tool"),
        ("i made a video for the class", "source"),
        ("our teacher built the frame", "part"),
        ("the 3rd graders liked it", "number"),
    ],
)
def test_a_slot_is_not_found_where_nothing_was_said_of_it(text: str, slot: str) -> None:
    assert slot not in found(text)


def test_spanish_evidence_is_found_too() -> None:
    slots = found("usé un taladro para el techo pero no cupo, entonces lo corté otra vez y cupo", language="es")
    assert slots["tool"] == ["un taladro"]
    assert slots["difficulty"] == ["no cupo"]
    assert slots["response"] == ["lo corté otra vez"]
    assert slots["result"] == ["cupo"]


def test_a_few_words_that_only_begin_are_kept_with_what_they_begin() -> None:
    said = "I want to know if white paint would make it cooler because I saw that in a video. We also have no trees"
    whole = "I want to know if white paint would make it cooler because I saw that in a video"
    assert found(said, "wonder")["wonder"][0] == whole


def test_a_goodbye_keeps_the_evidence_that_came_with_it() -> None:
    judged = understand("i sanded the door, gotta go", Context(), KIT)
    assert judged.intent == "stop"
    assert "action" in {hit.slot for hit in judged.slots}
