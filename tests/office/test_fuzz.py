"""Ten thousand requests nobody would send: whatever comes in, nothing breaks."""

import random
from collections import Counter
from pathlib import Path

import pytest

from pathbot.app import roster
from pathbot.app.kit import Kit
from tests.office.town import Town, new_town
from tests.office.wild import Drawing, forms_of, routes_of

Forms = dict[str, dict[str, list[str]]]
LEARNER, TEACHER, MENTOR, CONTACT, ADMIN = "north-nia", "north-tom", "north-mo", "north-sam", "north-al"
WHO = (None, LEARNER, TEACHER, MENTOR, CONTACT, ADMIN)
LOOKED_AT = {
    LEARNER: ("/chat", "/you", "/class"),
    TEACHER: ("/teach/north-1", "/teach/north-1/lines", "/teach/north-1/questions", "/projects/homes-for-birds"),
    MENTOR: ("/questions",),
    ADMIN: ("/school", "/school/person/north-nia", "/cards"),
}
"""Where the forms are whose fields are filled in, and whose pages they are."""
THEIRS = {
    LEARNER: ("/you", "/chat", "/portfolio", "/class", "/api", "/picture"),
    TEACHER: ("/teach", "/projects", "/do/propose-note", "/do/resume-project"),
    MENTOR: ("/questions",),
    ADMIN: ("/school", "/cards", "/do/model", "/do/drill"),
}
PLAIN: Forms = {"/mail": {"email": ["nia@north.example"]}, "/link": {"key": []}}
UNSEEN: Forms = {
    "/do/propose-note": {"class": [], "role": ["Carpenter"], "text": ["Measure twice."]},
    "/do/resume-project": {"class": []},
    "/do/model": {"allowed": ["yes"]},
    "/do/drill": {},
}
"""Forms that show only after something else: their owner is named in THEIRS."""
ROUND = 150
"""Requests until the school is as it was: they end duties, erase people and sign everybody out."""


@pytest.mark.parametrize("requests", [2 * ROUND, pytest.param(10_500, marks=pytest.mark.faults)])
async def test_no_request_breaks_anything(
    tmp_path: Path, built: tuple[Path, tuple[str, ...]], kit: Kit, requests: int
) -> None:
    chance, answers, broken = random.Random(11), Counter[int](), set[tuple[int, str, str]]()
    for number in range(requests // ROUND):
        folder = tmp_path / str(number)
        folder.mkdir()
        town = new_town(folder, *built, kit, mail=True)
        async with town.ingest:  # as on the server: opening a chat files a message
            broken |= await _ask(town, chance, answers)
        town.engine.dispose()
    told = ", ".join(f"{status}: {count}" for status, count in sorted(answers.items()))
    print(f"\n{answers.total()} answers, {told}")
    assert broken == set()
    assert answers.total() == requests
    did = sum(answers[status] for status in (200, 202, 303, 409, 422))
    assert did > 0.6 * requests, "most requests get as far as what a page does, and are done or refused with a reason"


async def _forms(town: Town) -> tuple[Forms, dict[str, str]]:
    """The fields of every form by where it leads, and who has that form."""
    code = roster.person_code(town.engine, roster.find_person(town.engine, LEARNER), town.now)
    found, whose = PLAIN | UNSEEN | {"/enter": {"code": [code]}}, {}
    for who, paths in LOOKED_AT.items():
        async with town.client(who) as client:
            for path in paths:
                page = await client.get(path)
                assert page.status_code == 200, path
                for action, fields in forms_of(page.text):
                    found[action], whose[action] = fields, who
    return found, whose


async def _ask(town: Town, chance: random.Random, answers: Counter[int]) -> set[tuple[int, str, str]]:
    forms, whose = await _forms(town)
    drawing = Drawing(chance, routes_of(town.web), forms)
    broken = set()
    for _ in range(ROUND):
        wild = drawing.one()
        likely = next((who for who, paths in THEIRS.items() if wild.path.startswith(paths)), whose.get(wild.path))
        who = likely if likely and chance.random() < 0.9 else chance.choice(WHO)
        async with town.client(who) as client:
            if chance.random() < 0.93:
                wild.fields["token"] = town.token(client)
            asked = client.build_request(
                wild.method,
                "http://localhost",
                content=wild.body(),
                headers={"HX-Request": "true"} if chance.random() < 0.2 else None,
            )
            asked.url = asked.url.copy_with(raw_path=wild.target)
            answer = await client.send(asked)
        answers[answer.status_code] += 1
        if answer.status_code >= 500:
            broken.add((answer.status_code, wild.method, wild.path[:80]))
    return broken
