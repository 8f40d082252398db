"""A walk through what adults do, with a picture of each moment: ``python -m tests.browser.walk FOLDER``.

A teacher agrees with a line, pauses the project, sets quiet hours and answers in place of a mentor; a mentor takes a
question and stays away until the learner is told honestly that nobody answered.
"""

import asyncio
import json
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

from tests.browser.chrome import Page, chrome
from tests.browser.screens import SIZES, picture
from tests.browser.town import Served, served
from tests.office.town import NOW

from pathbot.app.mentor_watch import MentorWatch
from pathbot.app.mentor_words import to_mentor, watch
from pathbot.app.schedule import Schedule
from pathbot.app.settings import load_settings
from pathbot.app.wiring import load_kit
from pathbot.channels.web.desk import private_address
from pathbot.mentoring import MentorQuestion
from pathbot.messages import Outgoing
from pathbot.store import jobs, keep, outbox, questions
from pathbot.store.engine import writing

NIA, TOM, MO = "north-nia", "north-tom", "north-mo"
ANSWER = "Look at which trees stand on your street already. Those like your soil."


class Walk:
    """Whoever is signed in goes from page to page; every moment is kept in both sizes."""

    def __init__(self, page: Page, school: Served, folder: Path) -> None:
        self._page = page
        self._school = school
        self._folder = folder
        self._number = 0

    async def be(self, who: str, path: str) -> None:
        """Signs in as somebody and opens a page."""
        await self._page.size(SIZES["desktop"], 800)
        await self._school.sign_in(self._page, who)
        await self._page.open(self._school.url + path)

    async def press(self, form: str, **values: str) -> None:
        """Fills a form in and sends it with its button."""
        where = f"document.querySelector({json.dumps(form)})"
        for name, value in values.items():
            await self._page.run(f"{where}.querySelector('[name={name}]').value = {json.dumps(value)}")
        await self._page.run(f"{where}.querySelector('button:not([type=button])').click()")
        await asyncio.sleep(0.8)

    async def see(self, name: str) -> None:
        """Pictures of what stands there now."""
        self._number += 1
        for size, width in SIZES.items():
            await self._page.size(width, 800)
            await picture(self._page, width, self._folder / f"{self._number:02d}-{name}-{size}.png", opened=False)


async def teacher(walk: Walk) -> None:
    """Five minutes on a Monday."""
    await walk.be(TOM, "/teach/north-1/lines")
    await walk.press("form[action='/do/confirm']")
    await walk.see("line-agreed")
    await walk.be(TOM, "/teach/north-1")
    await walk.press("form[action='/do/pause-project']")
    await walk.see("project-paused")
    await walk.press("form[action='/do/resume-project']")
    await walk.press("form[action='/do/settings']", quiet_from="18:00", quiet_until="08:00")
    await walk.see("quiet-hours")
    await walk.be(TOM, "/teach/north-1/questions")
    await walk.press("form[action='/do/answer']:has([value='second'])", text="mail me: tom@north.example")
    await walk.see("answer-refused")
    await walk.be(TOM, "/teach/north-1/questions")
    await walk.press("form[action='/do/answer']:has([value='second'])", text=ANSWER)
    await walk.see("stepped-in")
    await walk.be(NIA, "/chat")
    await walk.see("learner-reads-the-answer")


async def mentor(walk: Walk, school: Served) -> None:
    """A mentor takes a question and is not seen again."""
    town = school.town
    schedule = Schedule(town.engine, [MentorWatch(town.engine, town.kit).routine()], town.clock)
    await walk.be(MO, "/inbox")
    await walk.see("mentor-inbox")
    await walk.be(MO, "/questions")
    await walk.press("form[action='/do/claim']")
    await walk.see("mentor-took-it")
    for days, moment in ((5, "reminded"), (10, "nobody-answered")):
        town.now = NOW + timedelta(days=days)
        await asyncio.to_thread(schedule.run_due)
        await walk.be(NIA, "/chat")
        await walk.see(f"learner-{moment}")
        await walk.be(MO, "/inbox")
        await walk.see(f"mentor-{moment}")
    await walk.be(TOM, "/teach/north-1/questions")
    await walk.see("teacher-sees-it")


def ask(school: Served) -> None:
    """Two questions of Nia's: one for the mentor, one that the teacher answers. Both are watched."""
    town = school.town
    first = questions.get_question(town.engine, "north-nia-q")
    assert first is not None
    facts = {"school": "north", "learner": NIA, "class_id": "north-1", "project": first.project, "asked_at": NOW}
    text = "In a class doing “Shade for Our School”. Question: which trees grow fast here?"
    second = MentorQuestion(id="second", text=text, status="open", **facts)  # type: ignore[arg-type]
    asked = first.model_copy(update={"asked_at": NOW, "text": text.replace("grow fast here", "need little water")})
    with writing(town.engine) as connection:
        keep.question(connection, second)
        keep.question(connection, asked)
    jobs.plan_all(town.engine, watch(asked, NOW))
    card = Outgoing(key="to-mo", address=private_address(MO), reply=to_mentor(town.kit.texts, asked, "en"), to=MO)
    outbox.post(town.engine, "north", [card], NOW, about=[NIA])


async def take(folder: Path) -> None:
    """The whole walk."""
    with tempfile.TemporaryDirectory() as home:
        async with served(Path(home), load_kit(load_settings())) as school, chrome() as page:
            ask(school)
            walk = Walk(page, school, folder)
            await teacher(walk)
            await mentor(walk, school)


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    asyncio.run(take(folder))
