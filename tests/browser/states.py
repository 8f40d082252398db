"""Moments of the pages that a school meets and a tidy set of pictures forgets: a class of thirty in Spanish, an empty
class, nobody's chat yet, a summary of very few, a form that is refused, a code that was just made."""

from datetime import timedelta

from tests.office.town import NOW, Town

from pathbot.app.weekly import Weekly
from pathbot.evidence import Draft, Quote, SkillStatement, SkillTag
from pathbot.mentoring import MentorQuestion, Said
from pathbot.people import Class, Duty, Membership, Person
from pathbot.reflection.journey import Journey, StepState
from pathbot.store import keep, people
from pathbot.store.engine import writing

FIRST = [
    "Alba",
    "Beto",
    "Camila",
    "Diego",
    "Elena",
    "Facundo",
    "Gael",
    "Hilda",
    "Iker",
    "Jimena",
    "Kevin",
    "Lucía",
    "Mateo",
    "Nayeli",
    "Óscar",
]
LAST = ("Ruiz", "de la Rosa Montenegro", "Ek")
FRASE = "Medí la sombra de {n} lugares del patio con una cinta y anoté cada medida."
LATER: dict[str, tuple[str, ...]] = {
    "north-x0": ("/chat", "/portfolio", "/you"),
    "north-mo": ("/class", "/nowhere", "/questions?said=passed"),
    "north-eva": ("/teach", "/teach/north-es", "/teach/north-es/lines", "/teach/north-es/questions", "/inbox"),
    "north-es7": ("/chat", "/you", "/portfolio"),
    "north-pia": ("/teach/north-new", "/teach/north-new/lines", "/teach/north-new/questions", "/inbox"),
    "north-tom": ("/teach/north-1/questions", "/teach/north-1?said=sent", "/cards"),
    "north-al": ("/school",),
    "north-ada": ("/school", "/school/trail"),
}
"""Pages of a fuller school than in `town.PAGES`, by who looks."""
PRESSED: dict[str, tuple[str, str, str]] = {
    "code": ("north-al", "/school", "form[action='/do/person-code'] button"),
    "refused": ("north-ada", "/school", "form[action='/do/add-person'] button"),
    "checked": ("north-tom", "/projects/homes-for-birds", "button[formaction]"),
    "checked-text": ("north-tom", "/projects/homes-for-birds?as=text", "button[formaction]"),
    "not-saved": ("north-tom", "/projects/homes-for-birds", ".project-form .strong"),
    "erase": ("north-es7", "/you", "form[action='/you/erase'] button"),
    "mailed": ("", "/", "form[action='/mail'] button"),
}
"""What stands there after a button: who, where, and which."""


def fill_up(town: Town) -> None:
    """The fuller school."""
    for room, name in (("north-es", "Ciencia y Sociedad, 2.º bloque"), ("north-new", "Period 6")):
        made = Class(id=room, school="north", name=name, project="shade-for-our-school", language="es")
        people.add_class(town.engine, made if room == "north-es" else made.model_copy(update={"language": "en"}))
    _somebody(town, "eva", "Mtra. Eva Solís", "teacher", "north-es", "es")
    _somebody(town, "pia", "Ms. Pia Novak", "teacher", "north-new")
    _somebody(town, "ada", "Ada Rincón", "admin", None, "es")
    for n, name in enumerate(f"{first} {last}" for last in LAST for first in FIRST):
        _somebody(town, f"es{n}", name, "learner", "north-es", "es")
        if n % 6:
            _walk(town, f"north-es{n}", n)
    with writing(town.engine) as c:
        keep.question(c, _answered("north-es7", "es"))
        keep.question(c, _answered("north-nia", "1"))
    teacher, room = people.get_person(town.engine, "north-eva"), people.get_class(town.engine, "north-es")
    assert teacher is not None
    assert room is not None
    Weekly(town.engine, town.kit).send_now(teacher, room, NOW)


def _somebody(town: Town, name: str, called: str, duty: Duty, room: str | None, language: str = "en") -> None:
    person = Person(id=f"north-{name}", school="north", name=called, language=language)
    people.add_person(town.engine, person)
    people.add_membership(town.engine, Membership(person=person.id, school="north", duty=duty, class_id=room))


def _walk(town: Town, learner: str, n: int) -> None:
    ids = [step.id for step in town.kit.framework.steps]
    facts = {"school": "north", "learner": learner, "class_id": "north-es", "project": "shade-for-our-school"}
    opened = NOW - timedelta(days=(n * 5) % 27)
    walk = {"framework": "pblp", "framework_hash": "h", "step": ids[n % 8], "started_at": NOW - timedelta(days=40)}
    journey = Journey(id=f"j-{learner}", updated_at=opened, **facts, **walk)  # type: ignore[arg-type]
    behind = tuple(StepState(step=step, status="done") for step in ids[: n % 8])
    journey = journey.model_copy(update={"steps": behind, "step_since": opened})
    with writing(town.engine) as c:
        keep.journey(c, journey)
        if n % 3 == 0:
            keep.statement(c, "north", _frase(learner, n))


def _frase(learner: str, n: int) -> SkillStatement:
    said = "medi la sombra con una cinta"
    draft = Draft(
        statement=FRASE.format(n=n + 3),
        evidence=(Quote(message_id=f"{learner}-m", start=0, end=len(said), text=said),),
        skills=(SkillTag(name="Pensamiento crítico", framework="NACE"),),
        own_words=0.8,
    )
    times = {"created_at": NOW - timedelta(days=1), "decided_at": NOW - timedelta(days=1)}
    facts = {"id": f"{learner}-l", "learner": learner, "project": "shade-for-our-school"}
    return SkillStatement(draft=draft, status="approved", **facts, **times)  # type: ignore[arg-type]


def _answered(learner: str, room: str) -> MentorQuestion:
    at = NOW - timedelta(days=2)
    answer = (
        "We ask who waits there at noon, then we count the hours of sun on a map. Young trees need water for a year."
    )
    return MentorQuestion(
        id=f"{learner}-answered",
        school="north",
        learner=learner,
        class_id=f"north-{room}",
        project="shade-for-our-school",
        text="In 10th grade, doing “Shade for Our School”. Question: how do you decide where a tree goes first?",
        status="answered",
        asked_at=at,
        mentor="north-mo",
        answer=answer,
        exchange=(Said(by="mentor", text=answer, at=at), Said(by="learner", text="who waters it tho", at=NOW)),
    )
