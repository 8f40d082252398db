"""Words of a statement that the strict checks let through although no list gives them.

A plain verb ("recorded"), a word that frames others ("the main poster"), a noun that means nearly what was said. Most
are an honest way to put it, and each may be the one word that was added: `pathbot.skills.doubt` weighs them.
"""

from collections.abc import Iterator, Sequence

from pathbot.language.lexicon import Lexicon
from pathbot.language.tokens import Token
from pathbot.skills.check_words import covered_by_phrases, is_settled, kind_of
from pathbot.skills.claims import Statement, is_content
from pathbot.skills.finding import Finding
from pathbot.skills.record import Record
from pathbot.skills.thesaurus import forms, root

RULE = "excused"


def excused(claimed: Statement, known: Record, found: Sequence[Finding]) -> Iterator[Finding]:
    """Each word that was let through, beside what was already found."""
    lexicon = known.lexicon
    covered = covered_by_phrases(claimed, known, lexicon)
    flagged = {n for n, token in enumerate(claimed.tokens) for one in found if _inside(claimed, token, one)}
    for n, token in enumerate(claimed.tokens):
        if n in covered or n in flagged or not _weighs(token, known, lexicon):
            continue
        if _said(token.norm, known) or is_settled(claimed, n, known, lexicon):
            continue
        words = claimed.text[token.start : token.end]
        yield Finding(kind=kind_of(claimed, n, lexicon), words=words, rule=RULE, at=token.start)


def _inside(claimed: Statement, token: Token, finding: Finding) -> bool:
    start = finding.place(claimed.text)
    return start >= 0 and start <= token.start and token.end <= start + len(finding.words)


def _weighs(token: Token, known: Record, lexicon: Lexicon) -> bool:
    """Whether a word says anything: words that only hold a sentence together do not, but `again` and `together` do."""
    if token.kind != "word" or len(token.norm) < 2 or token.norm in lexicon.words.numbers:
        return False
    return is_content(token, lexicon, known.thesaurus.glue) or token.norm in _SMALL_CLAIMS


_SMALL_CLAIMS = frozenset(
    [
        "again", "together", "own", "first", "second", "even", "ahead", "regular", "usual", "other", "another", "same",
        "different", "both", "finally", "later", "still", "specific", "particular", "certain", "available", "some",
        "new", "visiting", "last", "next", "subsequent", "total", "series",
    ]
)  # fmt: skip


def _said(norm: str, known: Record) -> bool:
    """Whether the learner used the word, or one that the hand-made lists name as enough."""
    options = forms(norm, known.lexicon)
    weaker = any(known.thesaurus.weaker.get(option, frozenset()) & known.bag.terms for option in options)
    return bool(options & known.bag.terms) or weaker or root(norm) in known.bag.roots
