"""The promise about who sees what, made from the same rule that answers every request."""

import hashlib

from pathbot.frozen import Frozen
from pathbot.messages import CardRow
from pathbot.people import Class, Item, ItemKind, Membership, Person, Viewer, may_see
from pathbot.wording import Texts

PROMISED: tuple[ItemKind, ...] = ("answer", "draft", "approved_statement", "progress", "mentor_question", "concern")


class Member(Frozen):
    """A person of a class, with what they do there."""

    person: Person
    membership: Membership


def who_sees(kind: ItemKind, learner: Person, room: Class, members: tuple[Member, ...]) -> tuple[Member, ...]:
    """The adults of the class who may see this kind of item about this learner.

    A mentor question is taken as sent to each mentor, which is the most that can happen.
    """
    mentors = tuple(m.person.id for m in members if m.membership.duty == "mentor")
    item = Item(kind=kind, school=room.school, owner=learner.id, class_id=room.id, shared_with=mentors)
    return tuple(m for m in members if m.person.id != learner.id and may_see(_viewer(m), item))


def notice_rows(
    learner: Person, room: Class, members: tuple[Member, ...], texts: Texts, language: str, model: bool = False
) -> tuple[CardRow, ...]:
    """ "Who sees what", one row per audience, in the order of `PROMISED`; with a `model`, that it reads along."""
    labels: dict[str, list[str]] = {}
    for kind in PROMISED:
        who = _who(kind, learner, room, members, texts, language)
        labels.setdefault(who, []).append(texts.say(f"notice.{kind}", language))
    rows = tuple(CardRow(label=_joined(kinds), text=who) for who, kinds in labels.items())
    if not model:
        return rows
    return (*rows, CardRow(label=texts.say("notice.model", language), text=texts.say("notice.model_sees", language)))


def notice_hash(rows: tuple[CardRow, ...]) -> str:
    """Identifies the promise a learner said yes to."""
    return hashlib.sha256("\n".join(f"{r.label}: {r.text}" for r in rows).encode()).hexdigest()[:16]


def _viewer(member: Member) -> Viewer:
    return Viewer(person=member.person.id, school=member.person.school, memberships=(member.membership,))


def _who(kind: ItemKind, learner: Person, room: Class, members: tuple[Member, ...], texts: Texts, language: str) -> str:
    seers = who_sees(kind, learner, room, members)
    others = [_name(m, texts, language) for m in seers if m.membership.duty != "mentor"]
    if kind == "concern":
        who = _listed(others, texts, language)
        return texts.say("notice.i_tell", language, who=who) if others else texts.say("notice.no_contact", language)
    if kind == "mentor_question" and not any(m.membership.duty == "mentor" for m in members):
        return texts.say("notice.no_mentor", language)
    if any(m.membership.duty == "mentor" for m in seers):
        others = [texts.say("notice.the_mentor", language), *others]
    return _listed([texts.say("notice.you", language), *dict.fromkeys(others)], texts, language)


def _name(member: Member, texts: Texts, language: str) -> str:
    person = member.person
    if not person.title:
        return person.name
    return texts.say("notice.person_titled", language, name=person.name, title=person.title)


def _joined(labels: list[str]) -> str:
    """ "Your answers, lines you have not approved"."""
    return ", ".join([labels[0], *(label[0].lower() + label[1:] for label in labels[1:])])


def _listed(names: list[str], texts: Texts, language: str) -> str:
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {texts.say('notice.and', language)} {names[-1]}"
