"""A plainer form of a line: everyday words for workforce ones, the learner's own verb first. The evidence stays."""

from collections.abc import Iterator, Sequence

from pathbot.evidence import Draft, Said
from pathbot.language.forms import VerbForm, ing, third_person
from pathbot.language.lexicon import Lexicon
from pathbot.language.tokens import Token, words
from pathbot.language.verbs import readings, simple_past
from pathbot.skills.draft import own_words
from pathbot.skills.ground import verify
from pathbot.skills.kit import SkillKit
from pathbot.skills.record import Record, record
from pathbot.skills.spelling import spelled

Change = tuple[int, int, str]
"""Where in the line, from and to, and the plainer words for there."""


def plainer(line: Draft, said: Sequence[Said], kit: SkillKit) -> Draft | None:
    """The same statement in plain words, still true; None when there are none plainer.

    Word by word: a change that the check would refuse is left out, the others stand.
    """
    known = record([spelled(message, kit.lexicon).said for message in said], kit.lexicon, kit.thesaurus)
    text = line.statement
    for start, end, plain in sorted(_changes(text, known, kit), reverse=True):
        changed = f"{text[:start]}{_cased(plain, text[start])}{text[end:]}"
        if not verify(changed, said, kit):
            text = changed
    if text == line.statement:
        return None
    return line.model_copy(update={"statement": text, "own_words": own_words(text, line.evidence, kit)})


def _changes(text: str, known: Record, kit: SkillKit) -> Iterator[Change]:
    lexicon, plain = kit.lexicon, kit.plain_words
    found = words(text, lexicon)
    taken = -1
    for n, token in enumerate(found):
        if token.start <= taken or (known.says(token.norm, exact=True) and token.norm not in plain.words):
            continue
        phrase = next((p for p in plain.phrases if _stands(p, found, n)), None)
        if phrase is not None:
            taken = found[n + len(phrase.split()) - 1].end
            yield token.start, taken, plain.phrases[phrase]
        elif token.norm in plain.words:
            yield token.start, token.end, plain.words[token.norm]
        elif form := _verb(token, n, lexicon):
            lemma = _own_verb(form.lemma, known, form.lemma in plain.verbs) or plain.verbs.get(form.lemma, "")
            if lemma and lemma != form.lemma:
                yield token.start, token.end, _in_form(lemma, form, lexicon)


def _stands(phrase: str, found: Sequence[Token], n: int) -> bool:
    return [token.norm for token in found[n : n + len(phrase.split())]] == phrase.split()


def _verb(token: Token, n: int, lexicon: Lexicon) -> VerbForm | None:
    """How a word is a verb in a line: a past or `-ing` form, or any at the start."""
    found = readings(token.norm, lexicon)
    return next((form for form in found if form.name in ("past", "ing") or n == 0), None)


def _own_verb(lemma: str, known: Record, fancy: bool) -> str:
    """The verb the learner used for it: `built` for "constructed"; for a `fancy` verb one that says less will do."""
    near = known.thesaurus.same.get(lemma, frozenset())
    near |= known.thesaurus.weaker.get(lemma, frozenset()) if fancy else frozenset()
    own = (h.clause.chain[-1] if h.clause.chain else h.clause.verb for h in known.heard if h.actor in ("i", "we"))
    return next((verb for verb in own if verb in near and verb not in _EMPTY), "")


# These say too little to stand for another verb by themselves.
_EMPTY = frozenset(
    ["do", "get", "have", "be", "go", "come", "put", "use", "try", "help", "start", "keep", "take", "see"]
)


def _in_form(lemma: str, form: VerbForm, lexicon: Lexicon) -> str:
    head, _, rest = lemma.partition(" ")
    made = {
        "past": simple_past(head, lexicon),
        "participle": simple_past(head, lexicon),
        "ing": ing(head, head in lexicon.doubling),
        "third": third_person(head),
        "base": head,
    }[form.name]
    return f"{made} {rest}".strip()


def _cased(plain: str, first: str) -> str:
    return plain[0].upper() + plain[1:] if first.isupper() else plain
