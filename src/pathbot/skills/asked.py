"""What a question of Pathbot's asks for, so that `a ramp, plywood` can answer "What did you make?"."""

import re

from pathbot.frozen import Frozen
from pathbot.language.lexicon import Lexicon
from pathbot.language.verbs import readings


class Asked(Frozen):
    """`slot` names what is asked for; `verb` is the deed that a bare thing answers (`make`), empty where there is none;
    `shared` is true where the deed is the group's. A Spanish verb is in the form that answers ("hice").
    """

    slot: str = ""
    verb: str = ""
    shared: bool = False


# The first that fits decides.
_SLOTS: tuple[tuple[str, str], ...] = (
    ("reaction", r"\bdid (people|they|anyone|someone|everyone|the class)\b|\bfeedback\b"
                 r"|\b(who|anyone|anybody) .*\bs(ee|aw|een)\b|\bwho (got|used|tried|read|listened|ate|came)\b"
                 r"|what did .*\b(people|they|others) (say|do|think)|how did .*\b(people|they|others) react"
                 r"|qui[eé]n.*\b(vio|us[oó])\b|qu[eé] dij(o|eron)"),
    ("difficulty", r"\b(hard|harder|hardest|tricky|trickiest|difficult|difficulty|tough|toughest|challeng\w+|problems?"
                   r"|trouble|wrong|stuck|annoying|struggle\w*|frustrating)\b|dif[ií]cil|\bmal\b|problemas?"),
    ("plan", r"\b(next time|differently|would you|what.s next|what next|will you|going to|want to|wish)\b|pr[oó]xima"),
    ("result", r"what (happened|changed)|what was different|after that|and then|how did it (go|turn out|end)"
               r"|did it (work|help)|find out|found out|result|qu[eé] (pas[oó]|cambi[oó])"),
    ("finding", r"find out|found out|discover|learn(ed)?\b|results?\b|averigu|descubri"),
    ("number", r"\bhow (many|much)\b|cu[aá]nt[oa]s?"),
    ("tool", r"what (?:\w+ ){0,2}did you use|what (tools?|materials?|apps?|program)|with what|\bwhat with\b"),
    ("whom", r"\bwho (is|was|were|are) (it|they|this|that) for\b|\bfor whom\b"
             r"|who did you (make|do|build) (it|this|that|them) for"),
    ("about", r"what (is|was|'s|are|were) (it|that|(?:the|your) \w+) about|about what|what (is|was|'s) your project\b"),
)  # fmt: skip
_VERB = re.compile(
    r"\bwhat(?: \w+){0,3}? (?:did|have|had|are|were)"
    r" (?P<who>you(?: guys| all| two| both)?|your (?:group|team|class|partner)|y'?all)"
    r"(?: (?:actually|just|mostly|mainly|all|been|and \w+|and your \w+|yourself|personally))* (?P<verb>[a-z]+)"
)
_TOLD = re.compile(r"\b(?:what|something|thing|things) (?P<who>you|your (?:group|team|class)) (?P<verb>[a-z]+)")
_PART = re.compile(
    r"\b(?:what|which)\b.*\b(?:your|yours)\b.*\b(?:part|job|role|task|piece|bit)\b"
    r"|\bwhich (?:part|bit|piece)\b.*\byours\b|\bwhat part did you\b"
)
_NO_DEED = frozenset(
    ["think", "feel", "learn", "notice", "like", "want", "need", "see", "hear", "know", "say", "tell", "mean", "find",
     "have", "get", "enjoy", "use", "hope", "expect", "plan", "change", "be", "remember"]
)  # fmt: skip


def asked_for(question: str, lexicon: Lexicon) -> Asked:
    """What the last question of a message asks for; nothing where it is not one of those known here."""
    text = question.casefold().replace("’", "'")
    last = [part for part in re.split(r"(?<=[.!?])\s+", text.strip()) if part]
    for part in [part for part in reversed(last) if part.endswith("?")] or last[-1:]:
        found = _of(part, lexicon)
        if found.slot or found.verb:
            return found
    return Asked()


_SPANISH = re.compile(
    r"qu[eé] (?:\w+ )?(hiciste|hicieron|creaste|crearon|construiste|construyeron|preparaste|prepararon)\b"
)
_FIRST = {
    "hiciste": "hice", "hicieron": "hicimos", "creaste": "creé", "crearon": "creamos", "construiste": "construí",
    "construyeron": "construimos", "preparaste": "preparé", "prepararon": "preparamos",
}  # fmt: skip


def _of(text: str, lexicon: Lexicon) -> Asked:
    slot = next((name for name, pattern in _SLOTS if re.search(pattern, text)), "")
    if slot:
        return Asked(slot=slot)
    if spanish := _SPANISH.search(text):
        return Asked(slot="action", verb=_FIRST[spanish.group(1)])
    found = _VERB.search(text) or _TOLD.search(text)
    if found is None:
        return Asked(slot="part", verb="do") if _PART.search(text) else Asked()
    verb = next((form.lemma for form in readings(found.group("verb"), lexicon)), "")
    if not verb or verb in _NO_DEED:
        return Asked()
    shared = found.group("who").startswith(("your ", "you ", "y'"))
    return Asked(slot="part" if _PART.search(text) else "action", verb=verb, shared=shared)
