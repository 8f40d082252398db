"""What a check found, before it is said in a sentence."""

from pathbot.evidence import ProblemKind
from pathbot.frozen import Frozen


class Finding(Frozen):
    """A kind of problem and the words of the statement that it is about.

    `rule` names a check that errs often, so that its findings may be weighed; empty for the rest.
    """

    kind: ProblemKind
    words: str
    rule: str = ""
