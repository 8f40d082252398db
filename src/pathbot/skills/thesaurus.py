"""Whether somebody's words say what a word claims: dictionary forms, honest paraphrase, slips of the keyboard."""

import itertools
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from pydantic import ConfigDict

from pathbot.frozen import Frozen
from pathbot.language.lexicon import Lexicon
from pathbot.language.tokens import Token, words
from pathbot.language.verbs import lemma, readings
from pathbot.skills.related import Related, related

Nearness = Callable[[str, int, int, Sequence[str]], float]
"""How near ``line[start:end]`` is in meaning to any word of some texts, from -1 to 1."""


class Thesaurus(Frozen):
    """`same`: term to terms that mean it. `weaker`: term of a statement to terms that already say as much.

    Terms are dictionary forms; a phrase is several of them with a space between. `phrases` are the phrases a
    statement may contain. `related` is what everyday words say beyond these lists; `near` compares meanings.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    same: dict[str, frozenset[str]]
    weaker: dict[str, frozenset[str]]
    phrases: frozenset[str]
    glue: frozenset[str]
    related: Related
    near: Nearness | None = None


# What these words claim needs the learner's own word, or a pair of the hand-made lists.
_PROTECTED = ("leading", "result", "causing", "ranks", "praise", "scope", "comparing", "outcomes", "claiming", "units")


def thesaurus(lexicon: Lexicon, table: Sequence[str] = (), near: Nearness | None = None) -> Thesaurus:
    """The paraphrase lists of a lexicon, indexed. `table` holds the lines for `related`."""
    same: dict[str, set[str]] = defaultdict(set)
    for group in lexicon.paraphrase.same:
        terms = {_term(entry, lexicon) for entry in group}
        for term in terms:
            same[term] |= terms - {term}
    weaker = {
        _term(key, lexicon): frozenset(_term(entry, lexicon) for entry in entries)
        for key, entries in lexicon.paraphrase.weaker.items()
    }
    return Thesaurus(
        same={term: frozenset(others) for term, others in same.items()},
        weaker=weaker,
        phrases=frozenset(term for term in (*same, *weaker) if " " in term),
        glue=frozenset(lexicon.paraphrase.glue),
        near=near,
        related=related(table, frozenset().union(*(lexicon.sets[name] for name in _PROTECTED))),
    )


def _term(entry: str, lexicon: Lexicon) -> str:
    found = words(entry, lexicon)
    return found[0].norm if len(found) == 1 else phrase_of([word.norm for word in found], lexicon)


def phrase_of(norms: Sequence[str], lexicon: Lexicon) -> str:
    """Several words as one term."""
    return " ".join(main_form(norm, lexicon) for norm in norms)


def main_form(word: str, lexicon: Lexicon) -> str:
    """The one dictionary form used inside phrases."""
    if word in lexicon.verb_forms:
        return lexicon.verb_forms[word][0].lemma
    return word if len(word) < 4 else lemma(word, lexicon.language)


def forms(word: str, lexicon: Lexicon) -> frozenset[str]:
    """Every dictionary form a word can have: `cuts` is the noun and the verb."""
    found = {word, lemma(word, lexicon.language)} if len(word) > 2 else {word}
    found |= {lexicon.words.ordinals.get(word, word)}
    if not word.isascii():
        found |= {"".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))}  # café
    if len(word) > 4 and word.endswith("s") and not word.endswith("ss"):
        found |= {word[:-1]}  # a plural the dictionary does not hold
    if len(word) > 4 and word.endswith("ves"):
        found |= {f"{word[:-3]}f", f"{word[:-3]}fe"}  # "leaves" are also more than one leaf
    return frozenset(found | {form.lemma for form in readings(word, lexicon)})


class Bag(Frozen):
    """What some words say: their terms with everything that means the same, what else they say by the table of related
    words (never the ground for a further step), and the roots of the words.
    """

    plain: frozenset[str]
    terms: frozenset[str]
    wide: frozenset[str] = frozenset()
    roots: frozenset[str]


DROPPED = frozenset(
    ["it", "them", "the", "a", "an", "my", "our", "this", "that", "his", "her", "their", "some", "all", "me", "us"]
)


def bag(found: Iterable[Token], table: Thesaurus, lexicon: Lexicon) -> Bag:
    """The bag of some words in their order."""
    found = [token for token in found if token.kind in ("word", "number")]
    norms = [token.norm for token in found]
    plain = {form for norm in norms for form in forms(norm, lexicon)}
    short = [norm for norm in norms if norm not in DROPPED]
    phrases = _phrases(norms, lexicon) | _phrases(short, lexicon) | _joined(norms)
    terms = plain | phrases
    for term in tuple(terms):
        terms |= table.same.get(term, frozenset())
    wide = frozenset().union(*(_related(norm, table, lexicon) for norm in set(norms)))
    return Bag(plain=frozenset(plain), terms=frozenset(terms), wide=wide, roots=frozenset(root(term) for term in plain))


def _joined(norms: Sequence[str]) -> set[str]:
    """Two words as one: `stagehand` of "stage hands"."""
    return {a + end for a, b in itertools.pairwise(norms) for end in (b, b.removesuffix("s"))}


def _related(norm: str, table: Thesaurus, lexicon: Lexicon) -> frozenset[str]:
    """What a word says by the table, as the part of speech its form allows: `measured` is no noun."""
    names = {form.name for form in readings(norm, lexicon)}
    parts = ("van" if "ing" in names or "third" in names else "va") if names and "base" not in names else "nvar"
    return frozenset().union(*(table.related.says(form, parts) for form in forms(norm, lexicon)))


def join(bags: Iterable[Bag]) -> Bag:
    """What several bags say together."""
    every = tuple(bags)
    return Bag(
        plain=frozenset().union(*(b.plain for b in every)),
        terms=frozenset().union(*(b.terms for b in every)),
        wide=frozenset().union(*(b.wide for b in every)),
        roots=frozenset().union(*(b.roots for b in every)),
    )


def _phrases(norms: Sequence[str], lexicon: Lexicon) -> set[str]:
    mains = [main_form(norm, lexicon) for norm in norms]
    return {" ".join(mains[i : i + n]) for n in (2, 3, 4) for i in range(len(mains) - n + 1)}


def says(known: Bag, word: str, table: Thesaurus, lexicon: Lexicon, exact: bool = False) -> bool:
    """Whether the bag supports a word or phrase. `exact` allows no paraphrase."""
    options = frozenset([word]) if " " in word else forms(word, lexicon)
    if exact:
        return bool(options & known.plain)
    if options & (known.terms | known.wide) or any(
        table.weaker.get(option, frozenset()) & known.terms for option in options
    ):
        return True
    if " " in word:
        return False
    return (
        root(main_form(word, lexicon)) in known.roots
        or _written_out(word, known.plain, table, lexicon)
        or _again(word, known, lexicon)
        or _slipped(word, known.plain)
    )


def _again(word: str, known: Bag, lexicon: Lexicon) -> bool:
    """`reprinted` is `printed it again`."""
    base = word[2:].lstrip("-")
    return (
        word.startswith("re") and len(base) > 2 and "again" in known.plain and bool(forms(base, lexicon) & known.plain)
    )


def _written_out(word: str, plain: frozenset[str], table: Thesaurus, lexicon: Lexicon) -> bool:
    """`agriculture` is what was meant by `ag`: a start of the word that is no word itself."""
    if len(word) < 6 or not word.isalpha():
        return False
    starts = {word[:2], word[:3], word[:4]} & plain
    return any(
        start not in lexicon.function_words and not table.related.knows(start) and not readings(start, lexicon)
        for start in starts
    )


_ENDINGS = (
    "izations", "ization", "ations", "ation", "itions", "ition", "ments", "ment", "ness", "ances", "ance", "ences",
    "ence", "ings", "ing", "ions", "ion", "ally", "ly", "ics", "ical", "ic", "al", "ity", "ed",
    "es", "ize", "ise", "e", "y", "s",
)  # fmt: skip


@lru_cache(maxsize=20_000)
def root(word: str) -> str:
    """A word without its ending (`measurement` and `measure` meet); short words stay as they are."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def _slipped(word: str, plain: frozenset[str]) -> bool:
    """Whether the learner mistyped this very word (`recylcing`): same start, one or two letters off, no real word."""
    if len(word) < 6 or not word.isalpha():
        return False
    from rapidfuzz.distance import OSA

    reach = 1 if len(word) < 8 else 2
    near = (w for w in plain if w[0] == word[0] and abs(len(w) - len(word)) <= reach and w.isalpha())
    return any(OSA.distance(word, w, score_cutoff=reach) <= reach and not _is_word(w) for w in near)


@lru_cache(maxsize=20_000)
def _is_word(word: str) -> bool:
    import simplemma  # its dictionary takes a quarter of a second to open

    return bool(simplemma.is_known(word, "en"))
