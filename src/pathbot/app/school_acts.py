"""What an administrator does on the pages; each act stands in the audit trail. None for whoever is none."""

import secrets
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import cast, get_args

from pathbot.app import roster
from pathbot.app.care_rules import changed, hours_of, zone_of
from pathbot.app.drills import drill_job
from pathbot.app.kit import Kit
from pathbot.app.refusals import Refusal
from pathbot.app.school_page import here, is_admin
from pathbot.care import AgeBand, LearnerCare, ParentRule
from pathbot.people import Class, Duty, Person, Viewer
from pathbot.store import audit, care, jobs, models, people
from pathbot.store.engine import Database

Fields = Mapping[str, str]
Act = Callable[[Viewer, Person, Fields], str | None]
WEEK = range(1, 8)


class SchoolActs:
    """`by_name` are the acts, each called as the person who sent the form."""

    def __init__(self, engine: Database, kit: Kit, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._kit = kit
        self._clock = clock
        acts: dict[str, Callable[[Person, Fields], str | None]] = {
            "add-person": self._add_person,
            "change-person": self._change_person,
            "give-duty": self._duty(True),
            "end-duty": self._duty(False),
            "person-code": self._person_code,
            "care-rules": self._care_rules,
            "learner-care": self._learner_care,
            "model": self._model,
            "drill": self._drill,
        }
        self.by_name: dict[str, Act] = {name: self._for_admins(act) for name, act in acts.items()}

    def _for_admins(self, act: Callable[[Person, Fields], str | None]) -> Act:
        return lambda viewer, person, fields: act(person, fields) if is_admin(viewer) else None

    def _note(self, person: Person, action: audit.Act, about: str) -> None:
        audit.record(self._engine, person.school, person.id, action, about, self._clock())

    def _add_person(self, person: Person, fields: Fields) -> str:
        made = _named(Person(id=f"p-{secrets.token_hex(6)}", school=person.school, name="-"), fields)
        duty = _duty(fields.get("duty", "learner"))
        room = self._class_here(person, fields)
        roster.check_duty(duty, room)
        roster.add_person(self._engine, made)
        roster.give_duty(self._engine, made, duty, room)
        self._note(person, "add-person", made.id)
        return "person_added"

    def _change_person(self, person: Person, fields: Fields) -> str | None:
        who = here(self._engine, person, fields.get("person", ""))
        if who is None:
            return None
        roster.add_person(self._engine, _named(who, fields))
        self._note(person, "change-person", who.id)
        return "saved"

    def _class_here(self, person: Person, fields: Fields) -> Class | None:
        """The class a form names; one of another school is as good as none."""
        class_id = fields.get("in_class", "")
        room = people.get_class(self._engine, class_id) if class_id else None
        if class_id and (room is None or room.school != person.school):
            raise Refusal("no_class_here")
        return room

    def _duty(self, active: bool) -> Callable[[Person, Fields], str | None]:
        def change(person: Person, fields: Fields) -> str | None:
            who = here(self._engine, person, fields.get("person", ""))
            if who is None:
                return None
            duty = _duty(fields.get("duty", ""))
            if not active and duty == "admin" and who.id == person.id:
                raise Refusal("own_admin")
            roster.give_duty(self._engine, who, duty, self._class_here(person, fields), active)
            self._note(person, "give-duty" if active else "end-duty", who.id)
            return "saved"

        return change

    def _person_code(self, person: Person, fields: Fields) -> str | None:
        who = here(self._engine, person, fields.get("person", ""))
        if who is None:
            return None
        self._note(person, "make-code", who.id)
        return roster.person_code(self._engine, who, self._clock())

    def _care_rules(self, person: Person, fields: Fields) -> str:
        rules = care.rules_of(self._engine, person.school)
        start, end = hours_of(f"{fields.get('from', rules.from_)}-{fields.get('until', rules.until)}")
        lines = {lang: fields[f"line_{lang}"].strip()[:400] for lang in ("en", "es") if fields.get(f"line_{lang}")}
        given = {
            "zone": zone_of(fields.get("zone", rules.zone)),
            "days": tuple(day for day in WEEK if fields.get(f"day-{day}")),
            "from_": start,
            "until": end,
            "lines": lines,
            "under_13": fields.get("under_13") == "yes",
            "parents": _one_of(ParentRule, fields.get("parents", rules.parents)),
            "keep_days": _number(fields.get("keep_days", ""), rules.keep_days),
            "concern_days": _number(fields.get("concern_days", ""), rules.concern_days),
            "reviewed_by": " ".join(fields.get("reviewed_by", rules.reviewed_by).split())[:80],
        }
        now = self._clock()
        care.put_rules(self._engine, person.school, changed(rules, given, now.date()), person.id, now)
        return "saved"

    def _learner_care(self, person: Person, fields: Fields) -> str | None:
        who = here(self._engine, person, fields.get("person", ""))
        if who is None:
            return None
        now = self._clock()
        record = LearnerCare(
            person=who.id,
            school=who.school,
            age=cast(AgeBand, _one_of(AgeBand, fields.get("age", ""))),
            parent_ok_on=day_of(fields.get("parent_ok_on", "")),
            parent_ended_on=day_of(fields.get("parent_ended_on", "")),
            recorded_by=person.id,
            recorded_at=now,
        )
        care.put_learner(self._engine, record)
        return "saved"

    def _model(self, person: Person, fields: Fields) -> str:
        if self._kit.helper is None:
            raise Refusal("no_model")
        models.allow(self._engine, person.school, fields.get("allowed") == "yes", self._clock(), person.id)
        return "saved"

    def _drill(self, person: Person, fields: Fields) -> str:
        if not people.safety_contacts(self._engine, person.school):
            raise Refusal("no_contact")
        now = self._clock()
        jobs.plan_all(self._engine, [drill_job(person.school, f"{now:%Y-%m-%d}", now)])
        self._note(person, "drill", audit.SYSTEM)
        return "drill_sent"


def _named(person: Person, fields: Fields) -> Person:
    """The person with what a form says of them."""
    name = " ".join(fields.get("name", "").split())[:80]
    if not name:
        raise Refusal("name")
    changes = {
        "name": name,
        "title": fields.get("title", "")[:60],
        "language": "es" if fields.get("language") == "es" else "en",
        "email": fields.get("email", "")[:200],
    }
    return person.model_copy(update=changes)


def _duty(text: str) -> Duty:
    return cast(Duty, _one_of(Duty, text))


def _one_of(kind: object, value: str) -> str:
    if value not in get_args(kind):
        raise Refusal("choose")
    return value


def _number(text: str, otherwise: int) -> int:
    if not text:
        return otherwise
    if not (text.isascii() and text.isdigit() and len(text) < 6):
        raise Refusal("number", text=text)
    return int(text)


def day_of(text: str) -> date | None:
    """A date of a form; None for an empty field."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Refusal("date", text=text) from None
