"""The emulator's own page in Chromium: what people type and tap there, and what they see."""

import json
from pathlib import Path

from tests.browser.chrome import Page
from tests.e2e.local_slack import LocalSlack

DRAWN = Path(__file__).with_name("rich_text.js")
ITEM = "[...document.querySelectorAll('.sidebar-item')].find(item => item.textContent.trim().endsWith({name}))"
BUTTON = (
    "[...document.querySelectorAll('.messages .bk-button')].filter(button => button.textContent === {label}).at(-1)"
)
ACT_AS = """(() => {{
    const chosen = document.querySelector('.actas select');
    Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, 'value').set.call(chosen, {user});
    chosen.dispatchEvent(new Event('change', {{ bubbles: true }}));
}})()"""


class SlackPage(LocalSlack):
    """A stage whose people use the page. What it cannot draw (a choice of people, a thread) goes another way.

    With a folder for `pictures`, what stands on screen can be kept.
    """

    page: Page
    people: dict[str, str]
    pictures: Path

    async def look(self, page: Page, people: dict[str, str], pictures: Path) -> None:
        """Opens the page."""
        self.page, self.people, self.pictures = page, people, pictures
        await page.size(1000, 720)
        await page.call("Page.addScriptToEvaluateOnNewDocument", source=DRAWN.read_text(encoding="utf-8"))
        await page.open(self.origin)
        await page.until("document.querySelector('.sidebar-item')")

    async def says(self, user: str, text: str) -> None:
        await self._in(user, self.people[user])
        await self._types(text)

    async def taps(self, user: str, label: str) -> None:
        await self._in(user, self.people[user])
        button = BUTTON.format(label=json.dumps(label))
        await self.page.until(button)
        await self.page.run(f"{button}.click()")

    async def starts(self, teacher: str, project: str) -> None:
        await self._in(teacher, "period-3")
        await self._types("/pathbot start")
        await self.page.until("document.querySelector('.modal .bk-select')")
        await self.picture("slack-start")
        await self.submits(teacher, project)

    async def home(self, user: str) -> str:
        await self._in(user, self.people[user])
        self.homes.pop(user, None)
        await self._in(user, "Pathbot")
        await self.settle(lambda: user in self.homes)
        await self.page.until("document.querySelector('.home .blocks')")
        return self.words_of_home(user)

    async def picture(self, name: str) -> None:
        """What is on screen, as a file of this name."""
        await self.page.run("new Promise(done => setTimeout(done, 500))")
        await self.page.picture(self.pictures / f"{name}.png")

    async def see(self, user: str, place: str, name: str, top: bool = False) -> None:
        """Opens a place as a user, and keeps a picture of its end, or of its beginning."""
        await self._in(user, place)
        if top:
            await self.page.run("new Promise(done => setTimeout(done, 500))")
            await self.page.run("document.querySelector('.messages').scrollTop = 0")
        await self.picture(name)

    async def on_screen(self) -> str:
        """All the words in the open place."""
        return str(await self.page.run("document.querySelector('.main').innerText"))

    async def _in(self, user: str, place: str) -> None:
        await self.page.run(ACT_AS.format(user=json.dumps(user)))
        item = ITEM.format(name=json.dumps(place))
        await self.page.until(item)
        await self.page.run(f"{item}.click()")

    async def _types(self, text: str) -> None:
        await self.page.until("document.querySelector('textarea.composer-input')")
        await self.page.run("document.querySelector('textarea.composer-input').focus()")
        await self.page.type(text)
        await self.page.press("Enter")
