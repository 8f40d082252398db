"""What a check found, before it is said in a sentence."""

from pathbot.evidence import ProblemKind
from pathbot.frozen import Frozen


class Finding(Frozen):
    """A kind of problem and the words of the statement that it is about."""

    kind: ProblemKind
    words: str
