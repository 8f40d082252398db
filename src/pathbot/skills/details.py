"""A deed with what the learner added to it: until when, with what, for whom, how many."""

import re

from pathbot.language.lexicon import Lexicon
from pathbot.skills.phrasing import shown
from pathbot.skills.pieces import Piece, quote_of
from pathbot.skills.record import Heard, Record
from pathbot.skills.repairs import repaired


def lengthened(last: Piece, order: int, heard: Heard, known: Record, lexicon: Lexicon) -> Piece | None:
    """A deed with what the learner tied to it (`until it worked`) or answered next (`with a roller`)."""
    clause = heard.clause
    follows = order == last.order + 1 + (0 if not last.tail else 99)
    tied = clause.link in _TIES or (clause.link == "so" and clause.tense == "modal")
    if follows and tied and heard.message == last.message and clause.sentence == last.sentence and not clause.negated:
        words = shown(clause.text, lexicon)
        return last.model_copy(
            update={"tail": f" {clause.link} {words}", "order": order, "quotes": (*last.quotes, quote_of(heard, known))}
        )
    if added := _asked_for(last, heard, known, lexicon):
        return last.model_copy(
            update={"words": added, "order": order, "quotes": (*last.quotes, quote_of(heard, known))}
        )
    lasted = _LASTED.fullmatch(heard.clause.text.casefold())
    if follows and lasted and heard.message - last.message <= 1 and " for " not in last.words:
        words = f"{last.words} for {shown(heard.clause.text, lexicon)}"
        return last.model_copy(
            update={"words": words, "order": order, "quotes": (*last.quotes, quote_of(heard, known))}
        )
    first = heard.tokens[0].norm if heard.tokens else ""
    tool = _lone_tool(heard, last, lexicon)
    if tool and heard.message - last.message <= 2 and order - last.order <= 2:
        words = f"{last.words} {tool}"
        return last.model_copy(
            update={"words": words, "order": order, "quotes": (*last.quotes, quote_of(heard, known))}
        )
    goal = re.fullmatch(r"worked on \w+", last.words) and first in {"a", "an", "the"}  # "coding", "a maze game"
    detail = not clause.verb and (first in DETAILS or goal) and heard.message == last.message + 1
    if follows and detail and 1 < len(heard.tokens) < 9:
        words = f"{last.words} {shown(clause.text, lexicon)}"
        return last.model_copy(
            update={"words": words, "order": order, "quotes": (*last.quotes, quote_of(heard, known))}
        )
    return None


def _asked_for(last: Piece, heard: Heard, known: Record, lexicon: Lexicon) -> str:
    """The deed with what Pathbot then asked for: `with a seam ripper`, `for my cousin`, `9 tote bags`."""
    slot, near = known.said[heard.message].slot, heard.message - last.message <= 2
    norms = [token.norm for token in heard.tokens if token.kind in ("word", "number")]
    if slot not in _LEADS or not near or heard.clause.verb or heard.clause.sentence or not norms or len(norms) > _SHORT:
        return ""
    told = shown(heard.clause.text, lexicon)
    if slot == "number":
        return _numbered(last.words, told, lexicon) if len(norms) == 1 else ""
    nothing = {"nothing", "no", "nobody", "idk", "not", "yes", "me", "myself", "us", "none", "we", "i"}
    lead = _LEADS[slot]
    if norms[0] in DETAILS:
        lead, told = "", told
    if set(norms[:2]) & nothing or f" {_LEADS[slot]} " in f" {last.words} " or not told:
        return ""
    told = repaired(f"{lead or norms[0]} {told}", known.thesaurus, lexicon).partition(" ")[2]
    return f"{last.words} {lead} {told}".replace("  ", " ")


_LEADS = {"tool": "with", "whom": "for", "number": "", "about": "about"}
_SHORT = 10  # words of an answer


def _numbered(words: str, number: str, lexicon: Lexicon) -> str:
    """`made tote bags from jeans` and `9` as `made 9 tote bags from jeans`."""
    verb, _, rest = words.partition(" ")
    head = rest.split()[: next((i for i, w in enumerate(rest.split()) if w in lexicon.sets["prepositions"]), 3)]
    counted = number.isdigit() or number.casefold() in lexicon.words.numbers
    plain = (
        bool(head) and head[-1].endswith("s") and head[0] not in lexicon.sets["determiners"] and not head[0].isdigit()
    )
    return f"{verb} {number} {rest}" if counted and plain and len(head) <= 3 else ""


def _lone_tool(heard: Heard, last: Piece, lexicon: Lexicon) -> str:
    """`python` alone after "made a maze game", as ` in Python`; empty for anything else."""
    norms = [token.norm for token in heard.tokens]
    if len(norms) != 1 or norms[0] not in lexicon.sets["tools"] or norms[0] not in lexicon.words.casing:
        return ""
    where = "on" if norms[0] in _SITES else "in"
    return "" if f" {where} " in f" {last.words} " else f"{where} {lexicon.words.casing[norms[0]]}"


_SITES = frozenset(
    ["youtube", "tiktok", "instagram", "insta", "facebook", "whatsapp", "discord", "zoom", "github", "spotify"]
)


_LASTED = re.compile(r"(?:about |like |almost )?(?:\d+|two|three|four|five|six) (?:days|weeks|months|hours|minutes)")
_TIES = frozenset(["until", "because", "when", "while"])
DETAILS = frozenset(["with", "using", "in", "on", "at", "for", "from"])
