"""Every word that claims something has support: the same word, a paraphrase, or a word that says more."""

import itertools
from collections.abc import Iterator, Sequence

from pathbot.evidence import ProblemKind
from pathbot.language.lexicon import Lexicon
from pathbot.language.tokens import Token
from pathbot.language.verbs import readings
from pathbot.skills.check_numbers import RATE_WORDS, said_rates
from pathbot.skills.claims import Statement, is_content
from pathbot.skills.extent import comparison_said, each_one, is_feat, is_number, is_wide, scope_said, tells_both_ends
from pathbot.skills.finding import Finding
from pathbot.skills.near import is_near
from pathbot.skills.people import ADULT, NAMED
from pathbot.skills.plain import is_plain, soft_kinds
from pathbot.skills.quantities import measure
from pathbot.skills.record import Heard, Record
from pathbot.skills.thesaurus import DROPPED, forms, main_form, phrase_of

_WITH = frozenset(["using", "with", "via", "through", "in", "on"])
_ADJECTIVE = ("ful", "ive", "ous", "able", "ible", "ical", "ly", "less")
# "Helped with" claims less than any doing: it needs no word of its own.
_MODEST = frozenset(
    [
        "help", "assist", "contribute", "participate", "collaborate", "prepare", "serve", "keep", "provide",
        "complete",
    ]
)  # fmt: skip


def findings(claimed: Statement, known: Record, lexicon: Lexicon) -> Iterator[Finding]:
    """Words and phrases without support, each with the kind of claim it makes."""
    if not any(_claims_something(token, known, lexicon) for token in claimed.tokens):
        yield Finding(kind="result", words=claimed.text.strip())
        return
    yield from _manner(claimed, known, lexicon)
    covered = covered_by_phrases(claimed, known, lexicon)
    for n, token in enumerate(claimed.tokens):
        if n in covered or token.kind != "word":
            continue
        if _is_other_product(claimed, n, known, lexicon):
            yield Finding(kind="tool", words=_words(claimed, n - 1, n + 1))
        elif (token.norm in lexicon.sets["scope"] and not scope_said(claimed, n, known, lexicon)) or (
            token.norm == "first" and is_feat(claimed, n) and not known.says("first", exact=True)
        ):
            yield Finding(kind="scope", words=_words(claimed, n, n + 2))
        elif token.norm in lexicon.sets["comparing"] and not comparison_said(claimed, n, known, lexicon):
            yield Finding(kind="result", words=_words(claimed, n, n + 2))
        elif token.norm == "without" and not _DENIED & known.bag.plain:
            yield Finding(kind="adjective", words=_words(claimed, n, n + 3))
        elif is_wide(claimed, n, lexicon) and not known.says("all over") and not known.says(token.norm, exact=True):
            yield Finding(kind="scope", words=_words(claimed, n, n + 3))
        elif any(excuse(claimed, n, known, lexicon) for excuse in (is_settled, _is_generic, _is_quiet)):
            continue
        elif _unsupported(claimed, n, known, lexicon) and not is_near(claimed, n, known, lexicon):
            unmended = n == 0 and _mends(token, lexicon) and known.trouble.broke and not known.trouble.repaired
            words = _words(claimed, n, n + (3 if unmended else 1))  # more than one word: never weighed
            yield Finding(kind=kind_of(claimed, n, lexicon), words=words, at=token.start)


def _manner(claimed: Statement, known: Record, lexicon: Lexicon) -> Iterator[Finding]:
    """`planted seeds as planned`: a phrase of manner that the learner did not use."""
    norms = [token.norm for token in claimed.tokens]
    for phrase in lexicon.words.manner:
        parts = phrase.split()
        for n in range(len(norms) - len(parts) + 1):
            if norms[n : n + len(parts)] == parts and not _manner_said(parts, known, lexicon):
                yield Finding(kind="adjective", words=_words(claimed, n, n + len(parts)))


def _manner_said(parts: Sequence[str], known: Record, lexicon: Lexicon) -> bool:
    """Whether the phrase was used, or for a span of time one that says as much (`daily` of "every day")."""
    if parts == ["together"]:
        return known.names_somebody or any(heard.actor == "we" for heard in known.heard) or known.says("together")
    span = _RATE_SPANS.get(parts[-1]) if parts[0] in {"every", "each"} else None
    return known.says(phrase_of(parts, lexicon)) or (span is not None and span in said_rates(known))


_RATE_SPANS = {"day": "day", "week": "week"}


def covered_by_phrases(claimed: Statement, known: Record, lexicon: Lexicon) -> set[int]:
    """Token numbers of words that were said as a phrase or as one word."""
    return _phrases(claimed, known, lexicon) | _hyphenated(claimed, known)


def _words(claimed: Statement, start: int, end: int) -> str:
    tokens = claimed.tokens[start : min(end, len(claimed.tokens))]
    while len(tokens) > 1 and tokens[-1].kind != "word":
        tokens = tokens[:-1]
    return claimed.text[tokens[0].start : tokens[-1].end]


def _claims_something(token: Token, known: Record, lexicon: Lexicon) -> bool:
    return is_content(token, lexicon, known.thesaurus.glue) or token.kind == "number"


def is_settled(claimed: Statement, n: int, known: Record, lexicon: Lexicon) -> bool:
    """Whether what was said, or another check, settles a word for good, though it was not said itself."""
    norm, before = claimed.tokens[n].norm, claimed.tokens[n - 1].norm if n else ""
    every = forms(norm, lexicon)
    if _is_measure(claimed, n, lexicon) or norm in _UNITS or tells_both_ends(claimed, n, known, lexicon):
        return True  # "lowered a time from 8:40 to 7:55": the number check looks at these
    if norm == "original" and not _describes(claimed, n, known, lexicon):
        return True  # "the original" is the one before
    if norm in lexicon.sets["scope"] or norm in lexicon.sets["comparing"]:
        return True  # looked at by themselves
    if norm in lexicon.sets["ranks"] or norm in lexicon.sets["praise"]:
        return False
    if before in {"each", "every"} and each_one(known, lexicon):
        return True  # "stretched each sample" of "stretched each one"
    if every & _HELPED and any(heard.actor == "we" for heard in known.heard):
        return True  # "we did" says more than "helped"
    if every & _AVOIDING and any(_not_to_happen(heard) for heard in known.heard):
        return True  # "taped it so it wouldnt drip"
    if norm in lexicon.words.ordinals and known.says(lexicon.words.ordinals[norm][:-2]):
        return True  # "the fifth print" of "printed it 5 times"
    if norm == "found" and any(is_number(token, lexicon) for token in claimed.tokens):
        return True  # "found an average of 0.24": the number check looks at what was found
    if every & _AMOUNTING and _before_number(claimed, n, lexicon):
        return True  # "reaching 55 °C": the number check looks at how much
    if before in _HELPED and readings(norm, lexicon):
        return True  # "helped run" claims no more than "helped"
    if (every & NAMED or norm.endswith(("mate", "mates"))) and known.names_somebody:
        return True
    if every & ADULT and known.names_adult:
        return True
    if norm in _TOGETHER and (known.names_somebody or any(heard.actor == "we" for heard in known.heard)):
        return True
    if every & _FIXING and (known.trouble.repaired if _mends(claimed.tokens[n], lexicon) else known.trouble.mended):
        return True
    if norm in RATE_WORDS and RATE_WORDS[norm] in said_rates(known):
        return True
    if before == "-" and known.says("hand") and readings(norm, lexicon):
        return True  # "hand-drawn" of "drew it by hand": the verb was looked at
    if before == "-" and norm in {"built", "made"} and bool({"we", "us", "our"} & known.bag.plain):
        return True  # "a team-built bridge"
    return _of_place(claimed, n, known) or _joined_of_said(norm, known) or _agent(norm, known) or _negative(norm, known)


def _unsupported(claimed: Statement, n: int, known: Record, lexicon: Lexicon) -> bool:
    """Whether nothing says a word, and it is none of the words that claim little."""
    token, before = claimed.tokens[n], claimed.tokens[n - 1].norm if n else ""
    if token.norm in lexicon.sets["ranks"] or token.norm in lexicon.sets["praise"]:
        return not (forms(token.norm, lexicon) & known.bag.plain) and not known.says_weaker(token.norm)
    if forms(token.norm, lexicon) & _MODEST:
        return False
    plain = (
        is_plain(token.norm, lexicon)
        and not _is_like(token.norm, before, lexicon)
        and (_is_inflected(token.norm, lexicon) or before in _BEFORE_VERBS)
    )
    if before != "-" and (plain or _is_soft_verb(token.norm, before, known, lexicon)):
        return False  # the check of who did it looks at what it was done to
    if len(token.norm) == 1:
        return token.norm == "c"  # the language; "a.m." is no claim
    return is_content(token, lexicon, known.thesaurus.glue) and not known.says(token.norm)


_AVOIDING = frozenset(["prevent", "avoid"])


def _not_to_happen(heard: Heard) -> bool:
    return heard.clause.negated and heard.clause.link in {"so", "so that"}


def _of_place(claimed: Statement, n: int, known: Record) -> bool:
    """`African` of "africa", `Mexican` of "mexico"."""
    token = claimed.tokens[n]
    capital = claimed.text[token.start].isupper() and len(token.norm) > 5 and token.norm.endswith(_OF_PLACE)
    return capital and any(len(word) > 4 and token.norm.startswith(word[:-1]) for word in known.bag.plain)


_OF_PLACE = ("an", "ese", "ish", "ic")


def _mends(token: Token, lexicon: Lexicon) -> bool:
    return bool(forms(token.norm, lexicon) & {"fix", "repair", "resolve", "solve"})


_AMOUNTING = frozenset(["reach", "total", "number", "average", "last", "hit", "measure", "weigh", "peak", "span"])


def _describes(claimed: Statement, n: int, known: Record, lexicon: Lexicon) -> bool:
    """Whether an adjective stands before a noun."""
    after = claimed.tokens[n + 1 : n + 2]
    return bool(after) and is_content(after[0], lexicon, known.thesaurus.glue)


def _before_number(claimed: Statement, n: int, lexicon: Lexicon) -> bool:
    """`reaching about 55`: whether a number is what a verb is about."""
    after = [t for t in claimed.tokens[n + 1 : n + 4] if t.norm not in {"about", "around", "over", "at", "to", "up"}]
    return bool(after) and is_number(after[0], lexicon)


_HELPED = frozenset(["help", "helped", "helping"])
# The number check looks at these beside their number.
_UNITS = frozenset(["dollar", "dollars", "bucks", "percent", "degree", "degrees"])
_TOGETHER = frozenset(
    [
        "team", "group", "partner", "teammate", "teammates", "groupmate", "groupmates", "partners", "crew",
    ]
)  # fmt: skip
_FIXING = frozenset(
    [
        "fix", "repair", "address", "handle", "resolve", "solve", "problem", "issue", "challenge", "troubleshoot",
    ]
)  # fmt: skip


_BEFORE_VERBS = frozenset(["", "to", "not", "that", "which", "who", "now", "it", "help", "helped", "helping"])
_DENIED = frozenset(["without", "no", "not", "never", "alone", "nobody", "none", "nothing"])


def _joined_of_said(norm: str, known: Record) -> bool:
    """`toothbrushing` of "brush their teeth"."""
    splits = ((norm[:i], norm[i:]) for i in range(4, len(norm) - 4))
    return len(norm) > 9 and any(known.says(first) and known.says(second) for first, second in splits)


def _is_inflected(norm: str, lexicon: Lexicon) -> bool:
    return bool({form.name for form in readings(norm, lexicon)} & {"past", "participle", "ing"})


def _is_like(norm: str, before: str, lexicon: Lexicon) -> bool:
    """`using recycled materials`, `a moving poem`: a form of a verb that tells what something was like."""
    names = {form.name for form in readings(norm, lexicon)}
    made_so = before in {"using", "with", "from"} and "participle" in names
    return made_so or (before in {"a", "an"} and "ing" in names)


def _is_soft_verb(norm: str, before: str, known: Record, lexicon: Lexicon) -> bool:
    """Whether a word is a verb here, and one that claims little: not the noun in "a soldering iron"."""
    names = {form.name for form in readings(norm, lexicon)}
    if _is_like(norm, before, lexicon):
        return False
    bare = not names & {"past", "participle", "ing"} and before not in _BEFORE_VERBS
    return not bare and bool(soft_kinds(norm, known.thesaurus, lexicon))


def _is_measure(claimed: Statement, n: int, lexicon: Lexicon) -> bool:
    """The `kg` of "8 kg", the `hour` of "half an hour", the `C` of "55 °C"."""
    before = [token for token in claimed.tokens[max(0, n - 2) : n] if token.norm not in {"°", "-", "a", "an"}]
    numbered = bool(before) and (before[-1].kind == "number" or before[-1].norm in lexicon.words.numbers)
    return numbered and bool(measure(claimed.tokens[n].norm))


def _is_instrument(claimed: Statement, n: int, lexicon: Lexicon) -> bool:
    """`with a sewing machine`, `using a grant`: what a deed was done with must have been said."""
    before = [token.norm for token in claimed.tokens[max(0, n - 4) : n]]
    tool = bool(forms(claimed.tokens[n].norm, lexicon) & lexicon.sets["tools"])
    return bool({"using", "via"} & set(before)) or (tool and bool(_WITH & set(before)))


def _is_generic(claimed: Statement, n: int, known: Record, lexicon: Lexicon) -> bool:
    """`bench location`: a noun that only names what its supported neighbour is."""
    if not forms(claimed.tokens[n].norm, lexicon) & lexicon.sets["generic"] or _is_instrument(claimed, n, lexicon):
        return False
    beside = [claimed.tokens[i] for i in (n - 1, n + 1) if 0 <= i < len(claimed.tokens)]
    return any(is_content(t, lexicon, known.thesaurus.glue) and known.says(t.norm) for t in beside)


def _is_quiet(claimed: Statement, n: int, known: Record, lexicon: Lexicon) -> bool:
    """`over a two-week period`, `the transportation portion`: a word that frames what others near it say."""
    if not forms(claimed.tokens[n].norm, lexicon) & lexicon.sets["quiet"]:
        return False
    if claimed.tokens[n].norm in _DIMENSIONS and not _sized(claimed, n, lexicon):
        return False  # "the height of nine trees" is what was measured
    near = claimed.tokens[max(0, n - _NEAR) : n + _NEAR + 1]
    return any(
        t.kind == "number" or (is_content(t, lexicon, known.thesaurus.glue) and known.says(t.norm)) for t in near
    )


_NEAR = 4
_DIMENSIONS = frozenset(["height", "length", "width", "depth", "weight", "size"])


def _sized(claimed: Statement, n: int, lexicon: Lexicon) -> bool:
    """`a height of 3 feet`, `12 inches in length`: the number beside it says what was measured."""
    near = [*claimed.tokens[max(0, n - 4) : n], *claimed.tokens[n + 1 : n + 4]]
    return any(bool(measure(token.norm)) for token in near)


def _agent(word: str, known: Record) -> bool:
    """Whoever wrote is a writer; ranks such as "designer" are looked at before."""
    singular = word.removesuffix("s")
    product = singular in known.lexicon.sets["tools"]  # SketchUp is not sketching
    if singular.endswith("up") and not product and known.says(singular[:-2].rstrip("-")):
        return True  # "cleanup" is cleaning up
    bases = {singular[:-1], singular[:-2], singular[:-3] if singular[-4:-3] == singular[-3:-2] else singular[:-2]}
    if singular.endswith("ist") and any(known.says(singular[:-3] + end) for end in ("", "o", "e", "y")):
        return True  # who plays the cello is a cellist
    return singular.endswith("er") and len(singular) > 4 and any(known.says(base) for base in bases)


def _negative(word: str, known: Record) -> bool:
    """`unshaded` is "no shade"."""
    return word.startswith("un") and bool({"no", "not", "without"} & known.bag.plain) and known.says(word[2:])


def _phrases(claimed: Statement, known: Record, lexicon: Lexicon) -> set[int]:
    """Token numbers inside a phrase of the paraphrase table that has support as a whole."""
    every = list(range(len(claimed.tokens)))
    short = [i for i in every if claimed.tokens[i].norm not in DROPPED]
    return {
        places[i + k]
        for places in (every, short)
        for n in (2, 3, 4)
        for i in range(len(places) - n + 1)
        if (phrase := phrase_of([claimed.tokens[p].norm for p in places[i : i + n]], lexicon))
        in known.thesaurus.phrases
        and known.says(phrase)
        for k in range(n)
    }


def _hyphenated(claimed: Statement, known: Record) -> set[int]:
    """Token numbers of `sign-up` where the learner wrote `signup`."""
    norms = [token.norm for token in claimed.tokens]
    starts = [
        n for n, norm in enumerate(norms[1:-1]) if norms[n + 1] == "-" and norms[n] + norms[n + 2] in known.bag.plain
    ]
    joined = [n for n, pair in enumerate(itertools.pairwise(norms)) if _as_one(*pair) & known.bag.plain]
    return {n + k for n in starts for k in range(3)} | {n + k for n in joined for k in range(2)}


def _as_one(first: str, second: str) -> frozenset[str]:
    """`street lights` written as one word."""
    return (
        frozenset({first + second, first + second.removesuffix("s")}) if len(first) > 2 < len(second) else frozenset()
    )


def _is_other_product(claimed: Statement, n: int, known: Record, lexicon: Lexicon) -> bool:
    """`Google Sheets` is not said by "a sheet in google docs"."""
    named = n > 0 and claimed.tokens[n - 1].norm == "google" and claimed.tokens[n].norm in _PRODUCTS
    return named and not known.says(phrase_of(["google", claimed.tokens[n].norm], lexicon))


_PRODUCTS = frozenset(
    ["form", "forms", "doc", "docs", "sheet", "sheets", "slide", "slides", "drive", "maps", "earth", "classroom"]
)


def kind_of(claimed: Statement, n: int, lexicon: Lexicon) -> ProblemKind:
    """What kind of claim a word makes."""
    token = claimed.tokens[n]
    names = {form.name: form.lemma for form in readings(token.norm, lexicon)}
    lemmas = set(names.values()) | {main_form(token.norm, lexicon), token.norm}
    before = {t.norm for t in claimed.tokens[max(0, n - 3) : n]}
    sets = lexicon.sets
    if token.norm in sets["praise"]:
        return "adjective"
    if _counts_here(claimed, n, lexicon):
        return "number"
    if lemmas & sets["ranks"] and not names:
        return "role_inflation"
    if lemmas & sets["tools"] and before & _WITH:
        return "tool"
    if n and claimed.text[token.start].isupper() and claimed.tokens[n - 1].norm not in {".", "!", ";"}:
        return "tool" if before & {"using", "via"} or lemmas & sets["tools"] else "entity"
    if names and not before & sets["determiners"]:
        return _verb_kind(lemmas, lexicon)
    if lemmas & sets["outcomes"]:
        return "result"
    if lemmas & sets["tools"] or before & {"using", "via"}:
        return "tool"
    return "adjective" if token.norm.endswith(_ADJECTIVE) else "entity"


def _counts_here(claimed: Statement, n: int, lexicon: Lexicon) -> bool:
    """Whether a word is what the number before it counts, not a word about that ("three consecutive days")."""
    before = claimed.tokens[n - 1] if n else None
    if before is None or not (before.kind == "number" or before.norm in lexicon.words.numbers):
        return False
    after = claimed.tokens[n + 1 : n + 2]
    return not after or not is_content(after[0], lexicon, frozenset())


def _verb_kind(lemmas: set[str], lexicon: Lexicon) -> ProblemKind:
    sets = lexicon.sets
    if lemmas & sets["leading"]:
        return "role_inflation"
    if lemmas & sets["causing"]:
        return "causation"
    return "result" if lemmas & sets["result"] else "role_inflation"
