"""The whole mission in Microsoft's Agents Playground, in a real browser: `make e2e`, with Node.js and Chromium.

The Playground may be used to evaluate and not be shipped, so `make e2e` installs it beside the repository and nothing
of it is in here. It shows cards with Microsoft's own renderer, which our fake does not.
"""

from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from pathbot.app.home import now
from pathbot.app.kit import Kit
from pathbot.app.weekly import Weekly
from pathbot.store import people, portfolio
from pathbot.store.engine import Database
from tests.app.test_teams_mission import WALK
from tests.browser.chrome import CHROMIUM
from tests.conversations.player import new_school
from tests.e2e.playground import PLAYGROUND, Seat, email, pathbot, seat

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed: apt-get install chromium"),
    pytest.mark.skipif(not PLAYGROUND.exists(), reason="the Agents Playground is not installed: make e2e"),
]
CARE = "How do you keep young trees alive in their first hot summer?"
ADVICE = "Water them deeply twice a week and put straw around the stem."


async def test_the_whole_mission_happens_in_the_playground(tmp_path: Path, kit: Kit) -> None:
    engine = school(tmp_path)
    async with AsyncExitStack() as stack:
        endpoint = await stack.enter_async_context(pathbot(engine, kit, tmp_path))

        async def sits(who: str) -> Seat:
            return await stack.enter_async_context(seat(who, tmp_path, endpoint, engine))

        ortiz, okafor, lee = await sits("ortiz"), await sits("okafor"), await sits("lee")
        await the_class_starts(ortiz)
        maya = await sits("maya")
        await a_learner_begins(maya)
        await roles(maya)
        await a_mentor_answers(maya, okafor)
        await eight_steps(maya, engine)
        await a_line_is_saved(maya, engine)
        await a_concern_reaches_an_adult(maya, lee)
        await monday(ortiz, engine, kit)


def school(folder: Path) -> Database:
    """A class whose people are known by the e-mail the directory has for them."""
    engine = new_school(folder, "shade-for-our-school")
    for who in ("maya", "ortiz", "okafor", "lee"):
        person = people.find_person(engine, who)
        assert person is not None
        people.add_person(engine, person.model_copy(update={"email": email(who)}))
    return engine


async def the_class_starts(ortiz: Seat) -> None:
    await ortiz.sees("Hello Mr. Ortiz.")
    await ortiz.picture("hello")
    await ortiz.calls("start")
    await ortiz.goes_to("Personal Chat")
    await ortiz.sees("Start the project")
    await ortiz.picture("start")
    await ortiz.chooses("Shade for Our School")
    await ortiz.presses("Start the project")
    await ortiz.sees("Started. I opened the chat of")
    await ortiz.picture("started")
    await ortiz.goes_to("Period 3 - Announcements")
    await ortiz.sees("Round Table:")
    await ortiz.picture("round-table")
    await ortiz.goes_to("Personal Chat")


async def a_learner_begins(maya: Seat) -> None:
    await maya.sees("a program, not a person")
    await maya.picture("hello")
    await maya.presses("OK, let's go")
    await maya.sees("Step 1 of 8")
    await maya.writes("*its* hot by the gym [click](https://evil.example)")
    await maya.sees("What would you want to find out?")
    await maya.picture("question")
    links = "[...document.querySelectorAll('a')].filter(a => a.href.includes('evil.example')).length"
    assert await maya.page.run(links) == 0


async def roles(maya: Seat) -> None:
    await maya.writes("what jobs are there for people who make maps")
    await maya.picture("roles")


async def a_mentor_answers(maya: Seat, okafor: Seat) -> None:
    await maya.writes("can i ask a mentor")
    await maya.writes(CARE)
    await maya.picture("preview")
    await maya.presses("Send")
    await maya.picture("sent")
    await okafor.sees("first hot summer")
    assert "Maya" not in str(await okafor.page.run("document.querySelector('[role=main]')?.innerText ?? ''"))
    await okafor.picture("asked")
    await okafor.presses("I'll answer this")
    await okafor.picture("claimed")
    await okafor.writes(ADVICE)
    await okafor.picture("thanks")
    await maya.sees("straw around the stem")
    await maya.picture("answer")


async def eight_steps(maya: Seat, engine: Database) -> None:
    """Through all steps by typing, until a line of hers stands beside what she said."""
    step = ""
    for line in [*WALK[1:], *["skip"] * 12]:
        await maya.writes(line)
        journey = next(iter(portfolio.journeys_of(engine, "maya")))
        if journey.step != step:
            step = journey.step
            await maya.picture(f"step-{step}")
        if any(s.status == "proposed" for s in portfolio.statements_of(engine, "maya")):
            break
    if "Not me" not in await maya.reads():
        await maya.writes("1")
    await maya.sees("Not me")


async def a_line_is_saved(maya: Seat, engine: Database) -> None:
    await maya.picture("line")
    await maya.presses("Edit")
    await maya.picture("edit")
    await maya.presses("Send this")
    await maya.picture("edited")
    if not portfolio.statements_of(engine, "maya", "approved"):
        await maya.presses("Save")
    (saved,) = portfolio.statements_of(engine, "maya", "approved")
    await maya.picture("saved")
    await maya.writes("show my portfolio")
    await maya.sees("Your portfolio")
    await maya.picture("portfolio")
    assert (await maya.reads()).count(saved.draft.statement.rstrip(".")) >= 2
    for command in ("who sees this?", "help", "where am i", "talk to a person"):
        await maya.writes(command)
        await maya.picture(command.replace(" ", "-").strip("?"))


async def a_concern_reaches_an_adult(maya: Seat, lee: Seat) -> None:
    await maya.writes("i want to kill myself")
    await maya.sees("988")
    await maya.picture("concern")
    await lee.sees("Maya")
    await lee.picture("alert")
    await lee.presses("I have this")
    await lee.picture("acknowledged")


async def monday(ortiz: Seat, engine: Database, kit: Kit) -> None:
    teacher, period = people.find_person(engine, "ortiz"), people.get_class(engine, "p3")
    assert teacher is not None
    assert period is not None
    assert Weekly(engine, kit).send_now(teacher, period, now())
    await ortiz.page.until("document.querySelector('img[src^=\"data:image/png\"]')")
    assert "kill" not in await ortiz.reads()
    await ortiz.picture("summary")
