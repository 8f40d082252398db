"""A tiny driver for Chromium: one page, over its debugging protocol."""

import asyncio
import base64
import itertools
import json
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from websockets.asyncio.client import ClientConnection, connect

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--remote-debugging-port=0",
)
PATIENCE = 10.0  # seconds


class Page:
    """What the tests do with a page. `problems` are errors of its scripts and of its content security policy,
    `requests` every address it asked for."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._calls: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._numbers = itertools.count(1)
        self.problems: list[str] = []
        self.requests: list[str] = []

    async def listen(self) -> None:
        """Reads what the browser says, for ever."""
        async for text in self._socket:
            said = json.loads(text)
            if "id" in said:
                self._calls.pop(said["id"]).set_result(said)
            elif said["method"] == "Runtime.exceptionThrown":
                self.problems.append(said["params"]["exceptionDetails"]["text"])
            elif said["method"] == "Log.entryAdded" and said["params"]["entry"]["source"] == "security":
                self.problems.append(said["params"]["entry"]["text"])
            elif said["method"] == "Network.requestWillBeSent":
                self.requests.append(said["params"]["request"]["url"])

    async def call(self, method: str, **params: Any) -> dict[str, Any]:
        """One command of the debugging protocol."""
        number = next(self._numbers)
        answer: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._calls[number] = answer
        await self._socket.send(json.dumps({"id": number, "method": method, "params": params}))
        said = await asyncio.wait_for(answer, PATIENCE)
        assert "error" not in said, said
        return dict(said["result"])

    async def run(self, script: str) -> Any:
        """The value of a JavaScript expression."""
        result = await self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in result, result
        return result["result"].get("value")

    async def open(self, url: str) -> None:
        """Opens a page and waits until its scripts ran."""
        await self.run("window.left = true")
        await self.call("Page.navigate", url=url)
        await self.until("!window.left && document.readyState === 'complete'")

    async def until(self, condition: str) -> None:
        """Waits until a JavaScript condition holds."""
        for _ in range(int(PATIENCE / 0.05)):
            try:
                if await self.run(f"Boolean({condition})"):
                    return
            except AssertionError:  # in the middle of a navigation
                pass
            await asyncio.sleep(0.05)
        raise AssertionError(f"never happened: {condition}")

    async def size(self, width: int, height: int, *, dark: bool = False, scripts: bool = True) -> None:
        """What kind of screen it is."""
        phone = width < 600
        await self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=phone
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        await self.call("Emulation.setEmulatedMedia", features=[scheme])
        await self.call("Emulation.setScriptExecutionDisabled", value=not scripts)

    async def type(self, text: str) -> None:
        """Types into what has the focus."""
        await self.call("Input.insertText", text=text)

    async def press(self, key: str) -> None:
        """One key, by its name."""
        codes = {"Enter": (13, "\r"), "Tab": (9, ""), "Escape": (27, ""), "Space": (32, " ")}
        code, text = codes[key]
        event = {"key": " " if key == "Space" else key, "windowsVirtualKeyCode": code, "text": text}
        await self.call("Input.dispatchKeyEvent", type="keyDown", **event)
        await self.call("Input.dispatchKeyEvent", type="keyUp", **event)

    async def press_in(self, selector: str, key: str) -> None:
        """One key, in this element."""
        await self.run(f"document.querySelector({json.dumps(selector)}).focus()")
        await self.press(key)

    async def tap(self, selector: str) -> None:
        """Presses the middle of an element, as a finger or a mouse does; works where scripts are switched off."""
        box = await self.run(f"JSON.stringify(document.querySelector({json.dumps(selector)}).getBoundingClientRect())")
        found = json.loads(box)
        where = {"x": found["x"] + found["width"] / 2, "y": found["y"] + found["height"] / 2}
        for kind in ("mousePressed", "mouseReleased"):
            await self.call("Input.dispatchMouseEvent", type=kind, button="left", clickCount=1, **where)

    async def offline(self, on: bool) -> None:
        """Cuts the network, or brings it back."""
        await self.call(
            "Network.emulateNetworkConditions", offline=on, latency=0, downloadThroughput=-1, uploadThroughput=-1
        )

    async def picture(self, file: Path) -> None:
        """A PNG of what is on screen."""
        shot = await self.call("Page.captureScreenshot", format="png")
        await asyncio.to_thread(file.write_bytes, base64.b64decode(shot["data"]))


@asynccontextmanager
async def chrome() -> AsyncIterator[Page]:
    """A page in a browser of its own, with a fresh profile."""
    assert CHROMIUM is not None
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        quiet = asyncio.subprocess.DEVNULL
        flags = (*FLAGS, f"--user-data-dir={profile}", "about:blank")
        process = await asyncio.create_subprocess_exec(CHROMIUM, *flags, stdout=quiet, stderr=quiet)
        try:
            target = await _target(await _port_of(Path(profile)))
            async with connect(target, max_size=None, proxy=None, ping_interval=None) as socket:
                page = Page(socket)
                listening = asyncio.create_task(page.listen())
                for domain in ("Page", "Runtime", "Network", "Log"):
                    await page.call(f"{domain}.enable")
                yield page
                listening.cancel()
        finally:
            process.kill()
            await process.wait()


async def _port_of(profile: Path) -> int:
    """Chromium writes the port it chose into its profile."""
    file = profile / "DevToolsActivePort"
    for _ in range(int(2 * PATIENCE / 0.05)):
        if file.exists() and (lines := file.read_text().splitlines()):
            return int(lines[0])
        await asyncio.sleep(0.05)
    raise AssertionError("Chromium did not start.")


async def _target(port: int) -> str:
    def ask() -> str:
        with urlopen(f"http://127.0.0.1:{port}/json/list", timeout=PATIENCE) as answer:
            return str(next(t for t in json.load(answer) if t["type"] == "page")["webSocketDebuggerUrl"])

    return await asyncio.to_thread(ask)
