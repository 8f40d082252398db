"""A mentor question's life: asked, sent, answered, cancelled or expired. A mentor sees the question, never a name."""

import re
from datetime import datetime, timedelta
from typing import Literal

from pathbot.frozen import Frozen

QuestionStatus = Literal["previewed", "open", "answered", "cancelled", "expired"]

ANSWER_WITHIN = timedelta(days=2)
EXPIRES_AFTER = timedelta(days=9)
_CONTACT = re.compile(
    r"\S@\S|https?:|www\.|\b\w+\.(?:com|org|net|edu|io|me|app|gg)\b|(?:^|\s)@\w{2,}|(?:\+?\d[\s().-]?){7,}",
    re.IGNORECASE,
)


class MentorQuestion(Frozen):
    """A question on its way to a mentor. `text` is exactly what the mentor sees. Times are timezone-aware."""

    id: str
    school: str
    learner: str
    class_id: str
    project: str
    text: str
    status: QuestionStatus = "previewed"
    asked_at: datetime
    mentor: str | None = None
    answer: str = ""
    answered_at: datetime | None = None


def send(question: MentorQuestion, mentor: str | None) -> MentorQuestion:
    """The learner said yes to the preview. `mentor` is who it goes to first; None while nobody fits."""
    return question.model_copy(update={"status": "open", "mentor": mentor})


def cancel(question: MentorQuestion) -> MentorQuestion:
    """The learner took it back. An answered question stays answered."""
    return question if question.status == "answered" else question.model_copy(update={"status": "cancelled"})


def answer(question: MentorQuestion, text: str, now: datetime) -> MentorQuestion:
    """A mentor answered. Raises ValueError unless the question is open."""
    if question.status != "open":
        raise ValueError("only an open question can be answered")
    return question.model_copy(update={"status": "answered", "answer": text, "answered_at": now})


def expire(question: MentorQuestion, now: datetime) -> MentorQuestion:
    """An open question nobody answered in time is expired; any other is unchanged."""
    late = question.status == "open" and now - question.asked_at > EXPIRES_AFTER
    return question.model_copy(update={"status": "expired"}) if late else question


def holds_contact_details(text: str) -> bool:
    """Whether a text names an e-mail, link, handle or phone number. Such a text is never relayed, either way."""
    return bool(_CONTACT.search(text))
