"""What a check found, before it is said in a sentence."""

from pathbot.evidence import ProblemKind
from pathbot.frozen import Frozen


class Finding(Frozen):
    """A kind of problem and the words of the statement that it is about.

    `rule` names a check that errs often, so that its findings may be weighed; empty for the rest. `at` is where the
    words start in the statement, -1 where they were put together from several places.
    """

    kind: ProblemKind
    words: str
    rule: str = ""
    at: int = -1

    def place(self, text: str) -> int:
        """Where the words start in the statement; -1 when they do not stand there in a row."""
        return self.at if self.at >= 0 else text.lower().find(self.words.lower())
