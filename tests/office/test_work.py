"""What adults do on the pages, as they do it: confirm, answer, start a project, edit a prompt, sign in."""

import dataclasses
import re

import pytest

from pathbot.app import roster
from pathbot.app.mailed_links import MailedLinks
from pathbot.app.weekly import Weekly
from pathbot.messages import fallback
from pathbot.people import LINK_LASTS, Membership, Person
from pathbot.store import audit, history, people, plans, portfolio, questions
from pathbot.summaries import week_at
from tests.office.town import Town


async def post(town: Town, who: str, action: str, **fields: str):  # type: ignore[no-untyped-def]
    async with town.client(who) as client:
        return await client.post(f"/do/{action}", data={**fields, "token": town.token(client)})


async def save(town: Town, **fields: str):  # type: ignore[no-untyped-def]
    async with town.client("north-tom") as client:
        return await client.post("/projects/homes-for-birds/save", data={**fields, "token": town.token(client)})


def told(town: Town) -> str:
    """Everything Pathbot said to Nia."""
    return "".join(str(shown.reply) for shown in history.shown(town.engine, "web:person-north-nia") if shown.reply)


async def test_a_line_is_confirmed_once_and_that_is_on_record(town: Town) -> None:
    fields = {"class": "north-1", "learner": "north-nia", "line": "north-nia-ok"}
    assert (await post(town, "north-tom", "confirm", **fields)).status_code == 303
    (line,) = portfolio.statements_of(town.engine, "north-nia", "approved")
    assert line.verification == "teacher-confirmed"
    assert audit.entries(town.engine, "north")[-1].action == "confirm"
    async with town.client("north-tom") as client:
        assert "Nothing waits for you" in (await client.get("/teach/north-1/lines")).text


async def test_a_mentor_answers_on_the_page_and_the_learner_gets_it_without_a_name(town: Town) -> None:
    held = await post(town, "north-mo", "reply", question="north-nia-q", text="mail me at mo@x.org")
    assert held.status_code == 422
    assert "mail me at mo@x.org</textarea>" in held.text, "nobody writes an answer twice"
    await post(town, "north-mo", "claim", question="north-nia-q")
    answered = await post(town, "north-mo", "reply", question="north-nia-q", text="Plant what grows nearby.")
    assert answered.status_code == 303
    assert "Plant what grows nearby." in told(town)
    assert "Mo " not in told(town)
    again = await post(town, "north-mo", "reply", question="north-nia-q", text="And water it.")
    assert again.status_code == 422


async def test_a_teacher_steps_in_under_their_own_name(town: Town) -> None:
    fields = {"class": "north-1", "question": "north-nia-q"}
    await post(town, "north-tom", "answer", text="Ask the parks office first.", **fields)
    assert "Tom north answered" in told(town)
    question = questions.get_question(town.engine, "north-nia-q")
    assert question is not None
    assert question.exchange[-1].by == "teacher"


async def test_a_team_is_made_on_the_class_page_and_its_learners_read_who_is_in_it(town: Town) -> None:
    room = roster.find_class(town.engine, "north-1")
    people.add_person(town.engine, Person(id="north-leo", school="north", name="Leo north"))
    held = Membership(person="north-leo", school="north", duty="learner", class_id="north-1")
    people.add_membership(town.engine, held)
    both = {"team-north-nia": "Tree team", "team-north-leo": "Tree team", "team-north-ned": "Tree team"}
    assert (await post(town, "north-tom", "teams", **{"class": "north-1"}, **both)).status_code == 303
    assert [p.id for p in roster.teams_of(town.engine, room)["Tree team"]] == ["north-leo", "north-nia"]
    async with town.client("north-nia") as client:
        assert "You work with Leo north." in (await client.get("/you")).text
    refused = await post(town, "north-tom", "teams", **{"class": "north-1", "team-north-nia": "x" * 60})
    assert refused.status_code == 422
    hall = {f"team-north-{n}": "" for n in range(200)}
    assert (await post(town, "north-tom", "teams", **{"class": "north-1"}, **hall)).status_code == 303


async def test_a_project_is_started_with_dates_and_bad_dates_are_one_sentence(town: Town) -> None:
    fields = {"class": "north-1", "project": "homes-for-birds", "from": "2026-11-30", "until": "2027-01-15"}
    assert (
        await post(town, "north-tom", "start-project", **fields, **{"due-project": "2026-12-18"})
    ).status_code == 303
    plan = plans.plan_of(town.engine, "north-1")
    assert plan is not None
    assert plan.dates["project"].isoformat() == "2026-12-18"
    for wrong in ({"until": "2026-11-01"}, {"from": "soon"}, {"project": "../../etc"}, {"due-lunch": "2026-12-01"}):
        refused = await post(town, "north-tom", "start-project", **(fields | wrong))
        assert refused.status_code == 422, wrong


async def test_a_project_file_is_checked_inline_and_saved_only_when_it_is_fine(town: Town) -> None:
    path = town.settings.prompts / "projects" / "homes-for-birds.yaml"
    good = path.read_text(encoding="utf-8")
    bad = good.replace("asks:", "asks:\n  lunch: {en: What is it?}", 1)
    async with town.client("north-tom") as client:
        form = {"token": town.token(client), "project": "homes-for-birds", "text": good}
        part = await client.post("/projects/homes-for-birds/check", data=form, headers={"HX-Request": "true"})
        assert "Nothing to fix" in part.text
        edited = good.replace("one moment with the wood", "one splinter")
        asked = await client.post("/projects/homes-for-birds/check", data=form | {"text": edited})
        preview = asked.text.partition("What a learner reads")[2]
        assert "Step 4 of 8: Project" in preview
        assert "Think of one splinter, the tools or the birds this week." in preview
        assert path.read_text(encoding="utf-8") == good, "looking changes nothing"
    for broken in (bad, "a: [", good.replace("id: homes-for-birds", "id: other")):
        assert (await save(town, text=broken)).status_code == 422
        assert path.read_text(encoding="utf-8") == good
    assert (await save(town, text=good)).status_code == 303


@pytest.mark.parametrize("text", ["id: a\x01b", "reviewed_on: 2026-99-99", "[" * 5000, "id: [", "&a [*a, *a]: x"])
async def test_what_cannot_be_read_as_a_project_file_is_one_sentence(town: Town, text: str) -> None:
    async with town.client("north-tom") as client:
        form = {"token": town.token(client), "text": text, "project": "homes-for-birds"}
        checked = await client.post("/projects/homes-for-birds/check", data=form)
        assert checked.status_code == 200
        assert 'class="told"' in checked.text
        saved = await client.post("/projects/homes-for-birds/save", data=form)
        assert saved.status_code == 422
        assert "Not saved yet." in saved.text


async def test_a_code_signs_in_and_guessing_is_slowed_down(town: Town) -> None:
    code = roster.person_code(town.engine, roster.find_person(town.engine, "north-nia"), town.now)
    async with town.client(None) as client:
        assert (await client.post("/enter", data={"code": code.lower()})).headers["location"] == "/chat"
        for _ in range(30):
            assert (await client.post("/enter", data={"code": "ABCD-2345"})).status_code == 403
        assert (await client.post("/enter", data={"code": code})).status_code == 429
    async with town.client(None) as client:
        class_code = roster.class_code(town.engine, roster.find_class(town.engine, "north-1"), town.now)
        assert (await client.post("/enter", data={"code": class_code})).status_code in (403, 429)


async def test_a_link_signs_in_once_and_not_for_long(town: Town) -> None:
    acts = MailedLinks(town.settings, town.engine, town.kit, town.clock)
    tom = roster.find_person(town.engine, "north-tom")
    first = acts.new_link(tom).partition("#")[2]
    key = acts.new_link(tom).partition("#")[2]
    async with town.client(None) as client:
        assert (await client.post("/link", data={"key": first})).status_code == 403, "a newer one was made"
        assert (await client.post("/link", data={"key": key})).headers["location"] == "/inbox"
        assert (await client.post("/link", data={"key": key})).status_code == 403
        late = acts.new_link(tom).partition("#")[2]
        town.now += LINK_LASTS
        assert (await client.post("/link", data={"key": late})).status_code == 403
        assert (await client.get("/link")).status_code == 200


async def test_a_learner_takes_a_copy_and_erases_everything_only_on_purpose(town: Town) -> None:
    async with town.client("north-nia") as client:
        assert town.private[0] in (await client.get("/you/copy")).text
        token = {"token": town.token(client)}
        assert (await client.post("/you/erase", data=token)).headers["location"] == "/you?refused=sure"
        assert people.find_person(town.engine, "north-nia") is not None
        assert (await client.post("/you/erase", data=token | {"sure": "yes"})).status_code == 303
        assert people.find_person(town.engine, "north-nia") is None


async def test_an_administrator_adds_a_person_who_can_then_come_in(town: Town) -> None:
    fields = {"name": "Pat", "duty": "learner", "in_class": "north-2", "email": "pat@north.edu"}
    assert (await post(town, "north-al", "add-person", **fields)).status_code == 303
    pat = people.person_with_email(town.engine, "north", "PAT@north.edu")
    assert pat is not None
    page = await post(town, "north-al", "person-code", person=pat.id)
    code = re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}", page.text)
    assert code
    async with town.client(None) as client:
        assert (await client.post("/enter", data={"code": code[0]})).status_code == 303
    assert (await post(town, "north-al", "add-person", name="X", duty="learner")).status_code == 422
    assert (await post(town, "north-al", "add-person", name="X", duty="learner", in_class="south-1")).status_code == 422


@pytest.mark.parametrize("name", ["said", "refused"])
async def test_nothing_from_the_address_is_shown(town: Town, name: str) -> None:
    async with town.client("north-tom") as client:
        page = await client.get(f"/teach/north-1?{name}=<b>hello</b>zq")
        assert "zq" not in page.text


async def test_every_line_of_a_summary_leads_to_a_page_that_this_teacher_can_open(town: Town) -> None:
    room, tom = roster.find_class(town.engine, "north-1"), roster.find_person(town.engine, "north-tom")
    for url in ("", "https://pathbot.school.example"):
        weekly = Weekly(town.engine, dataclasses.replace(town.kit, url=url))
        week = week_at(town.now, room.zone)
        summary = weekly.summary(people.viewer(town.engine, tom), room, week, town.now)
        card = weekly.words.card(summary, room, "en")
        links = [row.link.removeprefix(url) for row in card.rows]
        assert all(links)
        assert f"/teach/north-1/learner/{summary.talk_to[0].person}" in links
        assert ("https://" in fallback(card)) == bool(url), "an address that nobody set leads nowhere"
        async with town.client("north-tom") as client:
            for link in links:
                page = await client.get(link)
                assert page.status_code == 200
                place = link.partition("#")[2]
                assert not place or f'id="{place}"' in page.text
