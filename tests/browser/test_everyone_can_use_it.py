"""Small screens, keyboards, screen readers, dark rooms: every page, measured."""

import json

import pytest
from tests.browser.chrome import Page
from tests.browser.conftest import Running, sign_in

LEARNER = ("/chat", "/class", "/portfolio", "/portfolio?by=skill", "/", "/nothing-here")

# WCAG 2.2: the contrast of every visible text with the ground behind it; 4.5, or 3 for large text.
CONTRAST = """
(() => {
  const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = (c) => c.slice(0, 3).map((v) => v / 255)
    .map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, n) => sum + v * [0.2126, 0.7152, 0.0722][n], 0);
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = rgba(getComputedStyle(at).backgroundColor);
      if (colour[3] === 255) return colour;
    }
    return [255, 255, 255, 255];
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const poor = [];
  for (let node; (node = walker.nextNode());) {
    const element = node.parentElement;
    if (!node.textContent.trim() || !element.checkVisibility() || element.closest("template")) continue;
    const style = getComputedStyle(element);
    const [a, b] = [light(rgba(style.color)), light(ground(element))].sort((x, y) => y - x);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < (large ? 3 : 4.5)) poor.push([node.textContent.trim().slice(0, 40), ratio.toFixed(2)]);
  }
  return JSON.stringify(poor);
})()
"""
# Everything one can press, smaller than 40 by 24 pixels (WCAG 2.2 asks for 24 by 24).
SMALL = """
JSON.stringify([...document.querySelectorAll("a, button, summary, input:not([type=hidden]), textarea")]
  .filter((each) => each.checkVisibility() && !each.matches(".skip, p a"))
  .map((each) => [each.textContent.trim() || each.name, each.getBoundingClientRect()])
  .filter(([, box]) => box.width < 40 || box.height < 40).map(([name, box]) => [name, box.width, box.height]))
"""


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1280])
async def test_every_page_fits_and_can_be_read_and_pressed(page: Page, school: Running, width: int, dark: bool) -> None:
    async with school.serving():
        await page.size(width, 800, dark=dark)
        for person, paths in (("lee", ("/inbox",)), ("maya", LEARNER)):
            await sign_in(page, school, person)
            for path in paths:
                await page.open(school.url + path)
                await page.run("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
                assert json.loads(await page.run(CONTRAST)) == [], path
                assert json.loads(await page.run(SMALL)) == [], path
                assert await page.run("document.documentElement.scrollWidth <= innerWidth"), path
        assert page.problems == []


async def test_everything_has_a_name_and_its_place_for_a_screen_reader(page: Page, school: Running) -> None:
    async with school.serving():
        await sign_in(page, school, "maya")
        for path in LEARNER:
            await page.open(school.url + path)
            nodes = await _accessible(page)
            for role in ("button", "textbox", "link", "navigation", "log"):
                assert all(name for kind, name in nodes if kind == role), (path, role)
            assert sum(kind == "main" for kind, _ in nodes) == 1
            assert await page.run("document.querySelectorAll('h1').length") == 1
            assert await page.run("document.documentElement.lang") == "en"
            assert await page.run("document.title.endsWith('Pathbot')")
        await page.open(f"{school.url}/chat")
        names = await _accessible(page)
        assert ("log", "Messages") in names
        assert await page.run("document.querySelector('[role=log]').ariaLive") == "polite"


async def test_the_keyboard_reaches_everything_in_a_sensible_order(page: Page, school: Running) -> None:
    async with school.serving():
        await page.size(1280, 800)
        await sign_in(page, school, "maya")
        await page.open(f"{school.url}/chat")
        order: list[str] = []
        for _ in range(40):
            await page.press("Tab")
            if await page.run("document.activeElement === document.body"):
                break
            order.append(await page.run("document.activeElement.textContent.trim() || document.activeElement.id"))
            assert await page.run("getComputedStyle(document.activeElement).outlineStyle !== 'none'"), order
        wanted = ["Skip to the main part", "Pathbot", "Chat", "something didn't fit", "Who sees this?", "text", "Send"]
        assert [each for each in order if each in wanted] == wanted


async def test_the_skip_link_leads_to_the_main_part(page: Page, school: Running) -> None:
    async with school.serving():
        await sign_in(page, school, "maya")
        await page.open(f"{school.url}/chat")
        await page.press("Tab")
        await page.press("Enter")
        await page.until("document.activeElement.id === 'main'")


async def test_nothing_moves_for_those_who_asked_for_that(page: Page, school: Running) -> None:
    async with school.serving():
        await sign_in(page, school, "maya")
        moving = "getComputedStyle(document.querySelector('.dots i')).animationName"
        assert await page.run(moving) != "none"
        reduced = [{"name": "prefers-reduced-motion", "value": "reduce"}]
        await page.call("Emulation.setEmulatedMedia", features=reduced)
        assert await page.run(moving) == "none"


async def _accessible(page: Page) -> list[tuple[str, str]]:
    tree = await page.call("Accessibility.getFullAXTree")
    nodes = [node for node in tree["nodes"] if not node.get("ignored")]
    return [(node["role"]["value"], node.get("name", {}).get("value", "")) for node in nodes]
