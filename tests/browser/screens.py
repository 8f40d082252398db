"""Pictures of every page, to be looked at: ``python -m tests.browser.screens FOLDER``."""

import asyncio
import sys
import tempfile
from pathlib import Path

from tests.browser.chrome import chrome
from tests.browser.town import PAGES, served

from pathbot.app.settings import load_settings
from pathbot.app.wiring import load_kit

OPEN = "document.querySelectorAll('main details').forEach((each) => { each.open = true; })"
SIZES = {"desktop": 1280, "phone": 390}


async def take(folder: Path) -> None:
    """One picture per page and size, with everything that folds open on the phone."""
    kit = load_kit(load_settings())
    with tempfile.TemporaryDirectory() as home:
        async with served(Path(home), kit) as school, chrome() as page:
            for size, width in SIZES.items():
                await page.size(width, 800)
                for who, paths in PAGES.items():
                    await school.sign_in(page, who)
                    for path in paths:
                        await page.open(school.url + path)
                        if size == "phone":
                            await page.run(
                                "document.querySelectorAll('main details').forEach((d) => { d.open = true; })"
                            )
                        height = min(4000, int(await page.run("document.documentElement.scrollHeight")))
                        await page.size(width, max(800, height))
                        name = (
                            f"{size}{path.split('?')[0].replace('/', '-')}{'-' + who if path == '/inbox' else ''}.png"
                        )
                        await page.picture(folder / name)
                        await page.size(width, 800)


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    asyncio.run(take(folder))
