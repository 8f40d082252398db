"""Pictures of every page, to be looked at: ``python -m tests.browser.screens FOLDER [WORD…]``.

Words pick the pictures whose names hold one of them.
"""

import asyncio
import json
import sys
import tempfile
from pathlib import Path

from tests.browser.chrome import Page, chrome
from tests.browser.states import LATER, PRESSED
from tests.browser.town import PAGES, Served, served

from pathbot.app.settings import load_settings
from pathbot.app.wiring import load_kit

OPEN = "document.querySelectorAll('main details').forEach((each) => { each.open = true; })"
SIZES = {"desktop": 1280, "phone": 390}
TALLEST = 4000


async def take(folder: Path, words: list[str]) -> None:
    """One picture per page and size, with everything that folds open on the phone."""
    kit = load_kit(load_settings())
    for fuller, pages in ((False, PAGES), (True, LATER)):
        with tempfile.TemporaryDirectory() as home:
            async with served(Path(home), kit, fuller) as school, chrome() as page:
                for size, width in SIZES.items():
                    await page.size(width, 800)
                    for who, paths in pages.items():
                        await school.sign_in(page, who)
                        for path in paths:
                            name = "-".join((size, who, path.strip("/").replace("/", "-").replace("?", "-")))
                            if not words or any(word in name for word in words):
                                await page.open(school.url + path)
                                await picture(page, width, folder / f"{name}.png", opened=size == "phone")
                    for name, (who, path, button) in (PRESSED if fuller else {}).items():
                        if not words or any(word in name for word in words):
                            await school.sign_in(page, who)
                            await press(page, school, path, button)
                            await picture(page, width, folder / f"{size}-{who}-pressed-{name}.png", opened=False)


async def press(page: Page, school: Served, path: str, button: str) -> None:
    """Opens a page, writes something plausible into what must be filled in, and presses a button."""
    await page.open(school.url + path)
    await page.run("document.querySelectorAll('[type=email]').forEach((each) => { each.value = 'nia@north.example'; })")
    await page.run(
        "document.querySelectorAll('textarea.source').forEach((each) => { each.value += '\\nmoon: cheese\\n'; })"
    )
    await page.run(
        "document.querySelectorAll('[name=\"asks.project.en\"]').forEach((e) => { e.value += ' And who helped?'; })"
    )
    await page.run(f"document.querySelector({json.dumps(button)}).click()")
    await asyncio.sleep(0.7)


async def picture(page: Page, width: int, file: Path, *, opened: bool) -> None:
    """The whole page, however long, up to a limit."""
    if opened:
        await page.run(OPEN)
    height = min(TALLEST, int(await page.run("document.documentElement.scrollHeight")))
    await page.size(width, max(800, height))
    await page.picture(file)
    await page.size(width, 800)


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    asyncio.run(take(folder, sys.argv[2:]))
