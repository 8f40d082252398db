"""axe-core, in Chromium, over every page of every role; and every page walked with the keyboard alone.

axe comes out of a package that brings a whole browser driver we do not need: it is installed without what it depends on
(CONTRIBUTING.md), and skipped, saying so, where it is not there.
"""

import importlib.util
import json
from pathlib import Path

import pytest
from tests.browser.chrome import Page
from tests.browser.states import LATER
from tests.browser.town import PAGES, served

from pathbot.app.kit import Kit

_FOUND = importlib.util.find_spec("axe_playwright_python")
AXE = Path(_FOUND.origin).parent / "axe.min.js" if _FOUND and _FOUND.origin else None
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
RUN = f"axe.run({{runOnly: {list(TAGS)}}})"
BROKEN = f"{RUN}.then((found) => JSON.stringify(found.violations.map((v) => [v.id, v.nodes.map((n) => n.html)])))"
STOPS = """
[...document.querySelectorAll("a[href], button, summary, input:not([type=hidden]), select, textarea, [tabindex='0']")]
  .filter((each) => each.checkVisibility({visibilityProperty: true}))
"""
NUMBERED = f"{STOPS}.forEach((each, n) => {{ each.dataset.stop = n; }})"
HERE = """(() => {
  const at = document.activeElement, style = getComputedStyle(at);
  return JSON.stringify([at.dataset.stop ?? "", style.outlineStyle !== "none" || style.boxShadow !== "none"]);
})()"""
MOST_STOPS = 160

needs_axe = pytest.mark.skipif(
    AXE is None, reason="axe-core is not there: pip install --no-deps 'axe-playwright-python>=0.1.8,<0.2'"
)


async def broken_rules(page: Page) -> list[str]:
    """What axe finds on the page as it stands, with everything that folds open."""
    assert AXE is not None
    await page.run("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    await page.run(AXE.read_text("utf-8") + "; true")
    return list(json.loads(await page.run(BROKEN)))


@needs_axe
async def test_axe_finds_nothing_on_any_page(page: Page, kit: Kit, tmp_path: Path) -> None:
    async with served(tmp_path, kit) as school:
        await page.size(390, 800)
        found, looked = {}, 0
        for who, paths in PAGES.items():
            await school.sign_in(page, who)
            for path in paths:
                await page.open(school.url + path)
                found[f"{who} {path}"] = await broken_rules(page)
                looked += 1
    assert {name: rules for name, rules in found.items() if rules} == {}
    assert looked == sum(len(paths) for paths in PAGES.values())


@needs_axe
async def test_axe_finds_a_page_that_is_broken(page: Page) -> None:
    """The check itself: a picture without words and a field without a name are found."""
    await page.open("data:text/html,<html><body><img src=x><input></body></html>")
    assert {"image-alt", "label", "html-has-lang"} <= {rule[0] for rule in await broken_rules(page)}


@needs_axe
@pytest.mark.e2e
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("language", ["en", "es"])
async def test_axe_finds_nothing_on_a_wide_screen(
    page: Page, kit: Kit, tmp_path: Path, language: str, dark: bool
) -> None:
    from pathbot.store import people

    async with served(tmp_path, kit, fuller=True) as school:
        await page.size(1280, 900, dark=dark)
        found = {}
        for who, paths in (*PAGES.items(), *LATER.items()):
            someone = people.get_person(school.town.engine, who)
            if someone is not None:
                people.add_person(school.town.engine, someone.model_copy(update={"language": language}))
            await school.sign_in(page, who)
            for path in paths:
                await page.open(school.url + path)
                found[f"{who} {path}"] = await broken_rules(page)
    assert {name: rules for name, rules in found.items() if rules} == {}


async def walked(page: Page) -> tuple[set[str], set[str]]:
    """The stops that Tab reached, and those where nothing showed that they have the focus."""
    await page.run(NUMBERED)
    reached: set[str] = set()
    unseen: set[str] = set()
    last = ""
    for _ in range(MOST_STOPS):
        await page.press("Tab")
        number, shown = json.loads(await page.run(HERE))
        if number == "" or (number in reached and number != last):  # a time has a stop for each of its parts
            break
        reached.add(number)
        unseen |= set() if shown else {number}
        last = number
    return reached, unseen


async def test_every_stop_of_the_main_pages_is_reached_and_seen_by_keyboard(
    page: Page, kit: Kit, tmp_path: Path
) -> None:
    walks = {
        "": ("/",),
        "north-nia": ("/chat", "/you"),
        "north-tom": ("/teach/north-1", "/teach/north-1/lines"),
        "north-mo": ("/questions",),
        "north-al": ("/school",),
    }
    async with served(tmp_path, kit) as school:
        await page.size(1280, 900)
        for who, paths in walks.items():
            await school.sign_in(page, who)
            for path in paths:
                await page.open(school.url + path)
                stops = await page.run(f"{STOPS}.length")
                reached, unseen = await walked(page)
                assert len(reached) == stops, path
                assert unseen == set(), path
        # A teacher agrees with a line and never touches the mouse.
        await school.sign_in(page, "north-tom")
        await page.open(f"{school.url}/teach/north-1/lines")
        await page.press_in("main form button", "Enter")
        await page.until("document.querySelector('.done')")
