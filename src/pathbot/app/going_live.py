"""Whether a school may begin with learners, and what is missing: said in sentences, checked before a class starts."""

from pathbot.app.refusals import Refusal
from pathbot.care import CONTACTS_NEEDED
from pathbot.people import School
from pathbot.safety.protocol import Protocol
from pathbot.store import care, people
from pathbot.store.engine import Database


def missing(engine: Database, school: School, protocol: Protocol | None = None) -> tuple[str, ...]:
    """What has to be done first, each one sentence. With `protocol`, crisis lines are checked too."""
    if school.alone:
        return ()
    found = []
    contacts = people.safety_contacts(engine, school.id)
    if len(contacts) < CONTACTS_NEEDED:
        have = f"It has only {contacts[0].name}" if contacts else "It has none"
        found.append(
            f"{school.name} needs a safety contact and a backup. {have}. Add one: "
            f"pathbot people add ID NAME --school {school.id} --title counselor --as safety_contact"
        )
    if protocol and not care.rules_of(engine, school.id).lines and school.country not in protocol.lines:
        found.append(
            f"{school.name} has no crisis lines: none are known for {school.country}. "
            f"Give its own: pathbot safety set {school.id} --line-en TEXT"
        )
    return tuple(found)


def advised(engine: Database, school: School) -> tuple[str, ...]:
    """What a school should do as well, though nothing waits for it."""
    rules, found = care.rules_of(engine, school.id), []
    if not rules.days:
        found.append("Say when somebody reads alerts, so that learners are told: pathbot safety set --days 1-5 ...")
    if not rules.reviewed_by:
        found.append("Let a counselor read prompts/safety/replies.yaml and docs/safety-card.md: --reviewed-by NAME")
    if not any(drill.answered_at for drill in care.drills_of(engine, school.id)):
        found.append(f"No drill was answered yet: pathbot safety drill {school.id}")
    return tuple(found)


def check(engine: Database, school: School) -> None:
    """Raises BadInput with what is missing."""
    if missing(engine, school):
        raise Refusal("not_live", school=school.name)
