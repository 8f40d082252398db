import re

import pytest

from pathbot.language.reading import reading_grade
from pathbot.safety import Finding, Protocol, SchoolFacts, respond
from pathbot.safety.protocol import NoCrisisLines, asked_to_tell, crisis_lines

CONCERN = Finding(tier="B", reasons=("suicide",), explicit=True)


def test_a_concern_names_the_person_told_and_the_crisis_lines(protocol: Protocol, school: SchoolFacts) -> None:
    reply = respond(CONCERN, school, protocol, said="i dont think id be missed")
    assert reply is not None
    assert "Ms. Lee, the counselor here" in reply.text
    assert "988" in reply.text
    assert "911" in reply.text
    assert "I'm a program" in reply.text
    assert "may not see it right away" in reply.text
    assert reply.pauses


def test_no_concern_has_no_reply(protocol: Protocol, school: SchoolFacts) -> None:
    assert respond(Finding(), school, protocol) is None


def test_low_mood_tells_nobody_unless_the_learner_says_yes(protocol: Protocol, school: SchoolFacts) -> None:
    reply = respond(Finding(tier="A", reasons=("learned",)), school, protocol, said="i feel sad")
    assert reply is not None
    assert reply.alert is None
    assert reply.asks_to_tell
    assert not reply.pauses
    yes = asked_to_tell(school, protocol)
    assert yes.alert is not None
    assert "sad" not in yes.alert.text


def test_an_imminent_concern_also_asks_for_an_adult_nearby(protocol: Protocol, school: SchoolFacts) -> None:
    now = protocol.words["en"].imminent
    imminent = respond(CONCERN.model_copy(update={"tier": "C"}), school, protocol)
    concern = respond(CONCERN, school, protocol)
    assert imminent is not None
    assert concern is not None
    assert now in imminent.text
    assert now not in concern.text
    assert imminent.alert is not None
    assert imminent.alert.tier == "C"


def test_the_alert_holds_a_short_excerpt_from_the_place_of_the_finding(protocol: Protocol, school: SchoolFacts) -> None:
    said = "We planted trees. " + "i want to die " * 40
    finding = Finding(tier="B", reasons=("suicide",), explicit=True, place=(18, len(said)))
    reply = respond(finding, school, protocol, said=said)
    assert reply is not None
    assert reply.alert is not None
    assert "trees" not in reply.alert.text
    assert "suicidal thoughts" in reply.alert.text
    assert len(reply.alert.text) < 260
    assert said[18:60] not in reply.text


def test_braces_a_learner_typed_stay_as_they_are(protocol: Protocol, school: SchoolFacts) -> None:
    reply = respond(CONCERN, school, protocol, said="{contact} {tier} i want to die")
    assert reply is not None
    assert reply.alert is not None
    assert "{contact} {tier} i want to die" in reply.alert.text


@pytest.mark.parametrize(
    ("reasons", "words"),
    [(("abuse",), "not your fault"), (("friend", "suicide"), "looking out for someone"), (("threat",), "stays safe")],
)
def test_abuse_threats_and_friends_have_their_own_words(
    reasons: tuple[str, ...], words: str, protocol: Protocol, school: SchoolFacts
) -> None:
    reply = respond(Finding(tier="B", reasons=reasons), school, protocol)
    assert reply is not None
    assert words in " ".join(reply.text.split())


def test_out_of_hours_says_when_it_will_be_seen_and_keeps_the_lines(protocol: Protocol, school: SchoolFacts) -> None:
    reply = respond(CONCERN, school.model_copy(update={"seen_at": "on Monday at 8:00"}), protocol)
    assert reply is not None
    assert "on Monday at 8:00" in reply.text
    assert "988" in reply.text


def test_a_school_may_give_its_own_lines(protocol: Protocol, school: SchoolFacts) -> None:
    own = school.model_copy(update={"country": "XX", "lines": {"en": "Call 12345 any time."}})
    assert crisis_lines(own, protocol) == "Call 12345 any time."


def test_a_country_without_lines_is_refused(protocol: Protocol, school: SchoolFacts) -> None:
    with pytest.raises(NoCrisisLines, match="XX"):
        crisis_lines(school.model_copy(update={"country": "XX"}), protocol)


def test_spanish_learners_read_spanish_and_staff_read_their_own_language(
    protocol: Protocol, school: SchoolFacts
) -> None:
    reply = respond(CONCERN, school.model_copy(update={"language": "es"}), protocol, said="me quiero morir")
    assert reply is not None
    assert reply.alert is not None
    assert "Gracias por contármelo" in reply.text
    assert "988" in reply.text
    assert reply.alert.text.startswith("Safety concern")


def test_every_language_has_every_text_and_no_open_placeholder(protocol: Protocol, school: SchoolFacts) -> None:
    english = protocol.words["en"]
    for language, words in protocol.words.items():
        assert words.replies.keys() == english.replies.keys()
        assert words.reasons.keys() == english.reasons.keys()
        for reasons in ((), ("abuse",), ("threat",), ("friend",)):
            facts = school.model_copy(update={"language": language, "seen_at": "8:00"})
            reply = respond(Finding(tier="C", reasons=reasons), facts, protocol)
            assert reply is not None
            assert not re.search(r"{\w+}", reply.text)


def test_english_texts_are_easy_to_read_and_ask_no_question(protocol: Protocol, school: SchoolFacts) -> None:
    for reasons in ((), ("abuse",), ("threat",), ("friend",)):
        reply = respond(Finding(tier="C", reasons=reasons), school, protocol)
        assert reply is not None
        assert reading_grade(reply.text) <= 8
        assert "?" not in reply.text
        assert "secret" not in reply.text
