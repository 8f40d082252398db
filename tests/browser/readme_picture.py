"""The picture of the README, made from the demo: ``python -m tests.browser.readme_picture FILE``.

`pathbot serve --demo --port 8917` has to run, with a data folder nobody wrote in.
"""

import asyncio
import base64
import sys
import tempfile
from pathlib import Path

from tests.browser.chrome import Page, chrome

DEMO = "http://localhost:8917"
SHARPNESS = 2  # pixels for each pixel of the page
FRAME = """<!doctype html><meta charset="utf-8"><style>
body { margin: 0; width: 1280px; height: 700px; background: #e8e4de; position: relative; overflow: hidden; }
img { position: absolute; border-radius: 14px; box-shadow: 0 10px 34px #1f293338; }
</style>
<img style="left: 26px; top: 42px; width: 872px" src="%s">
<img style="left: 924px; top: 42px; width: 330px" src="%s">
"""


async def enter(page: Page, who: str, path: str, width: int, height: int) -> None:
    """Signs in as one of the demo's people and opens a page of theirs."""
    screen = {"width": width, "height": height, "deviceScaleFactor": SHARPNESS, "mobile": width < 600}
    await page.call("Emulation.setDeviceMetricsOverride", **screen)
    await page.call("Network.clearBrowserCookies")
    await page.open(DEMO)
    await page.run(f"window.left = true, document.querySelector('button[value={who}]').click()")
    await page.until("!window.left && document.readyState === 'complete'")
    await page.open(DEMO + path)


async def make(file: Path) -> None:
    """A learner's chat on a computer, and a portfolio on a phone."""
    with tempfile.TemporaryDirectory() as folder:
        chat, portfolio, frame = (Path(folder) / name for name in ("chat.png", "portfolio.png", "frame.html"))
        async with chrome() as page:
            await enter(page, "leo", "/chat", 1060, 748)
            await page.until("document.querySelector('.bubble')")
            await page.picture(chat)
            await enter(page, "dani", "/portfolio", 390, 728)
            await page.run("document.querySelector('article.line').scrollIntoView({behavior: 'instant'})")
            await page.run("window.scrollBy({top: -108, behavior: 'instant'})")
            await page.picture(portfolio)
            shots = [f"data:image/png;base64,{base64.b64encode(p.read_bytes()).decode()}" for p in (chat, portfolio)]
            frame.write_text(FRAME % tuple(shots), encoding="utf-8")
            await page.size(1280, 700)
            await page.open(frame.as_uri())
            await page.picture(file)


if __name__ == "__main__":
    asyncio.run(make(Path(sys.argv[1])))
