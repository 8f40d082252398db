"""Support for harmless nouns by nearness. Never for names, tools, people, numbers, ranks, praise or results."""

from pathbot.language.lexicon import Lexicon
from pathbot.language.verbs import readings
from pathbot.skills.claims import Statement
from pathbot.skills.record import Record
from pathbot.skills.thesaurus import forms

ENOUGH = 0.5
"""Of words that hand-written lines added to what was said, 23 of 52 honest and 8 of 70 invented ones are at least this
near (two batches of pairs; tests/skills/pairs)."""
_STRICT_KINDS = frozenset(["person", "group", "time", "quantity"])
_QUALITIES = ("ous", "ful", "ive", "able", "ible", "ical", "less")


def is_near(claimed: Statement, n: int, known: Record, lexicon: Lexicon) -> bool:
    """Whether a noun of a statement means nearly what some word of the learner means in its place."""
    token, table = claimed.tokens[n], known.thesaurus
    before = {t.norm for t in claimed.tokens[max(0, n - 3) : n]}
    if (
        table.near is None
        or token.start in claimed.actors
        or is_listed(claimed, n)
        or claimed.text[token.start].isupper()
        or before & {"using", "via"}
        or not _may_be_near(token.norm, known, lexicon)
    ):
        return False
    if claimed.tokens[n].norm in _FEATS or any(
        is_sibling(token.norm, other.norm, known, lexicon) for found in known.tokens for other in found
    ):
        return False
    texts = [said.text for said in known.said]
    return table.near(claimed.text, token.start, token.end, texts) >= ENOUGH


def is_listed(claimed: Statement, n: int) -> bool:
    """`salt, sugar, and sand`: each thing of a list is a fact of its own."""
    before = claimed.tokens[n - 1].norm if n else ""
    after = claimed.tokens[n + 1].norm if n + 1 < len(claimed.tokens) else "."
    return before in {"and", ",", "or"} and after in {",", ";", ".", "and"}


_FEATS = frozenset(["record", "records", "contest", "competition", "title", "fame", "history"])


def is_sibling(norm: str, other: str, known: Record, lexicon: Lexicon) -> bool:
    """Whether two nouns are kinds of the same thing (`nurse` and `doctor`): near, and yet not the same."""
    table = known.thesaurus.related
    mine, its = (frozenset().union(*(table.says(f, "n") for f in forms(word, lexicon))) for word in (norm, other))
    return bool(mine & its) and norm != other and not forms(norm, lexicon) & its


def _may_be_near(norm: str, known: Record, lexicon: Lexicon) -> bool:
    every, table, sets = forms(norm, lexicon), known.thesaurus, lexicon.sets
    if any(table.related.is_protected(form) for form in every) or every & sets["tools"]:
        return False
    if norm.endswith(_QUALITIES):
        return False  # "delicious" is near to every cookie, and a quality nobody told
    kinds = frozenset().union(*(table.related.kinds(form, "n") for form in every))
    verb = readings(norm, lexicon) and not any(table.related.kinds(form, "n", 1) for form in {norm})
    return bool(kinds) and not verb and not kinds & _STRICT_KINDS
