"""The first look of a turn: everything there is at most one of, about the school and the sender, in one question."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, Table, and_, bindparam, exists, select

from pathbot.care import CareRules, LearnerCare
from pathbot.conversation import ConversationState
from pathbot.frozen import Frozen
from pathbot.people import Consent, Person, School
from pathbot.store import rows
from pathbot.store.tables import (
    care_rules,
    concerns,
    consents,
    conversations,
    identities,
    learner_care,
    model_permits,
    people,
    schools,
)


class Place(Frozen):
    """`sender` is None when the channel's sender is linked to nobody; then what is theirs is empty too.

    `worried` says whether a concern about them waits for an adult; `model_since` since when the school allows a
    language model, None where it does not.
    """

    school: School
    state: ConversationState
    sender: Person | None
    consent: Consent | None
    rules: CareRules
    learner_care: LearnerCare | None
    worried: bool
    model_since: datetime | None


def read(connection: Connection, school: str, conversation: str, channel: str, external_id: str) -> Place:
    """Where a message was written and by whom. The school has to be there."""
    where = {"school": school, "key": conversation, "channel": channel, "external_id": external_id}
    row = connection.execute(_PLACE, where).one()
    return Place(
        school=rows.part(School, row, schools),
        state=ConversationState.model_validate_json(row.state_json or "{}"),
        sender=_or_none(Person, row, people, "id"),
        consent=_or_none(Consent, row, consents, "person"),
        rules=CareRules.model_validate_json(row.care_rules_rules or "{}"),
        learner_care=_or_none(LearnerCare, row, learner_care, "person"),
        worried=bool(row.worried),
        model_since=row.model_permits_since,
    )


def standing(
    connection: Connection, school: str, channel: str, external_id: str
) -> tuple[Person | None, Consent | None]:
    """Who a channel's sender is, and their last yes, also when it was taken back since."""
    found = connection.execute(_STANDING, {"school": school, "channel": channel, "external_id": external_id}).first()
    if found is None:
        return None, None
    return rows.part(Person, found, people), _or_none(Consent, found, consents, "person")


def _or_none(kind: type[rows.Noun], row: Row[Any], table: Table, key: str) -> rows.Noun | None:
    return None if row._mapping[f"{table.name}_{key}"] is None else rows.part(kind, row, table)


# Built once: putting a statement together takes longer than running it.
_KNOWN_AS = and_(
    identities.c.channel == bindparam("channel"),
    identities.c.external_id == bindparam("external_id"),
)
_NEWER = consents.alias()
_LAST_YES = and_(
    consents.c.person == people.c.id,
    ~exists().where(_NEWER.c.person == consents.c.person, _NEWER.c.given_at > consents.c.given_at),
)
_STANDING: Select[Any] = (
    select(*rows.columns(Person, people), *rows.columns(Consent, consents))
    .select_from(identities.join(people, people.c.id == identities.c.person).outerjoin(consents, _LAST_YES))
    .where(identities.c.school == bindparam("school"), _KNOWN_AS)
)
_WAITS = exists().where(concerns.c.learner == people.c.id, concerns.c.acknowledged_at.is_(None))
_STATE = select(conversations.c.state_json).where(conversations.c.key == bindparam("key"))
_PLACE: Select[Any] = (
    select(
        *rows.columns(School, schools),
        *rows.columns(Person, people),
        *rows.columns(Consent, consents),
        *rows.columns(LearnerCare, learner_care),
        care_rules.c.rules.label("care_rules_rules"),
        model_permits.c.since.label("model_permits_since"),
        _STATE.scalar_subquery().label("state_json"),
        _WAITS.label("worried"),
    )
    .select_from(
        schools.outerjoin(identities, and_(identities.c.school == schools.c.id, _KNOWN_AS))
        .outerjoin(people, people.c.id == identities.c.person)
        .outerjoin(consents, _LAST_YES)
        .outerjoin(learner_care, learner_care.c.person == people.c.id)
        .outerjoin(care_rules, care_rules.c.school == schools.c.id)
        .outerjoin(model_permits, and_(model_permits.c.school == schools.c.id, model_permits.c.allowed))
    )
    .where(schools.c.id == bindparam("school"))
)
