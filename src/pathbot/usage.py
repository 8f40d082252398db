"""What asking a language model cost. Codes and counts only: never a word of a learner, a prompt or an answer."""

from datetime import datetime
from typing import Literal

from pathbot.frozen import Frozen

Purpose = Literal["judge", "ask", "draft", "summarise", "tell", "embed"]
Outcome = Literal[
    "ok",
    "refused",
    "cut",
    "filtered",
    "unusable",
    "rejected",
    "late",
    "limited",
    "no_entry",
    "away",
]
"""How one request ended: an answer of the right shape; the model refused; its answer was cut off at the length limit;
the provider's filter held it back; no answer, or none of the right shape; the server did not accept the request (400);
no answer in time; too many requests (429); the key is not accepted (401, 403); the server failed or is not there.
"""


class ModelCall(Frozen):
    """One request to a model.

    `prompt` is the prompt file's hash, "" where there is none; `microdollars` is None without a price.
    """

    purpose: Purpose
    model: str
    prompt: str
    tokens_in: int = 0
    tokens_out: int = 0
    microdollars: int | None = None
    milliseconds: int = 0
    outcome: Outcome

    @property
    def tokens(self) -> int:
        """Read and written together."""
        return self.tokens_in + self.tokens_out


class Spent(Frozen):
    """Tokens and millionths of a dollar used up in a calendar month (UTC)."""

    tokens: int = 0
    microdollars: int = 0


class Month(Frozen):
    """What was used up this month for a learner, in their class, in their school. `since` when models are allowed."""

    since: datetime | None = None
    learner: Spent = Spent()
    class_: Spent = Spent()
    school: Spent = Spent()
