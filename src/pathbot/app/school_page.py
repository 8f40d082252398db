"""A school as its administrator sees it: people, classes, care, the language model, the trail. No learner's words."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from itertools import groupby

from pathbot.app.kit import Kit
from pathbot.app.model_budget import school_notes
from pathbot.app.model_report import month_between
from pathbot.channels.web.office import Held, ModelView, PersonView, SchoolView, TrailEntry, TrailView, TroubleView
from pathbot.people import Person, School, Viewer
from pathbot.store import audit, care, dead, jobs, models, people
from pathbot.store.engine import Database

NEWEST = 500
MOST_TROUBLES = 20
MESSAGE = "message"
DRILLED_WITHIN = timedelta(days=93)


class SchoolPage:
    """Every method gives None to whoever is no administrator of their school."""

    def __init__(self, engine: Database, kit: Kit, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._kit = kit
        self._clock = clock

    def school(self, viewer: Viewer, person: Person) -> SchoolView | None:
        """The whole school at a glance."""
        school = people.get_school(self._engine, person.school) if is_admin(viewer) else None
        if school is None:
            return None
        held = people.memberships_of(self._engine, school.id)
        everyone = tuple(
            Held(person=p, duties=tuple(m for m in held if m.person == p.id and m.active))
            for p in people.people_of(self._engine, school.id)
        )
        rooms = people.classes_of(self._engine, school.id)
        return SchoolView(
            name=school.name,
            todo=self._todo(school),
            adults=tuple(one for one in everyone if any(m.duty != "learner" for m in one.duties)),
            learners={room.id: tuple(one for one in everyone if _learns(one, room.id)) for room in rooms},
            idle=tuple(one for one in everyone if not one.duties),
            classes=rooms,
            projects={p.id: p.title.in_(person.language) for p in self._kit.projects.values()},
            contacts=people.safety_contacts(self._engine, school.id),
            rules=care.rules_of(self._engine, school.id),
            model=self._model(school, person.language),
            troubles=self._troubles(school),
        )

    def person(self, viewer: Viewer, person: Person, who: str) -> PersonView | None:
        """One person of the school, with what they do and what was recorded about their age."""
        found = here(self._engine, person, who) if is_admin(viewer) else None
        if found is None:
            return None
        held = people.memberships_of(self._engine, found.school)
        return PersonView(
            person=found,
            duties=tuple(m for m in held if m.person == found.id and m.active),
            classes=people.classes_of(self._engine, found.school),
            channels=tuple(channel for channel, _ in people.identities_of(self._engine, found.id)),
            care=care.learner(self._engine, found.id),
        )

    def trail(self, viewer: Viewer, person: Person) -> TrailView | None:
        """Who did what to whose record, the newest first, and whether the chain is whole."""
        if not is_admin(viewer):
            return None
        names = {p.id: p.name for p in people.people_of(self._engine, person.school)}
        entries = audit.entries(self._engine, person.school)
        return TrailView(
            entries=tuple(_at_once(list(same), names) for _, same in groupby(reversed(entries[-NEWEST:]), _occasion)),
            count=len(entries),
            broken=audit.first_broken(self._engine, person.school),
        )

    def _todo(self, school: School) -> tuple[str, ...]:
        """Keys of what is still to be decided, the first of which keeps classes from starting."""
        rules, since = care.rules_of(self._engine, school.id), self._clock() - DRILLED_WITHIN
        drilled = any(d.answered_at and d.answered_at >= since for d in care.drills_of(self._engine, school.id))
        open_ = {
            "contacts": len(people.safety_contacts(self._engine, school.id)) < 2,
            "lines": not rules.lines and school.country not in self._kit.protocol.lines,
            "hours": not rules.days,
            "review": not rules.reviewed_by,
            "drill": not drilled,
        }
        return tuple(name for name, is_open in open_.items() if is_open)

    def _model(self, school: School, language: str) -> ModelView:
        if self._kit.helper is None:
            return ModelView()
        now = self._clock()
        used = models.spent_between(self._engine, *month_between("", now), school.id)
        total = next((u.spent for u in used if u.kind == "school"), None)
        return ModelView(
            there=True,
            allowed=school.id in models.allowing(self._engine),
            notes=school_notes(self._engine, self._kit, school.id, language, now),
            tokens=total.tokens if total else 0,
        )

    def _troubles(self, school: School) -> tuple[TroubleView, ...]:
        wrong = [TroubleView(what=t.name, at=t.due_at) for t in jobs.troubles(self._engine, school.id)]
        wrong += [TroubleView(what=MESSAGE, at=d.received_at) for d in dead.letters(self._engine, school.id)]
        return tuple(sorted(wrong, key=lambda t: t.at, reverse=True)[:MOST_TROUBLES])


def _occasion(entry: audit.Entry) -> tuple[object, ...]:
    return entry.at, entry.actor, entry.action


def _at_once(same: list[audit.Entry], names: Mapping[str, str]) -> TrailEntry:
    about = [e.subject for e in same if e.subject != audit.SYSTEM]
    return TrailEntry(
        at=same[0].at,
        who=names.get(same[0].actor, ""),
        act=same[0].action,
        whom=tuple(sorted({names[subject] for subject in about if subject in names})),
        by_pathbot=same[0].actor == audit.SYSTEM,
        erased=any(subject not in names for subject in about),
    )


def _learns(one: Held, class_id: str) -> bool:
    return any(m.duty == "learner" and m.class_id == class_id for m in one.duties)


def is_admin(viewer: Viewer) -> bool:
    """Whether this viewer administers their school."""
    return any(m.active and m.duty == "admin" for m in viewer.memberships)


def here(engine: Database, person: Person, who: str) -> Person | None:
    """Somebody of the same school, by id."""
    found = people.get_person(engine, who)
    return found if found is not None and found.school == person.school else None
