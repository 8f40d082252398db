"""Adults whose language is Spanish: whatever a form does not take, they read why in Spanish."""

import re
from html import unescape

import yaml

from pathbot.app.content import default_folder
from pathbot.app.refusals import Why
from pathbot.store import people
from tests.office.test_fuzz import ADMIN, LOOKED_AT, MENTOR, TEACHER
from tests.office.town import Town
from tests.office.wild import HERE, forms_of

BAD = ("", "zz", "x" * 2100)
ENDS = " {moon}? {?"
AS_TEXT = {TEACHER: ("/projects/homes-for-birds?as=text",)}
OTHER = Why("refuse.other").in_("es")
SAID = re.compile(
    r'<p(?: class="told")? role="alert">(.*?)</p>|<p class="(?:done|wrong)"[^>]*>(.*?)</p>|<main.*?</h1>\s*<p>(.*?)</p>'
    r'|<ul class="told"><li>(.*?)</li>',
    re.DOTALL,
)
ENGLISH = re.compile(
    r"\b(the|is|are|of|you|your|with|and|that|this|to|cannot|choose|write|must|there|it|an|or)\b", re.I
)
LAST = ("end-project", "end-duty", "change-person", "give-duty")
"""After these the others may find nothing to do any more."""


def _speak_spanish(town: Town) -> None:
    for who in (ADMIN, TEACHER, MENTOR):
        person = people.get_person(town.engine, who)
        assert person is not None
        people.add_person(town.engine, person.model_copy(update={"language": "es"}))


def _sentences() -> tuple[list[re.Pattern[str]], list[re.Pattern[str]]]:
    """Every sentence of the pages and the refusals, in Spanish and in English."""
    refusals = yaml.safe_load((default_folder("prompts") / "refusals.yaml").read_text("utf-8"))
    found: dict[str, list[str]] = {"es": [], "en": []}
    for language, texts in found.items():
        texts += [line[language] for section in refusals.values() for line in section.values()]
        pages = yaml.safe_load((default_folder("prompts") / "pages" / f"{language}.yaml").read_text("utf-8"))
        texts += [
            *pages["problem"].values(),
            *pages["done"].values(),
            pages["you"]["tick"],
            *pages["projects"].values(),
        ]
    spanish, english = (
        [re.compile(re.sub(r"\\{\w+\\}", ".*", re.escape(t)) + r"\.?", re.DOTALL | re.I) for t in found[lang]]
        for lang in found
    )
    return spanish, english


async def _bad_posts(town: Town, who: str) -> list[tuple[str, dict[str, str]]]:
    """Every kind of form this person has, with each of its fields wrong in turn."""
    posts: dict[tuple[str, str, str], dict[str, str]] = {}
    async with town.client(who) as client:
        for path in (*LOOKED_AT[who], *AS_TEXT.get(who, ())):
            for action, fields in forms_of((await client.get(path)).text):
                right = {name: (values or HERE.get(name, ("",)))[0] for name, values in fields.items()}
                for bad in BAD if action.startswith("/projects/") else ():
                    posts[action, "", bad] = dict.fromkeys(right, bad * 4 + ENDS)
                for name in right if action.startswith("/do/") else ():
                    posts |= {(action, name, bad): right | {name: bad} for bad in BAD if name != "token"}
    last = sorted(posts, key=lambda post: post[0].removeprefix("/do/") in LAST)
    return [(post[0], posts[post]) for post in last]


async def test_whatever_a_form_does_not_take_is_said_in_spanish(town: Town) -> None:
    _speak_spanish(town)
    spanish, english = _sentences()
    read: set[str] = set()
    for who in (TEACHER, MENTOR, ADMIN):
        posts = await _bad_posts(town, who)
        async with town.client(who) as client:
            for action, fields in posts:
                answer = await client.post(action, data={**fields, "token": town.token(client)})
                for groups in SAID.findall(answer.text) if answer.status_code >= 400 else ():
                    said = unescape(next(part for part in groups if part))
                    told = said
                    for value in filter(None, sorted(fields.values(), key=len, reverse=True)):
                        told = told.replace(value[:20], "")  # what they wrote themselves is said back
                    assert any(one.fullmatch(said) for one in spanish), (action, fields, said)
                    assert not ENGLISH.search(told) or not any(one.fullmatch(said) for one in english), (action, said)
                    assert said != OTHER, f"{action} has no sentence of its own for {fields}"
                    read.add(said)
    assert len(read) > 12, sorted(read)
