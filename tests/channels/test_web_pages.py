"""The pages: who gets which, and what stands on them."""

from html import unescape

import pytest
from tests.channels.memory_desk import LEO, MAYA, NOW, at_step
from tests.channels.web_app import Site, field_of, messages_of, tags_of

from pathbot.channels.web.desk import Portfolio, PortfolioFile, class_address, private_address
from pathbot.evidence import Draft, Quote, SavedRole, ShownSkill, SkillStatement
from pathbot.messages import Card, CardRow, Choice, Outgoing, Text

QUOTE = Quote(message_id="m1", start=0, end=11, text="cut it <again>"[:11])
LINE = SkillStatement(
    id="s1",
    learner="maya",
    project="shade",
    draft=Draft(statement="Cut the roof again.", evidence=(QUOTE,), own_words=0.8),
    status="approved",
    created_at=NOW,
)


@pytest.fixture
def site() -> Site:
    return Site()


async def test_the_start_page_offers_the_demo_people_and_says_they_are_made_up(site: Site) -> None:
    page = (await site.client().get("/")).text
    assert "All people here are made up" in page
    people = [attributes["value"] for _, attributes in tags_of(page) if attributes.get("name") == "person"]
    assert people == ["maya", "leo", "kim", "ortiz", "lee"]


async def test_outside_a_demo_nobody_can_be_chosen(site: Site) -> None:
    site.desk.demo = False
    client = site.client()
    assert field_of((await client.get("/")).text, "code") == ""
    assert (await client.post("/enter", data={"person": "maya"})).status_code == 403


@pytest.mark.parametrize("code", ["", "maya", "maya.20780", "maya.99999.AAAA-AAAA-AAAA-AAAA", "..", "é.é.é", "x" * 999])
async def test_a_made_up_code_signs_nobody_in(site: Site, code: str) -> None:
    answer = await site.client().post("/enter", data={"code": code})
    assert answer.status_code == 403
    assert "ask your teacher for a new one" in answer.text
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("path", ["/chat", "/class", "/inbox", "/portfolio", "/portfolio/file/md"])
async def test_a_page_without_a_session_leads_to_the_start(site: Site, path: str) -> None:
    answer = await site.client().get(path)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


@pytest.mark.parametrize(("person", "home", "other"), [("maya", "/chat", "/inbox"), ("lee", "/inbox", "/chat")])
async def test_learners_have_a_chat_and_adults_an_inbox(site: Site, person: str, home: str, other: str) -> None:
    browser = await site.browser(person)
    assert (await browser.get(home)).status_code == 200
    assert (await browser.get(other)).headers["location"] == home


async def test_someone_who_left_the_school_is_signed_out_at_once(site: Site) -> None:
    browser = await site.browser("maya")
    del site.desk.profiles["maya"]
    assert (await browser.get("/chat")).status_code == 303
    assert (await browser.post(delivery_id="d1234567", text="hi")).status_code == 401


async def test_a_session_ends_after_a_school_day(site: Site) -> None:
    browser = await site.browser("maya")
    site.clock.forward(hours=11)
    assert (await browser.get("/chat")).status_code == 200
    site.clock.forward(hours=2)
    assert (await browser.get("/chat")).status_code == 303


async def test_signing_out_ends_the_session_and_clears_what_the_browser_kept(site: Site) -> None:
    browser = await site.browser("maya")
    answer = await browser.client.post("/leave", data={"token": browser.token})
    assert answer.headers["clear-site-data"] == '"storage"'
    assert (await browser.get("/chat")).status_code == 303


async def test_the_first_visit_opens_the_conversation_once(site: Site) -> None:
    browser = await site.browser("maya")
    for _ in range(3):
        await browser.get("/chat")
    assert [(i.kind, i.person, i.address) for i in site.desk.filed] == [("open", "maya", private_address("maya"))]


async def test_coming_back_after_a_while_opens_it_again_and_staying_does_not(site: Site) -> None:
    browser = await site.browser("maya")
    await browser.post(delivery_id="d1234567", text="hi")
    site.clock.forward(minutes=10)
    await browser.get("/chat")
    site.clock.forward(hours=3)
    await browser.get("/chat")
    await browser.get("/chat")
    assert [i.kind for i in site.desk.filed] == ["open", "text", "open"]


async def test_a_class_channel_is_read_by_its_class_and_its_teacher_only(site: Site) -> None:
    for person in ("maya", "leo", "ortiz"):
        assert (await (await site.browser(person)).get("/class")).status_code == 200
    site.desk.say(class_address("p3").key, "leo", "tape measure", "c1")
    assert "tape measure" in (await (await site.browser("maya")).get("/class")).text
    assert "tape measure" not in (await (await site.browser("kim")).get("/class")).text
    assert (await (await site.browser("lee")).get("/class")).status_code == 403


async def test_only_ones_own_lines_stand_on_ones_own_side(site: Site) -> None:
    twin = LEO.model_copy(update={"name": MAYA.name})  # the same name is not the same person
    site.desk.profiles["leo"] = twin
    room = class_address("p3").key
    site.desk.say(room, "leo", "from leo", "c1")
    site.desk.say(room, "maya", "from maya", "c2")
    page = (await (await site.browser("maya")).get("/class")).text
    mine = [a["data-key"] for _, a in tags_of(page) if "data-key" in a and "mine" in (a["class"] or "").split()]
    assert mine == ["c2"]


async def test_a_message_that_was_taken_back_is_gone(site: Site) -> None:
    key = private_address("maya").key
    site.desk.say(key, "maya", "my number is 555", "m1")
    site.desk.said[key][0] = site.desk.said[key][0].model_copy(update={"withdrawn": True, "text": ""})
    page = (await (await site.browser("maya")).get("/chat")).text
    assert "This message was taken back." in messages_of(page)[0]


async def test_the_steps_are_said_in_words_too(site: Site) -> None:
    site.desk.steps["maya"] = at_step(4, skipped=[2])
    page = (await (await site.browser("maya")).get("/chat")).text
    assert "Step 4 of 8: Project" in page
    states = [a for _, a in tags_of(page) if a.get("aria-current") == "step"]
    assert len(states) == 2  # the list on a phone and the one beside the chat; only one is ever displayed
    assert page.count(">skipped<") == 2


async def test_all_steps_done_are_said_to_be(site: Site) -> None:
    site.desk.steps["maya"] = at_step(9)
    assert "All eight steps are behind you" in (await (await site.browser("maya")).get("/chat")).text


async def test_a_statement_stands_beside_the_words_it_came_from(site: Site) -> None:
    card = Card(
        title="Cut the roof again.",
        rows=(CardRow(label="You said", text="“cut it again”"),),
        choices=(Choice(label="Save", value="!save:s1"), Choice(label="Not me", value="!not-me:s1")),
    )
    site.desk.post(Outgoing(key="k1", address=private_address("maya"), reply=card))
    page = (await (await site.browser("maya")).get("/chat")).text
    assert ("dd", {"class": "quote"}) in tags_of(page)
    assert [a["value"] for _, a in tags_of(page) if a.get("name") == "value"] == ["!save:s1", "!not-me:s1"]


async def test_a_portfolio_shows_approved_lines_only(site: Site) -> None:
    other = LINE.draft.model_copy(update={"statement": "Not approved."})
    lines = (LINE, *(LINE.model_copy(update={"draft": other, "status": s}) for s in ("proposed", "declined")))
    role = SavedRole(learner="maya", soc="1", title="Roofer", saved_at=NOW)
    site.desk.portfolios["maya"] = Portfolio(lines=lines, roles=(role,), projects={"shade": "Shade"}, formats=("md",))
    page = unescape((await (await site.browser("maya")).get("/portfolio")).text)
    for there in ("Cut the roof again.", "cut it <aga", "Shade", "Roofer", "/portfolio/file/md"):
        assert there in page
    assert "Not approved." not in page


async def test_a_portfolio_is_read_by_project_or_by_skill(site: Site) -> None:
    other = LINE.model_copy(update={"id": "s2", "project": "bins"})
    both = (ShownSkill(name="Teamwork", framework="NACE"), ShownSkill(name="Writing", framework="O*NET"))
    site.desk.portfolios["maya"] = Portfolio(
        lines=(LINE, other),
        projects={"shade": "Shade", "bins": "Bins"},
        skills={LINE.id: both[:1], "s2": both},
        next=("Write <more>.",),
    )
    browser = await site.browser("maya")
    page = (await browser.get("/portfolio")).text
    assert "Write &lt;more&gt;." in page
    assert [page.count(f"<h2>{name}") for name in ("Shade", "Bins", "Teamwork")] == [1, 1, 0]
    assert "By skill (2)" in page
    page = (await browser.get("/portfolio?by=skill")).text
    assert [page.count(f"<h2>{name}") for name in ("Shade", "Teamwork", "Writing")] == [0, 1, 1]
    assert page.index("<h2>Teamwork") < page.index("<h2>Writing")
    assert page.count("<article") == 3


async def test_a_portfolio_file_is_a_download_of_the_learner_alone(site: Site) -> None:
    name = 'Maya\'s "lines" é.md'
    site.desk.files["md"] = PortfolioFile(name=name, media_type="text/markdown", content=b"# lines")
    answer = await (await site.browser("maya")).get("/portfolio/file/md")
    assert answer.content == b"# lines"
    assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''Maya%27s")
    assert (await (await site.browser("maya")).get("/portfolio/file/exe")).status_code == 404
    assert (await (await site.browser("ortiz")).get("/portfolio/file/md")).status_code == 403
    assert (await (await site.browser("ortiz")).get("/portfolio")).status_code == 403


async def test_a_page_shows_a_long_conversation_whole(site: Site) -> None:
    site.desk.page = 3
    for n in range(10):
        site.desk.post(Outgoing(key=f"k{n}", address=private_address("maya"), reply=Text(text=f"line {n}")))
    page = (await (await site.browser("maya")).get("/chat")).text
    assert len(messages_of(page)) == 10
    assert 'data-last="10"' in page


async def test_when_nothing_can_be_read_a_page_says_so_kindly(site: Site) -> None:
    browser = await site.browser("maya")
    site.desk.down = True
    answer = await browser.get("/chat")
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "2"
    assert "Please try again in a moment." in answer.text


async def test_an_unknown_page_is_a_page_with_a_way_back(site: Site) -> None:
    answer = await site.client().get("/nothing-here")
    assert answer.status_code == 404
    assert 'href="/"' in answer.text


async def test_every_form_works_without_scripts(site: Site) -> None:
    browser = await site.browser("maya")
    page = (await browser.get("/chat")).text
    form = {n: field_of(page, n) for n in ("token", "delivery_id")} | {"room": "chat", "kind": "text", "text": "hello"}
    answer = await browser.client.post("/api/messages", data=form, headers={"Accept": "text/html,*/*"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/chat")
    assert "hello" in messages_of((await browser.get("/chat")).text)[-1]
