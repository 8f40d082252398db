"""Everyone at every door: roles × pages × actions × own class, other class, other school. Closed unless listed."""

import io
import itertools
import zipfile
from pathlib import Path

import docx
import httpx
import pypdf
import pytest
from fastapi import FastAPI

from pathbot.app.badge_lists import badge_lists
from pathbot.app.desk import FILES
from pathbot.app.disk import Disk
from pathbot.app.health import health
from pathbot.app.loops import Loops
from pathbot.app.wakes import Wakes
from pathbot.exports import KINDS
from pathbot.people import Person
from pathbot.store import people
from tests.office.town import ASKED, SHOWN, Town

PEOPLE = {
    "nobody": None,
    "learner": "nia",
    "other learner": "ned",
    "teacher": "tom",
    "other teacher": "tia",
    "left teacher": "lou",
    "mentor": "mo",
    "safety contact": "sam",
    "admin": "al",
}
PAGES = {
    "class": "/teach/{s}-1",
    "lines": "/teach/{s}-1/lines",
    "asked": "/teach/{s}-1/questions",
    "learner page": "/teach/{s}-1/learner/{s}-nia",
    "learner of another class": "/teach/{s}-1/learner/{s}-ned",
    "other class": "/teach/{s}-2",
    "person page": "/school/person/{s}-nia",
}
OWN = {"queue": "/questions", "school": "/school", "trail": "/school/trail", "projects": "/projects", "cards": "/cards"}
OWN |= {"you": "/you", "copy": "/you/copy"}
ALLOWED = {
    *((("teacher"), page) for page in ("class", "lines", "asked", "learner page")),
    ("other teacher", "other class"),
    ("admin", "person page"),
}
ALLOWED_OWN = {
    ("mentor", "queue"),
    ("admin", "school"),
    ("admin", "trail"),
    ("admin", "cards"),
    ("teacher", "cards"),
    ("other teacher", "cards"),
    ("learner", "you"),
    ("other learner", "you"),
    ("teacher", "projects"),
    ("other teacher", "projects"),
} | {(who, "copy") for who in PEOPLE if who != "nobody"}
FORMS = {
    "pause-project": {"class": "{s}-1"},
    "end-project": {"class": "{s}-1"},
    "start-project": {"class": "{s}-1", "project": "homes-for-birds"},
    "settings": {"class": "{s}-1", "grade": "10th grade"},
    "teams": {"class": "{s}-1", "team-{s}-nia": "Tree team"},
    "class-code": {"class": "{s}-1"},
    "send-summary": {"class": "{s}-1"},
    "confirm": {"class": "{s}-1", "learner": "{s}-nia", "line": "{s}-nia-ok"},
    "confirm a draft": {"class": "{s}-1", "learner": "{s}-nia", "line": "{s}-nia-d1"},
    "confirm elsewhere": {"class": "{s}-1", "learner": "{s}-ned", "line": "{s}-ned-ok"},
    "answer": {"class": "{s}-1", "question": "{s}-nia-q", "text": "Plant what grows there."},
    "answer unsent": {"class": "{s}-1", "question": "{s}-nia-p0", "text": "Plant what grows there."},
    "claim": {"question": "{s}-nia-q"},
    "pass": {"question": "{s}-nia-q"},
    "reply": {"question": "{s}-nia-q", "text": "Plant what grows there."},
    "reply elsewhere": {"question": "{s}-ned-q", "text": "Plant what grows there."},
    "add-person": {"name": "New One", "duty": "mentor"},
    "give-duty": {"person": "{s}-nia", "duty": "admin"},
    "end-duty": {"person": "{s}-tom", "duty": "teacher", "in_class": "{s}-1"},
    "person-code": {"person": "{s}-nia"},
    "change-person": {"person": "{s}-nia", "name": "Nia north"},
    "learner-care": {"person": "{s}-nia", "age": "16_17"},
    "care-rules": {"day-1": "yes"},
    "drill": {},
    "propose-note": {"role": "Carpenter", "text": "Bring a tape measure to your first day."},
    "approve-note": {"note": "{s}-note"},
    "refuse-note": {"note": "{s}-note"},
    "save-project": {"text": "x"},
}
MAY = {
    *(
        ("teacher", act)
        for act in FORMS
        if act.split("-")[0] in ("pause", "end", "start", "settings", "class", "send", "teams")
    ),
    ("teacher", "confirm"),
    ("teacher", "answer"),
    ("mentor", "claim"),
    ("mentor", "pass"),
    ("mentor", "reply"),
    *(("admin", act) for act in ("add-person", "give-duty", "end-duty", "person-code", "change-person", "drill")),
    *(
        (who, f"{act}-note")
        for who in ("admin", "teacher", "other teacher")
        for act in ("propose", "approve", "refuse")
    ),
    ("admin", "learner-care"),
    ("admin", "care-rules"),
    ("teacher", "save-project"),
    ("other teacher", "save-project"),
} - {("teacher", "end-duty")}
REFUSED_FOR_WHAT_IT_SAYS = {"save-project", "answer unsent"}  # a teacher's form, and still not taken


def signed_in(town: Town, who: str, school: str = "north"):  # type: ignore[no-untyped-def]
    name = PEOPLE[who]
    return town.client(f"{school}-{name}" if name else None)


async def test_pages_open_for_exactly_those_who_may_and_else_look_like_nothing_there(town: Town) -> None:
    looked = 0
    for who, (page, path), target in itertools.product(PEOPLE, PAGES.items(), ("north", "south")):
        async with signed_in(town, who) as client:
            answer = await client.get(path.format(s=target))
            missing = await client.get(path.format(s="nowhere"))
        expected = 200 if (who, page) in ALLOWED and target == "north" else missing.status_code
        assert answer.status_code == expected, (who, page, target)
        if expected != 200:
            assert answer.text == missing.text, "forbidden and missing look the same"
            assert missing.status_code in (401, 404)
        looked += 1
    assert looked == len(PEOPLE) * len(PAGES) * 2


async def test_a_name_in_place_of_an_id_finds_nobody_also_when_several_have_it(town: Town) -> None:
    for school in ("north", "south"):
        people.add_person(town.engine, Person(id=f"{school}-twin", school=school, name="Twin"))
    async with signed_in(town, "teacher") as client:
        answer = await client.get("/teach/north-1/learner/Twin")
        missing = await client.get("/teach/north-1/learner/nobody")
    assert (answer.status_code, answer.text) == (404, missing.text)


async def test_pages_of_ones_own_open_for_exactly_those_who_have_them(town: Town) -> None:
    for who, (page, path) in itertools.product(PEOPLE, OWN.items()):
        async with signed_in(town, who) as client:
            answer = await client.get(path)
        assert (answer.status_code == 200) == ((who, page) in ALLOWED_OWN), (who, page, answer.status_code)


@pytest.mark.parametrize("act", FORMS)
async def test_forms_are_taken_from_exactly_those_who_may(town: Town, act: str) -> None:
    """Those who may come last: what they do changes what is there."""
    order = sorted(PEOPLE, key=lambda who: (who, act) in MAY)
    for target, who in itertools.product(("south", "north"), order):
        async with signed_in(town, who) as client:
            fields = {name.format(s=target): value.format(s=target) for name, value in FORMS[act].items()}
            data = {**fields, "token": town.token(client)}
            path = "/projects/homes-for-birds/save" if act == "save-project" else f"/do/{act.split(' ')[0]}"
            answer = await client.post(path, data=data)
            other = await client.post(path, data=data | {"token": "of somebody else"})
        assert other.status_code in (401, 403), "a form without its token is never taken"
        own = target == "north" or act in ("add-person", "save-project", "care-rules", "drill", "propose-note")
        taken = answer.status_code in (200, 303)
        assert taken == ((who, act) in MAY and own and act not in REFUSED_FOR_WHAT_IT_SAYS), (who, act, target)
        if not taken:
            assert answer.status_code in (401, 404, 422), (who, act, answer.status_code)


async def test_what_a_school_holds_never_shows_in_the_other(town: Town) -> None:
    for who in PEOPLE:
        async with signed_in(town, who) as client:
            for path in (*PAGES.values(), *OWN.values(), "/inbox", "/chat", "/portfolio"):
                for target in ("north", "south"):
                    answer = await client.get(path.format(s=target))
                    assert "south" not in answer.text.replace(path.format(s=target), ""), (who, path)


async def test_two_hundred_private_sentences_show_to_nobody_but_their_learner(town: Town) -> None:
    """Answers, drafts, concerns and unsent questions: on no page, in no file, for no adult and no other learner."""
    assert len(town.private) >= 200
    seen = 0
    for who in PEOPLE:
        if who in ("learner", "nobody"):
            continue
        async with signed_in(town, who) as client:
            for path in (*PAGES.values(), *OWN.values(), "/inbox", "/portfolio"):
                if who == "other learner" and path in ("/you/copy", "/portfolio"):
                    continue  # that is Ned's own record
                answer = await client.get(path.format(s="north"))
                seen += answer.status_code == 200
                assert not [s for s in town.private if s in answer.text], (who, path)
    assert seen >= 15


async def test_a_teacher_sees_lines_and_questions_and_a_mentor_only_the_question(town: Town) -> None:
    async with signed_in(town, "teacher") as client:
        assert SHOWN.format(school="north-nia") in (await client.get("/teach/north-1/lines")).text
        assert ASKED.format(school="north-nia") in (await client.get("/teach/north-1/questions")).text
    async with signed_in(town, "mentor") as client:
        queue = (await client.get("/questions")).text
        assert ASKED.format(school="north-nia") in queue
        assert "Nia" not in queue
        assert "Measured" not in queue


async def test_whoever_left_is_signed_out_of_the_class_at_once(town: Town) -> None:
    from pathbot.people import Membership
    from pathbot.store import people

    async with signed_in(town, "teacher") as client:
        assert (await client.get("/teach/north-1")).status_code == 200
        gone = Membership(person="north-tom", school="north", duty="teacher", class_id="north-1", active=False)
        people.add_membership(town.engine, gone)
        assert (await client.get("/teach/north-1")).status_code == 404


async def test_no_private_sentence_reaches_a_summary_a_file_of_somebody_else_or_a_log(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    from pathbot.app.weekly import Weekly
    from pathbot.messages import fallback
    from pathbot.store import people
    from pathbot.summaries import week_at

    weekly = Weekly(town.engine, town.kit)
    caplog.set_level("DEBUG")
    said = ""
    for school, (name, number) in itertools.product(("north", "south"), (("tom", 1), ("tia", 2))):
        room, teacher = (
            people.get_class(town.engine, f"{school}-{number}"),
            people.find_person(town.engine, f"{school}-{name}"),
        )
        assert room
        assert teacher
        week = week_at(town.now, room.zone)
        summary = weekly.summary(people.viewer(town.engine, teacher), room, week, town.now)
        out = weekly.outgoing(teacher, room, week, summary)
        said += "".join(fallback(o.reply) for o in out)
        async with town.client(teacher.id) as client:
            said += (await client.get("/you/copy")).text
    assert "1 line to confirm" in said, "there has to be a summary to search"
    assert not [s for s in town.private if s in said or s in caplog.text]


async def test_no_private_sentence_is_in_what_came_beside_the_pages(
    town: Town, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Teams with shared names, proposals for role cards, the trail after everyone looked, health, metrics, the log."""
    caplog.set_level("DEBUG")
    said = ""
    async with signed_in(town, "teacher") as client:
        token = {"token": town.token(client), "class": "north-1"}
        await client.post("/do/teams", data=token | {"team-north-nia": "Tree team"})
        note = {"role": "Carpenter", "text": "Bring a tape measure to your first day."}
        await client.post("/do/propose-note", data=token | note)
    for who, path in itertools.product(PEOPLE, (*PAGES.values(), *OWN.values())):
        async with signed_in(town, who) as client:
            answer = await client.get(path.format(s="north"))
            said += "" if path == "/you/copy" else answer.text
    server = FastAPI()
    server.include_router(health(town.engine, ["web"], Disk(tmp_path, 0), Loops(Wakes()), town.clock))
    server.include_router(badge_lists(town.settings, town.clock))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(server), base_url="http://localhost") as client:
        for path in ("/healthz", "/readyz", "/metrics", "/badges/north/revoked"):
            said += (await client.get(path)).text
    for told in ("Tree team", "Bring a tape measure", "looked at a learner’s page", "pathbot_up 1"):
        assert told in said, "there has to be something to search"
    assert not [s for s in town.private if s in said or s in caplog.text]


def read_docx(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def read_pdf(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


def read_zip(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as bundle:
        return "\n".join(read_as(name.rpartition(".")[2], bundle.read(name)) for name in bundle.namelist())


def read_as(kind: str, content: bytes) -> str:
    """A file as the one who opens it reads it, on one line."""
    read = {"docx": read_docx, "pdf": read_pdf, "zip": read_zip}.get(kind, lambda content: content.decode())
    return " ".join(read(content).split())


@pytest.mark.parametrize("learner", ["nia", "ned"])
async def test_no_private_sentence_is_in_any_file_a_learner_takes_away(town: Town, learner: str) -> None:
    own = SHOWN.format(school=f"north-{learner}").rstrip(".")
    async with town.client(f"north-{learner}") as client:
        for name, kind in FILES.items():
            answer = await client.get(f"/portfolio/file/{name}")
            text = read_as(kind, answer.content)
            assert own in text, f"{name}: there has to be something to search"
            assert not [s for s in town.private if s in text], name
        assert set(FILES.values()) == set(KINDS), "a new format is searched too"


async def test_everybodys_copy_of_their_data_holds_nobody_elses_words(town: Town) -> None:
    """A learner's copy has their own answers, drafts and unsent questions, and not the staff's record of a concern."""
    own: dict[str, set[str]] = {}
    for who in PEOPLE:
        if who != "nobody":
            async with signed_in(town, who) as client:
                copy = (await client.get("/you/copy")).text
            own[who] = {s for s in town.private if s in copy}
    assert {who for who, found in own.items() if found} == {"learner", "other learner"}
    assert own["learner"].isdisjoint(own["other learner"])
