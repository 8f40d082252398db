"""One thing is not passed off as many: "lawn mowers" is not said by "my uncle's lawn mower"."""

from collections.abc import Iterator, Sequence

from pathbot.language.lexicon import Lexicon
from pathbot.language.tokens import Token
from pathbot.language.verbs import lemma
from pathbot.skills.check_numbers import WEEKDAYS, said_rates
from pathbot.skills.claims import Statement
from pathbot.skills.finding import Finding
from pathbot.skills.people import is_person
from pathbot.skills.record import Record
from pathbot.skills.thesaurus import bag, forms, says

_ONE = frozenset(["a", "an", "my", "one", "1", "his", "her", "this"])
_MORE = frozenset(
    [
        "another",
        "more",
        "each",
        "every",
        "other",
        "both",
        "all",
        "some",
        "again",
        "times",
        "different",
        "many",
        "few",
        "lots",
        "two",
        "three",
    ]
)


def findings(claimed: Statement, known: Record, lexicon: Lexicon) -> Iterator[Finding]:
    """Plural nouns for something the learner spoke of only as one."""
    for n, token in enumerate(claimed.tokens):
        day = token.norm.removesuffix("s")
        if day in WEEKDAYS and day != token.norm and known.says(day, exact=True) and "week" not in said_rates(known):
            yield Finding(kind="scope", words=token.norm)
        single = _singular(token, known, lexicon)
        if single and not _follows_one(claimed.tokens, n) and _only_one(single, known, lexicon):
            yield Finding(kind="scope", words=token.norm)


def _singular(token: Token, known: Record, lexicon: Lexicon) -> str:
    """The singular of a plural noun; empty for any other word."""
    norm = token.norm
    if token.kind != "word" or len(norm) < 4 or not norm.endswith("s") or norm.endswith("ss"):
        return ""
    single = lemma(norm, lexicon.language)
    single = single if single != norm else norm[:-1]
    related = known.thesaurus.related
    return single if related.kinds(single, "n") and not related.kinds(norm, "n") else ""


def _follows_one(found: Sequence[Token], n: int) -> bool:
    """`one of the posters`, `twelve sketches`: the number check looks at those."""
    return any(token.kind == "number" for token in found[max(0, n - 3) : n])


def _only_one(single: str, known: Record, lexicon: Lexicon) -> bool:
    """Whether every word that says it is singular, after "a", "my" or "one", and no clause about it speaks of more."""
    seen = False
    for heard in known.heard:
        if heard.clause.verb in {"learn", "teach", "know"}:
            return False  # "learned to true a wheel" is about wheels
        norms = [token.norm for token in heard.tokens]
        for n, token in enumerate(heard.tokens):
            if token.kind != "word" or not _says(token, single, known, lexicon):
                continue
            counted = set(norms[max(0, n - 3) : n])
            if _names_a_kind(heard.tokens, n, known):
                return False  # "a car wash" is about cars
            if _is_plural(token.norm, lexicon) or not counted & _ONE or _MORE & set(norms):
                return False
            if any((t.norm.isdigit() and t.norm != "1") or t.norm in _NUMBERS for t in heard.tokens[max(0, n - 4) : n]):
                return False
            seen = True
    return seen


def _names_a_kind(found: Sequence[Token], n: int, known: Record) -> bool:
    """Whether a noun stands right before another one, as `car` in "a car wash"."""
    after = found[n + 1 : n + 2]
    return bool(after) and after[0].kind == "word" and bool(known.thesaurus.related.kinds(after[0].norm, "n", 1))


_NUMBERS = frozenset(["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve", "dozen", "few"])


def _says(token: Token, single: str, known: Record, lexicon: Lexicon) -> bool:
    if single in forms(token.norm, lexicon):
        return True
    person = is_person(single, known.thesaurus, lexicon) and is_person(token.norm, known.thesaurus, lexicon)
    return person and says(bag([token], known.thesaurus, lexicon), single, known.thesaurus, lexicon)


def _is_plural(norm: str, lexicon: Lexicon) -> bool:
    return norm.endswith("s") and not norm.endswith(("ss", "us", "is"))
