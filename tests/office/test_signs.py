"""What tells people where they are: refusals with a way on, questions that are over, names once."""

from datetime import UTC, datetime

from pathbot.app.mentor_words import to_mentor
from pathbot.app.questions_shown import as_they_stand
from pathbot.channels.web.desk import Shown
from pathbot.store import audit, people, questions
from tests.office.test_work import post
from tests.office.town import Town


async def test_a_page_that_is_not_theirs_or_not_there_keeps_their_navigation_and_says_what_to_do(town: Town) -> None:
    mentor = people.get_person(town.engine, "north-mo")
    assert mentor is not None
    people.add_person(town.engine, mentor.model_copy(update={"language": "es"}))
    for who, home, does in (("north-tom", "/teach", "at the top"), ("north-mo", "/questions", "Arriba están")):
        async with town.client(who) as client:
            for path in ("/school", "/portfolio", "/nowhere"):
                page = await client.get(path)
                assert page.status_code in (403, 404)
                assert f'href="{home}"' in page.text
                assert does in page.text
    async with town.client(None) as client:
        assert "<nav" not in (await client.get("/nowhere")).text


async def test_a_mentors_inbox_asks_nothing_about_a_question_that_is_over(town: Town) -> None:
    asked = questions.get_question(town.engine, "north-nia-q")
    assert asked is not None
    card = to_mentor(town.kit.texts, asked, "en")
    sent = Shown(seq=1, key="k", at=datetime(2026, 11, 24, tzinfo=UTC), sender="pathbot", reply=card)

    def buttons() -> tuple[list[str], str]:
        (shown,) = as_they_stand(town.engine, (sent,), town.kit.texts, "north-mo", "en")
        assert shown.reply is not None
        return [choice.label for choice in shown.reply.choices], shown.reply.footer  # type: ignore[union-attr]

    assert buttons()[0] == ["I'll answer this", "Not for me"]
    await post(town, "north-mo", "claim", question="north-nia-q")
    assert buttons()[0] == ["Not for me"]
    await post(town, "north-mo", "reply", question="north-nia-q", text="Plant what grows nearby.")
    assert buttons() == ([], "This question is answered.")


async def test_a_name_stands_once_in_an_entry_of_the_trail_however_often_it_was_looked_at(town: Town) -> None:
    audit.looked(town.engine, "north", "north-tom", "view-lines", ["north-nia", "north-nia", "north-ned"], town.now)
    async with town.client("north-al") as client:
        trail = (await client.get("/school/trail")).text
    assert "Ned north, Nia north<" in trail
    assert "Nia north, Nia north" not in trail


async def test_what_is_refused_before_anybody_is_known_is_said_in_the_browsers_language(town: Town) -> None:
    async with town.client(None) as client:
        for language, said in (("es-MX,es;q=0.9", "demasiado largo"), ("en", "too long"), ("fr", "too long")):
            answer = await client.post("/enter", content=b"a" * 70_000, headers={"Accept-Language": language})
            assert answer.status_code == 413
            assert said in answer.text
        for path, said in (("/", "Tu código"), ("/link", "Entrar"), ("/nowhere", "Eso no funcionó")):
            page = await client.get(path, headers={"Accept-Language": "fr, es-419;q=0.8, en;q=0.5"})
            assert said in page.text
            assert '<html lang="es">' in page.text
    async with town.client("north-tom") as client:
        page = await client.get("/nowhere", headers={"Accept-Language": "es"})
        assert "There is no such page." in page.text, "whoever is known reads their own language"
