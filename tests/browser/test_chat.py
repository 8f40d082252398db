"""The chat in a real browser: what a learner does, and what happens when the connection does not hold."""

import asyncio
import json

from tests.browser.chrome import Page
from tests.browser.conftest import Running, sign_in

from pathbot.channels.web.desk import class_address, private_address
from pathbot.messages import Outgoing, Text

CHAT = private_address("maya")
LAST = "[...document.querySelectorAll('.message')].at(-1).innerText"
PENDING = "document.querySelectorAll('.pending').length"


async def test_a_typed_line_is_answered_and_nothing_leaves_the_site(page: Page, school: Running) -> None:
    async with school.serving():
        await sign_in(page, school, "maya")
        await _type(page, "cut it again")
        await page.press("Enter")
        await page.until(f"{LAST}.includes('Did it fit after that?')")
        await page.until(f"{PENDING} === 0")
        assert await page.run("document.querySelector('#working').hidden")
        assert await _mine(page) == ["sanding n the roof", "idk", "cut it again"]
        assert page.problems == []
        assert [url for url in page.requests if not url.startswith(school.url)] == []


async def test_an_answer_that_comes_before_the_receipt_ends_the_waiting(page: Page, school: Running) -> None:
    slowly = (
        "const real = fetch; fetch = async (...a) => { const r = await real(...a);"
        " await new Promise(d => setTimeout(d, 700)); setTimeout(() => { window.got = 1 }, 50); return r; }"
    )
    async with school.serving():
        await sign_in(page, school, "maya")
        await page.run(f"(() => {{ window.got = 0; {slowly} }})()")
        await _type(page, "cut it again")
        await page.press("Enter")
        await page.until(f"{LAST}.includes('Did it fit after that?')")
        await page.until("window.got === 1")
        await page.until("document.querySelector('#working').hidden")


async def test_a_tapped_choice_is_said_with_its_label_and_goes_off_the_table(page: Page, school: Running) -> None:
    async with school.serving():
        await sign_in(page, school, "maya")
        await page.run("document.querySelector('.choices button').click()")
        await page.until(f"{LAST}.includes('Did it fit after that?')")
        await page.until(f"{PENDING} === 0")
        assert (await _mine(page))[-1] == "something didn't fit"
        assert await page.run("[...document.querySelectorAll('.choices')].every(c => !c.checkVisibility())")
    assert [i.data for i in school.desk.filed if i.kind == "choice"] == [{"value": "something didn't fit"}]


async def test_a_line_is_edited_in_place(page: Page, school: Running) -> None:
    async with school.serving():
        await sign_in(page, school, "maya")
        await _say(page, "edit")
        await page.until("document.querySelector('.fill textarea')")
        await page.run("document.querySelector('.fill textarea').value = 'Made a survey with 42 answers.'")
        await page.run("document.querySelector('.fill button').click()")
        await page.until(f"{LAST}.includes('Did it fit after that?')")
        assert (await _mine(page))[-1] == "Made a survey with 42 answers."
    assert school.desk.filed[-1].data == {"form": "!line:s1", "line": "Made a survey with 42 answers."}


async def test_an_adult_answers_an_alert_with_its_button(page: Page, school: Running) -> None:
    async with school.serving():
        await sign_in(page, school, "lee")
        await page.run("document.querySelector('.choices button').click()")
        await page.until(f"{PENDING} === 0 && document.querySelector('.mine')")
        assert await _mine(page) == ["I have this"]
        assert await page.run("document.querySelector('.choices').checkVisibility()")
    assert school.desk.filed[-1].data == {"value": "!ack:c1"}


async def test_talking_to_a_person_is_one_tap_and_private_even_from_the_class_page(page: Page, school: Running) -> None:
    async with school.serving():
        await sign_in(page, school, "maya")
        await page.open(f"{school.url}/class")
        await page.run("[...document.querySelectorAll('.quick button')].at(-1).click()")
        await page.until("location.pathname === '/chat'")
    filed = school.desk.filed[-1]
    assert (filed.text, filed.address) == ("talk to a person", CHAT)


async def test_a_classmates_line_appears_by_itself(page: Page, school: Running) -> None:
    async with school.serving():
        await sign_in(page, school, "maya")
        await page.open(f"{school.url}/class")
        await asyncio.sleep(0.3)
        school.desk.say(class_address("p3").key, "leo", "found it <b>here</b>", "c9")
        await page.until(f"{LAST}.includes('found it <b>here</b>')")


async def test_what_is_written_while_the_server_is_away_is_sent_once_when_it_is_back(
    page: Page, school: Running
) -> None:
    async with school.serving():
        await sign_in(page, school, "maya")
        await page.run("document.querySelector('#log').dataset.last")
    await _say(page, "the roof fits now")
    await _say(page, "and i painted it")
    await page.until("document.querySelector('#notice').textContent.includes('keep trying')")
    assert (await _mine(page))[-2:] == ["the roof fits now", "and i painted it"]
    async with school.serving():
        await page.until(f"{PENDING} === 0")
        await page.until("document.querySelector('#notice').textContent === ''")
        assert (await _mine(page))[-2:] == ["the roof fits now", "and i painted it"]
        texts = [i.text for i in school.desk.filed if i.kind == "text"]
        assert texts == ["the roof fits now", "and i painted it"]


async def test_what_was_said_during_a_restart_arrives_once(page: Page, school: Running) -> None:
    async with school.serving():
        await sign_in(page, school, "maya")
    for n in range(3):
        school.desk.post(Outgoing(key=f"later-{n}", address=CHAT, reply=Text(text=f"while away {n}")))
    async with school.serving():
        await page.until(f"{LAST}.includes('while away 2')")
        await asyncio.sleep(0.3)
        assert await page.run("document.querySelectorAll('[data-key^=later-]').length") == 3


async def test_without_a_network_nothing_written_is_lost_not_even_by_a_reload(page: Page, school: Running) -> None:
    async with school.serving():
        await sign_in(page, school, "maya")
        await _type(page, "half a thought")
        await page.open(f"{school.url}/chat")
        assert await page.run("document.querySelector('#text').value") == "half a thought"
        await page.offline(True)
        await page.press_in("#text", "Enter")
        await page.until("document.querySelector('#notice').textContent.includes('offline')")
        await page.offline(False)
        await page.until(f"{PENDING} === 0")
        assert (await _mine(page))[-1] == "half a thought"


async def test_a_server_that_cannot_save_is_asked_again(page: Page, school: Running) -> None:
    async with school.serving():
        await sign_in(page, school, "maya")
        school.desk.down = True
        await _say(page, "keep this")
        await page.until("document.querySelector('#notice').textContent.includes('keep trying')")
        school.desk.down = False
        await page.until(f"{PENDING} === 0")
    assert [i.text for i in school.desk.filed if i.kind == "text"] == ["keep this"]


async def test_someone_signed_out_is_told_and_keeps_their_words(page: Page, school: Running) -> None:
    async with school.serving():
        await sign_in(page, school, "maya")
        del school.desk.profiles["maya"]
        await _say(page, "one more thing")
        await page.until("document.querySelector('#notice a[href=\"/\"]')")
        assert (await _mine(page))[-1] == "one more thing"


async def test_the_next_person_at_the_computer_finds_nothing(page: Page, school: Running) -> None:
    async with school.serving():
        await sign_in(page, school, "maya")
        await _type(page, "a private draft")
        await page.run("document.querySelector('form[action=\"/leave\"]').submit()")
        await page.until("location.pathname === '/' && document.readyState === 'complete'")
        assert await page.run("sessionStorage.length") == 0
        await sign_in(page, school, "leo")
        assert await page.run("document.querySelector('#text').value") == ""


async def test_without_scripts_a_learner_can_answer(page: Page, school: Running) -> None:
    async with school.serving():
        await sign_in(page, school, "maya")
        await page.size(390, 844, scripts=False)
        await page.call("Page.navigate", url=f"{school.url}/chat")
        await asyncio.sleep(0.5)
        await page.tap(".choices button")
        await page.until(f"{LAST}.includes('Did it fit after that?')")
    assert school.desk.filed[-1].data == {"value": "something didn't fit"}


async def test_a_double_press_is_one_answer(page: Page, school: Running) -> None:
    async with school.serving():
        await sign_in(page, school, "lee")
        await page.run("document.querySelector('.choices button').click()")
        await page.run("document.querySelector('.choices button').click()")
        await page.until(f"{PENDING} === 0 && document.querySelector('.mine')")
        await asyncio.sleep(0.2)
    assert sum(i.kind == "choice" for i in school.desk.filed) == 1


async def _type(page: Page, text: str) -> None:
    await page.run("document.querySelector('#text').focus()")
    await page.type(text)


async def _say(page: Page, text: str) -> None:
    await page.run(f"document.querySelector('#text').value = {json.dumps(text)}")
    await page.run("document.querySelector('#composer').requestSubmit()")


async def _mine(page: Page) -> list[str]:
    return list(await page.run("[...document.querySelectorAll('.mine .said')].map(said => said.textContent)"))
