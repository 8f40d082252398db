"""What stands in someone's Home in Slack, as cards: the same words as in the chat, read from the store."""

from collections.abc import Callable, Iterable
from datetime import datetime

from pathbot.app.kit import Kit
from pathbot.app.own_portfolio import own_portfolio
from pathbot.app.turn.care import alert_card
from pathbot.app.weekly import Weekly
from pathbot.channels.slack.home import HomePart, Link
from pathbot.messages import Card, CardRow, Choice, Picture
from pathbot.people import Concern, Item, Person, Viewer, may_see
from pathbot.store import audit, concerns, people, portfolio, questions
from pathbot.store.engine import Database
from pathbot.summaries import quoted
from pathbot.wording import Texts

MARKS = {"done": "✓", "skipped": "–", "current": "●", "open": "○"}
WAYS = ("go_on", "portfolio", "jobs", "privacy", "person")


Look = Callable[[audit.Act, Iterable[str]], None]
"""Notes in the audit trail that words of these learners are about to be shown: what it is called, and their ids."""


def home_parts(
    engine: Database, kit: Kit, texts: Texts, person: Person | None, language: str, now: datetime, look: Look
) -> tuple[HomePart, ...]:
    """For a learner their steps, portfolio and ways to go on; for an adult what waits for them; else how to join."""
    if person is None:
        say = texts.say
        return (HomePart(Card(title=say("home.stranger_title", language), text=say("home.stranger", language))),)
    viewer = people.viewer(engine, person)
    if any(m.duty == "learner" for m in viewer.memberships):
        cards = [_steps(engine, kit, texts, person), _portfolio(engine, kit, person), _ways(texts, person.language)]
        return tuple(HomePart(card) for card in cards)
    waiting = [*_concerns(engine, kit, viewer, person, look), *_questions(engine, texts, viewer, person, look)]
    found = [*(HomePart(card) for card in waiting), *_classes(engine, kit, texts, viewer, person, now, look)]
    return tuple(found) or (HomePart(Card(title=person.name, text=texts.say("home.adult", person.language))),)


def prompts(texts: Texts, language: str) -> tuple[tuple[str, str], ...]:
    """What Slack may offer to say, with the words it then says."""
    return tuple((texts.say(f"prompts.{name}", language), texts.say(f"prompts.{name}", language)) for name in WAYS)


def _steps(engine: Database, kit: Kit, texts: Texts, person: Person) -> Card:
    language = person.language
    title = texts.say("home.steps_title", language)
    journeys = portfolio.journeys_of(engine, person.id)
    if not journeys:
        return Card(title=title, text=texts.say("home.not_started", language))
    journey = journeys[0]
    lines = []
    for number, step in enumerate(kit.framework.steps, 1):
        mark = MARKS["current" if step.id == journey.step else journey.state(step.id).status]
        lines.append(f"{mark} {number}. {step.name.in_(language)}")
    project = kit.projects.get(journey.project)
    return Card(title=title, text="\n".join(lines), footer=project.title.in_(language) if project else "")


def _portfolio(engine: Database, kit: Kit, person: Person) -> Card:
    own = own_portfolio(engine, kit, person)
    rows = own.rows()
    title, empty = (kit.texts.say(f"portfolio.{line}", person.language) for line in ("title", "empty"))
    return Card(title=title, text="" if rows else empty, rows=(*rows, *(own.next_row() if rows else ())))


def _ways(texts: Texts, language: str) -> Card:
    choices = tuple(Choice(label=title, value=said) for title, said in prompts(texts, language))
    title, text = texts.say("home.ways_title", language), texts.say("home.answers_below", language)
    return Card(title=title, text=text, choices=choices)


def _concerns(engine: Database, kit: Kit, viewer: Viewer, person: Person, look: Look) -> list[Card]:
    """Those nobody has taken on; only for people who may see them."""
    waiting = [
        concern
        for concern in concerns.concerns_of(engine, person.school)
        if concern.acknowledged_at is None
        and may_see(viewer, Item(kind="concern", school=concern.school, owner=concern.learner))
    ]
    look("view-concerns", (concern.learner for concern in waiting))
    return [
        alert_card(kit.texts, person.language, _name(engine, concern), concern.excerpt, concern.id)
        for concern in waiting
    ]


def _name(engine: Database, concern: Concern) -> str:
    learner = people.get_person(engine, concern.learner)
    return learner.name if learner else ""


def _questions(engine: Database, texts: Texts, viewer: Viewer, person: Person, look: Look) -> list[Card]:
    if not any(m.duty == "mentor" for m in viewer.memberships):
        return []
    asked = questions.open_for(engine, person.id)
    look("view-questions", (question.learner for question in asked))
    waiting = tuple(CardRow(label="", text=question.text) for question in asked)
    title = texts.say("home.questions_title", person.language)
    return [Card(title=title, rows=waiting)] if waiting else []


def _classes(
    engine: Database, kit: Kit, texts: Texts, viewer: Viewer, person: Person, now: datetime, look: Look
) -> list[HomePart]:
    """The running week of each class they teach, as their weekly summary will say it, and the way to its page."""
    weekly, parts = Weekly(engine, kit), []
    for held in viewer.memberships:
        room = people.get_class(engine, held.class_id) if held.duty == "teacher" and held.class_id else None
        if room is None:
            continue
        hint = texts.say("home.start_hint", person.language)
        week = weekly.week(room, None, now)
        summary = weekly.summary(viewer, room, week, now)
        if not summary.learners:
            parts.append(HomePart(Card(title=room.name, text=hint)))
            continue
        look("view-summary", quoted(summary, weekly.facts(viewer, room, week)))
        card, picture = weekly.replies(summary, room, person.language)
        assert isinstance(card, Card)
        assert isinstance(picture, Picture)
        url = f"{kit.url}/teach/{room.id}"
        link = Link(texts.say("home.class_page", person.language), url) if kit.url.startswith("https://") else None
        parts.append(HomePart(card.model_copy(update={"footer": hint}), picture, link))
    return parts
