"""Every table: who is there, what arrives and leaves, what a learner made, and what is kept beside it.

All modules of tables are imported here, so `tables.metadata` is the whole schema.
"""

from pathbot.store.columns import metadata
from pathbot.store.tables_cards import card_notes
from pathbot.store.tables_care import care_rules, drills, learner_care
from pathbot.store.tables_jobs import jobs
from pathbot.store.tables_messages import conversations, inbox, outbox, outbox_people, routes, transcript
from pathbot.store.tables_models import model_calls, model_permits
from pathbot.store.tables_people import (
    classes,
    consents,
    identities,
    join_codes,
    memberships,
    people,
    plans,
    schools,
    sign_in_links,
)
from pathbot.store.tables_records import audit, concerns, digests, turn_log
from pathbot.store.tables_work import (
    journeys,
    mentor_offers,
    mentor_questions,
    saved_roles,
    statement_quotes,
    statements,
)

__all__ = [
    "audit",
    "card_notes",
    "care_rules",
    "classes",
    "concerns",
    "consents",
    "conversations",
    "digests",
    "drills",
    "identities",
    "inbox",
    "jobs",
    "join_codes",
    "journeys",
    "learner_care",
    "memberships",
    "mentor_offers",
    "mentor_questions",
    "metadata",
    "model_calls",
    "model_permits",
    "outbox",
    "outbox_people",
    "people",
    "plans",
    "routes",
    "saved_roles",
    "schools",
    "sign_in_links",
    "statement_quotes",
    "statements",
    "transcript",
    "turn_log",
]
