"""A mentor's good answer on its way to a role card: one adult proposes it, another one decides. Never by itself."""

import secrets
from collections.abc import Callable, Mapping
from datetime import datetime

from pathbot.app.kit import Kit
from pathbot.app.refusals import Refusal
from pathbot.channels.web.office import CardsView, NoteView
from pathbot.mentoring import CardNote, holds_contact_details
from pathbot.people import Person, Viewer
from pathbot.store import audit, card_notes, people
from pathbot.store.engine import Database

LONGEST_NOTE = 600
MOST_REFUSED = 10
DECIDED: Mapping[str, audit.Act] = {"approved": "approved-note", "refused": "refused-note"}
Act = Callable[[Viewer, Person, Mapping[str, str]], str | None]


class CardsPage:
    """For teachers and administrators; None for everybody else."""

    def __init__(self, engine: Database, kit: Kit, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._kit = kit
        self._clock = clock
        self.by_name: dict[str, Act] = {
            "propose-note": self._propose,
            "approve-note": self._decide("approved"),
            "refuse-note": self._decide("refused"),
        }

    def titles(self) -> tuple[str, ...]:
        """Every role a note can be proposed for."""
        return tuple(sorted(card.title for card in self._kit.roles.ready().cards))

    def cards(self, viewer: Viewer, person: Person) -> CardsView | None:
        """What waits for a decision, beside the card as learners see it now, and what was decided."""
        if not _may(viewer):
            return None
        names = {p.id: p.name for p in people.people_of(self._engine, person.school)}
        notes = card_notes.notes_of(self._engine, person.school)
        views = [self._view(note, notes, names, person) for note in notes]
        return CardsView(
            waiting=tuple(v for v in views if v.note.status == "proposed"),
            approved=tuple(v for v in views if v.note.status == "approved"),
            refused=tuple(v for v in views if v.note.status == "refused")[-MOST_REFUSED:],
        )

    def _view(self, note: CardNote, notes: tuple[CardNote, ...], names: Mapping[str, str], person: Person) -> NoteView:
        card = self._kit.roles.card(note.soc)
        there = [n.text for n in notes if n.soc == note.soc and n.status == "approved" and n.id != note.id]
        return NoteView(
            note=note,
            before=((card.sections.summary,) if card else ()) + tuple(there),
            by=names.get(note.proposed_by or "", ""),
            own=note.proposed_by == person.id,
        )

    def _propose(self, viewer: Viewer, person: Person, fields: Mapping[str, str]) -> str | None:
        if not _may(viewer):
            return None
        title, text = " ".join(fields.get("role", "").split()), " ".join(fields.get("text", "").split())
        found = {card.title.casefold(): card for card in self._kit.roles.ready().cards}
        card = found.get(title.casefold())
        if card is None:
            raise Refusal("role")
        if not text or len(text) > LONGEST_NOTE:
            raise Refusal("note", most=str(LONGEST_NOTE))
        if holds_contact_details(text):
            raise Refusal("contact_details")
        if self._kit.screen(text, ()).needs_adult:
            raise Refusal("held_back")
        note = CardNote(
            id=f"note-{secrets.token_hex(6)}",
            school=person.school,
            soc=card.soc,
            title=card.title,
            text=text,
            proposed_by=person.id,
            proposed_at=self._clock(),
        )
        card_notes.propose(self._engine, note)
        audit.record(self._engine, person.school, person.id, "propose-note", audit.SYSTEM, self._clock())
        return "proposed"

    def _decide(self, status: str) -> Act:
        def decide(viewer: Viewer, person: Person, fields: Mapping[str, str]) -> str | None:
            here = {n.id: n for n in card_notes.notes_of(self._engine, person.school)} if _may(viewer) else {}
            note = here.get(fields.get("note", ""))
            if note is None:
                return None
            if status == "approved" and note.proposed_by == person.id:
                raise Refusal("own_note")
            card_notes.decide(self._engine, note.id, status, person.id, self._clock())
            audit.record(self._engine, person.school, person.id, DECIDED[status], audit.SYSTEM, self._clock())
            return "saved"

        return decide


def _may(viewer: Viewer) -> bool:
    return any(m.active and m.duty in ("teacher", "admin") for m in viewer.memberships)
