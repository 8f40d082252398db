"""Nothing caused anything unless the learner said so: "after" never becomes "because"."""

from collections.abc import Iterator, Sequence

from pathbot.language.lexicon import Lexicon
from pathbot.language.tokens import Token
from pathbot.language.verbs import readings
from pathbot.skills.claims import Statement, is_content
from pathbot.skills.finding import Finding
from pathbot.skills.plain import soft_kinds
from pathbot.skills.record import Record
from pathbot.skills.thesaurus import bag, forms, says

_MARKERS: tuple[tuple[str, ...], ...] = (
    ("because",), ("so",), ("so", "that"), ("therefore",), ("thus",), ("hence",), ("as", "a", "result"), ("due", "to"),
    ("thanks", "to"), ("leading", "to"), ("led", "to"), ("leads", "to"), ("resulting", "in"), ("resulted", "in"),
    ("which", "made"), ("which", "caused"), ("causing",), ("caused",), ("in", "response"), ("in", "order", "to"),
    ("allowing",), ("enabling",), ("making", "it"), ("prompting",), ("ensuring",), ("contributing", "to"),
    ("which", "led"), ("which", "helped"), ("which", "got"), ("since", "the"), ("consequently",), ("which", "let"),
    ("which", "allowed"), ("which", "enabled"), ("which", "kept"), ("which", "stopped"), ("which", "prevented"),
    ("which", "saved"), ("which", "gave"), ("stopping",), ("preventing",), ("letting",), ("keeping",), ("that", "let"),
    ("that", "stopped"), ("that", "made"), ("that", "kept"), ("that", "helped"), ("that", "allowed"),
)  # fmt: skip
_SAID_MARKERS = frozenset(["therefore", "why", "cause", "result", "reason"])


def findings(claimed: Statement, known: Record, lexicon: Lexicon) -> Iterator[Finding]:
    """Causes, purposes and helping effects that the learner did not tie together."""
    links = tuple(_links(known))
    for start, end in _marked(claimed.tokens):
        parts = claimed.tokens[:start], claimed.tokens[end:]
        backwards = claimed.tokens[start].norm in _BACKWARDS
        cause, effect = parts[::-1] if backwards else parts
        if not any(_shares(c, cause, known, lexicon) and _shares(e, effect, known, lexicon) for c, e in links):
            yield Finding(kind="causation", words=_shown(claimed, start, end + 3))
    for start, end in _helping(claimed.tokens, lexicon):
        words = claimed.tokens[start:end]
        taught = known.says("teach") and "learn" in {token.norm for token in words}
        if not taught and not known.says("help", exact=True):
            yield Finding(kind="causation", words=_shown(claimed, start, end))
    for start in _purposes(claimed.tokens, lexicon):
        verb = claimed.tokens[start].norm
        if verb == "help" and start + 1 < len(claimed.tokens):  # "to help explain it" is to explain it
            verb = claimed.tokens[start + 1].norm if readings(claimed.tokens[start + 1].norm, lexicon) else verb
        weighs = forms(verb, lexicon) & _EFFECTS or not _harmless(verb, known, lexicon)
        if weighs and not _purpose_said(verb, known):
            yield Finding(kind="causation", words=_shown(claimed, start - 1, start + 3), rule="purpose")


def _marked(found: Sequence[Token]) -> Iterator[tuple[int, int]]:
    norms = tuple(token.norm for token in found)
    for i in range(len(norms)):
        for marker in _MARKERS:
            if marker == ("making", "it") and not _EASIER & {t.norm for t in found[i + 2 : i + 4]}:
                continue  # "sketched it before making it in Illustrator"
            if marker[-1] == "made" and found[i + 2 : i + 3] and found[i + 2].kind == "number":
                continue  # "a sale, which made $213"
            if marker == ("so",) and norms[i + 1 : i + 2] in (("far",), ("much",), ("many",)):
                continue
            if norms[i : i + len(marker)] == marker and i:
                yield i, i + len(marker)
                break


Words = tuple[Token, ...]


_EASIER = frozenset(
    [
        "easier", "easy", "possible", "better", "safer", "safe", "clearer", "clear", "faster", "stronger", "more",
    ]
)  # fmt: skip


def _links(known: Record) -> Iterator[tuple[Words, Words]]:
    """What the learner tied together, as cause and effect; both sides whole where the tie does not say which."""
    for n, found in enumerate(known.tokens):
        before = known.tokens[n - 1] if n else ()
        for i, token in enumerate(found):
            if token.norm == "so" and (i == 0 or found[i - 1].norm not in _NOT_SO):
                yield (*(before if i < 2 else ()), *found[:i]), found[i + 1 :]
            elif token.norm in _BACKWARDS:
                yield found[i + 1 :], (*(before if i < 2 else ()), *found[:i])
            elif token.norm in _SAID_MARKERS or _made_them([t.norm for t in found], i):
                yield found, found


# "so bad", "not so": no tie
_NOT_SO = frozenset(["not", "was", "is", "are", "were", "and", "or", "think"])
_BACKWARDS = frozenset(["because", "since", "due", "thanks"])


def _made_them(norms: Sequence[str], i: int) -> bool:
    """`that made them stop`, `it got people to sign`."""
    return norms[i] in {"made", "makes", "got", "helped", "let"} and bool(_AFFECTED & set(norms[i + 1 : i + 2]))


_AFFECTED = frozenset(["it", "them", "him", "her", "people", "us", "me", "everyone", "students", "kids"])


def _shares(heard: Words, side: Sequence[Token], known: Record, lexicon: Lexicon) -> bool:
    said = bag(heard, known.thesaurus, lexicon)
    content = [t.norm for t in side if is_content(t, lexicon, known.thesaurus.glue)]
    if not content and side:  # "because it didn't work"
        return {t.norm for t in side if t.kind == "word"} <= {t.norm for t in heard}
    return sum(says(said, word, known.thesaurus, lexicon) for word in content) * 3 >= len(content) > 0


def _helping(found: Sequence[Token], lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    """`helping people find the bins`: an effect on others, unlike `helped build the frame`."""
    for i, token in enumerate(found[:-2]):
        if token.norm in {"helping", "helped"}:
            names = {form.name for form in readings(found[i + 1].norm, lexicon)}
            person = found[i + 1].norm not in {"to", "with", "out", "in", "me", "us"} and not names & {"base", "ing"}
            acts = any({f.name for f in readings(t.norm, lexicon)} & {"base"} for t in found[i + 2 : i + 5])
            if person and acts:
                yield i, min(i + 4, len(found))


def _purposes(found: Sequence[Token], lexicon: Lexicon) -> Iterator[int]:
    """Token numbers of verbs in `..., to raise money`: a purpose after an object."""
    for i in range(3, len(found)):
        if found[i - 1].norm != "to" or not {f.name for f in readings(found[i].norm, lexicon)} & {"base"}:
            continue
        before = readings(found[i - 2].norm, lexicon)
        earlier = {f.lemma for t in found[: i - 2] for f in readings(t.norm, lexicon)}
        governed = (before and any(f.name != "base" or f.lemma in _GOVERNING for f in before)) or found[
            i - 2
        ].norm in _ADJECTIVES
        if not governed and not earlier & (_GOVERNING | {"use"}):
            yield i


_GOVERNING = frozenset(
    [
        "ask", "tell", "teach", "help", "get", "want", "learn", "show", "invite", "encourage", "convince", "need",
        "try", "persuade", "remind", "let", "allow", "train", "guide",
    ]
)  # fmt: skip
_ADJECTIVES = frozenset(
    [
        "able", "how", "what", "where", "when", "ready", "hard", "easy", "difficult", "not", "and", "due",
    ]
)  # fmt: skip


# An aim that is an effect on others or on things.
_EFFECTS = frozenset(
    [
        "help", "support", "assist", "encourage", "make", "get", "keep", "let", "give", "provide", "promote",
        "address", "teach", "show", "bring", "protect", "serve", "inform", "remind", "attract", "advertise",
        "change",
    ]
)  # fmt: skip


def _harmless(verb: str, known: Record, lexicon: Lexicon) -> bool:
    """Looking, knowing, saying and handling as an aim ("called to compare prices") claim little more than the deed."""
    plain = bool(forms(verb, lexicon) & lexicon.sets["plain"])
    return plain or bool(soft_kinds(verb, known.thesaurus, lexicon))


def _purpose_said(verb: str, known: Record) -> bool:
    """Whether the learner gave this verb as an aim: after `to`, `so`, `for`, or `because`."""
    if verb in {"prevent", "avoid"} and any(
        h.clause.negated and h.clause.link in {"so", "so that"} for h in known.heard
    ):
        return True
    for hit in known.hits(verb):
        heard = known.heard[hit.heard]
        norms = {token.norm for token in heard.tokens}
        if norms & {"to", "for", "because", "so"} or heard.clause.link in {"so", "so that", "because", "and", "then"}:
            return True
    return False


def _shown(claimed: Statement, start: int, end: int) -> str:
    tokens = claimed.tokens[max(start, 0) : min(end, len(claimed.tokens))]
    return claimed.text[tokens[0].start : tokens[-1].end]
