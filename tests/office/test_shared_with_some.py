"""What is meant for some eyes: a talk with a mentor, a team's parts, proposals for cards, what to collect next.

Each sentence has its readers. Everybody else opens every page there is and finds none of it.
"""

from datetime import timedelta

import pytest

from pathbot.app import roster
from pathbot.app.weekly import Weekly
from pathbot.channels.web.desk import private_address
from pathbot.conversation import Line
from pathbot.mentoring import CardNote, MentorQuestion, Said
from pathbot.messages import fallback
from pathbot.store import audit, card_notes, keep, people
from pathbot.store.engine import writing
from pathbot.summaries import week_at
from tests.office.test_every_look import pages
from tests.office.town import NOW, Town

EVERYONE = ("nia", "ned", "tom", "tia", "lou", "mo", "sam", "al")
SAME_FOR_ALL = ("/link", "/picture", "/projects/")
IN_A_TALK = ("nia", "tom", "mo")
"""The learner's own copy, their teacher, the mentor who has the question."""
DECIDE = ("tom", "tia", "al")


def plant(town: Town) -> dict[str, tuple[str, ...]]:
    """Forty sentences, each with who may read it."""
    shared: dict[str, tuple[str, ...]] = {}

    def put(what: str, *readers: str) -> str:
        sentence = f"{what} zs{len(shared):03d}x for some eyes only"
        shared[sentence] = readers
        return sentence

    facts = {"school": "north", "learner": "north-nia", "class_id": "north-1", "project": "shade-for-our-school"}
    roster.set_team(town.engine, roster.find_class(town.engine, "north-1"), "Tree team", [_nia(town)])
    with writing(town.engine) as connection:
        for n in range(10):
            exchange = (
                Said(by="learner", text=put("i ask you back", *IN_A_TALK), at=NOW),
                Said(by="mentor", text=put("the mentor says", *IN_A_TALK), at=NOW),
            )
            floor = {"floor": private_address("north-nia").key, "floor_until": NOW + timedelta(minutes=20)}
            asked = MentorQuestion(
                id=f"talk-{n}",
                text="q",
                asked_at=NOW,
                status="open",
                mentor="north-mo",
                exchange=exchange,
                **facts,
                **floor,
            )
            keep.question(connection, asked)
        for n in range(10):
            part = put("my part in the tree team was", "nia")
            said = Line(
                id=f"part-{n}", sender="learner", text=part, step=4, slot="own_part", project=facts["project"], at=NOW
            )
            keep.lines(connection, "north", private_address("north-nia").key, "north-nia", (said,), iter((500 + n,)))
    for n in range(10):
        note = {
            "id": f"planted-{n}",
            "soc": "47-2031.00",
            "title": "Carpenter",
            "text": put("the card would say", *DECIDE),
        }
        card_notes.propose(town.engine, CardNote(school="north", proposed_by="north-tom", proposed_at=NOW, **note))
        if n % 2:
            card_notes.decide(town.engine, note["id"], "refused", "north-al", NOW)
    return shared


def _nia(town: Town):  # type: ignore[no-untyped-def]
    person = people.get_person(town.engine, "north-nia")
    assert person is not None
    return person


async def test_a_talk_a_part_and_a_proposal_show_to_those_they_are_for_and_to_nobody_else(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    shared = plant(town)
    opened = [path for path in pages(town) if not path.startswith(SAME_FOR_ALL)]
    for school, names in (("north", EVERYONE), ("south", ("tom", "al"))):
        for name in names:
            async with town.client(f"{school}-{name}") as client:
                read = "".join([(await client.get(path)).text for path in opened])
            found = {sentence for sentence in shared if sentence in read}
            meant = {sentence for sentence, readers in shared.items() if school == "north" and name in readers}
            assert found == meant, (school, name, sorted(found ^ meant)[:3])
    assert len(shared) == 40
    assert not [sentence for sentence in shared if sentence in caplog.text]
    assert not [sentence for sentence in shared if sentence in str(audit.entries(town.engine, "north"))]


async def test_no_summary_and_no_hint_what_to_collect_next_has_any_of_it(town: Town) -> None:
    shared = [*plant(town), *town.private]
    weekly, said = Weekly(town.engine, town.kit), ""
    for name, number in (("tom", 1), ("tia", 2)):
        room, teacher = (
            people.get_class(town.engine, f"north-{number}"),
            people.get_person(town.engine, f"north-{name}"),
        )
        assert room is not None
        assert teacher is not None
        week = week_at(town.now, room.zone)
        summary = weekly.summary(people.viewer(town.engine, teacher), room, week, town.now)
        said += "".join(fallback(out.reply) for out in weekly.outgoing(teacher, room, week, summary))
    for name in ("nia", "ned"):
        async with town.client(f"north-{name}") as client:
            said += (await client.get("/portfolio")).text
    for told in ("to confirm", "What to collect next", "Mentor questions"):
        assert told.casefold() in said.casefold(), "there has to be something to search"
    assert not [sentence for sentence in shared if sentence in said]
