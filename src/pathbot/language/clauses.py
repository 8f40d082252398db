"""A learner's text as clauses: who did what, when, and where exactly the words stand."""

import itertools
from collections.abc import Sequence

from pathbot.frozen import Frozen
from pathbot.language.groups import (
    ALMOST,
    Subject,
    SubjectPhrase,
    Tense,
    VerbGroup,
    first_finite,
    is_finite,
    subject,
    verb_group,
)
from pathbot.language.lexicon import Lexicon
from pathbot.language.tokens import Token, words
from pathbot.language.verbs import readings

MAX_WORDS = 4000  # a paste longer than this is not somebody's account of their work
MAX_SENTENCE = 80  # words; a run-on longer than this is cut, so that reading stays quick


class Clause(Frozen):
    """One thing said. ``text == original[start:end]``; all offsets are code points of the original text.

    `link` is the word that tied it to the clause before (`because`, `then`, ...). `subject` "none" means it was
    left out (`cut it again`). `verb` is the lemma of the main verb, empty for a fragment; `chain` holds the verbs
    it governs. `rest_start` is where the words after the verb begin. `sentence` numbers the sentences of the text.
    """

    start: int
    end: int
    text: str
    sentence: int = 0
    link: str = ""
    subject: Subject = "none"
    subject_start: int = 0
    subject_end: int = 0
    verb: str = ""
    chain: tuple[str, ...] = ()
    verb_start: int = 0
    rest_start: int = 0
    tense: Tense = "none"
    negated: bool = False
    passive: bool = False
    partly: bool = False
    question: bool = False


def clauses(text: str, lexicon: Lexicon) -> tuple[Clause, ...]:
    """The clauses of a text in order. Text without words gives none."""
    found: list[Clause] = []
    for number, sentence in enumerate(_sentences(words(text, lexicon)[:MAX_WORDS], lexicon)):
        question = sentence[-1].norm.startswith("?")
        norms = [word.norm for word in sentence]
        edges = [*_edges(norms, lexicon), len(sentence)]
        for start, end in itertools.pairwise(edges):
            clause = _clause(text, sentence, norms, start, end, lexicon)
            if clause is not None:
                found.append(clause.model_copy(update={"sentence": number, "question": question}))
    return tuple(found)


def _sentences(all_words: Sequence[Token], lexicon: Lexicon) -> list[list[Token]]:
    sentences: list[list[Token]] = [[]]
    for i, word in enumerate(all_words):
        if word.kind == "break" or len(sentences[-1]) >= MAX_SENTENCE:
            sentences.append([])
        if word.kind == "break":
            continue
        shortened = word.norm == "." and i and all_words[i - 1].norm in lexicon.sets["abbreviations"]
        if shortened or _hyphen(all_words, i):
            continue  # "Mr. Ortiz" is one name, "re-recorded" one word
        sentences[-1].append(word)
        if word.kind == "punctuation" and word.norm[0] in ".!?;…":
            sentences.append([])
    return [sentence for sentence in sentences if any(word.kind in ("word", "number") for word in sentence)]


def _hyphen(all_words: Sequence[Token], i: int) -> bool:
    inside = 0 < i < len(all_words) - 1 and all_words[i].norm == "-"
    return inside and all_words[i - 1].end == all_words[i].start and all_words[i].end == all_words[i + 1].start


def _edges(ws: Sequence[str], lexicon: Lexicon) -> list[int]:
    """Where clauses begin, as word numbers."""
    edges = [0]
    seen_verb = bool(readings(ws[0], lexicon))
    for i in range(1, len(ws)):
        before, word = ws[i - 1], ws[i]
        joins = word in lexicon.sets["coordinators"] or word in lexicon.sets["subordinators"]
        tied = before in lexicon.sets["coordinators"] or before in lexicon.sets["subordinators"]
        if (
            word in lexicon.sets["subordinators"]
            and not tied
            and before in {"of", "about", "on", "to", "at", "in", "for", "from", "how", "exactly"}
        ):
            edge = False  # "the map of where trees could go"
        elif joins and not tied:
            # "me and Leo tested": with no verb so far, `and` joins two people
            joined = word in lexicon.sets["coordinators"]
            if (
                word == "as"
                and ws[i + 1 : i + 2]
                and ws[i + 1] not in lexicon.sets["group"] | {"i", "he", "she", "they", "it"}
            ):
                continue  # "as part of a team"
            edge = (seen_verb or not joined) and _opens(ws, i + 1, joined, lexicon)
            edge = edge and not (joined and _lists_on(ws, i, lexicon))
        elif before in _NOISE:
            edge = word not in _NOISE
        elif not before[0].isalnum() and before[0] not in "'\"/$&":
            edge = not joins and _opens(ws, i, True, lexicon)
        else:
            edge = seen_verb and not tied and _runs_on(ws, i, ws[edges[-1]], lexicon)
        if edge and edges[-1] != i:
            edges.append(i)
            seen_verb = False
        seen_verb = seen_verb or is_finite(ws, i, lexicon) or bool(_names(ws[i], lexicon) & {"past", "ing"})
    return edges


def _opens(ws: Sequence[str], i: int, elided: bool, lexicon: Lexicon) -> bool:
    """Whether a new clause begins at word `i`; `elided` allows one whose subject was left out."""
    i = _after_openers(ws, i, len(ws), lexicon)
    if i >= len(ws) or not ws[i][0].isalnum():
        return False
    names = _names(ws[i], lexicon)
    if is_finite(ws, i, lexicon) or "past" in names or ("base" in names and ws[i + 1 : i + 2] == ["to"]):
        return elided and ws[i] not in {"can", "will"}
    tied = lexicon.sets["subordinators"]
    end = next((n for n in range(i + 1, len(ws)) if ws[n] in tied), len(ws))  # "words and pictures because they ..."
    return first_finite(ws, i, end, lexicon) > i


def _lists_on(ws: Sequence[str], i: int, lexicon: Lexicon) -> bool:
    """`in html and css and the search broke`: a bare noun still belongs to what stands before, the next `and` opens."""
    if ws[i] != "and" or i + 3 >= len(ws) or ws[i + 2] not in {"and", "but"} or readings(ws[i + 1], lexicon):
        return False
    people = lexicon.sets["learner"] | lexicon.sets["group"] | lexicon.sets["others"] | {"me", "he", "she"}
    return ws[i + 1] not in people | lexicon.sets["names"] and ws[i + 3] in lexicon.sets["determiners"] | people


def _names(word: str, lexicon: Lexicon) -> set[str]:
    return {form.name for form in readings(word, lexicon)}


def _runs_on(ws: Sequence[str], i: int, first: str, lexicon: Lexicon) -> bool:
    """`i made the form we did the survey`: a second clause with no mark between. Not `the form we made`."""
    if ws[i] not in {"i", "we", "he", "she", "they"} or ws[i - 1] in _EMBEDS:
        return False
    if readings(ws[i - 1], lexicon) and first not in lexicon.sets["subordinators"]:
        return False
    verb = first_finite(ws, i, len(ws), lexicon, reach=4)
    after = verb + 1
    return verb > i and after < len(ws) and ws[after][0].isalnum() and ws[after] not in lexicon.sets["prepositions"]


_EMBEDS = frozenset(
    [
        "much",
        "many",
        "far",
        "long",
        "often",
        "that",
        "which",
        "what",
        "how",
        "who",
        "where",
        "why",
        "whatever",
        "like",
        "than",
        "and",
        "or",
    ]
)


def _after_openers(ws: Sequence[str], i: int, end: int, lexicon: Lexicon) -> int:
    sets = lexicon.sets
    while i < end and (ws[i] in sets["openers"] or ws[i] in sets["fillers"] or not ws[i][0].isalnum()):
        if ws[i] in _FRIENDS and ws[i + 1 : i + 2] and ws[i + 1] in _FRIENDS_DO:
            break  # "bro said color it": somebody else's words
        if ws[i] in _ORDINALS and ws[i + 1 : i + 2] and ws[i + 1] in _OF_THINGS:
            break  # "second held 31 pounds"
        if ws[i] in _ORDINALS and ws[i + 1 : i + 2] and ws[i + 1] in _WHENS:
            break  # "next time"
        if ws[i] in sets["determiners"] or (ws[i] in _ORDINALS and i + 1 < end and _is_thing(ws[i + 1], lexicon)):
            break
        i += 1
    return i


_FRIENDS = frozenset(["bro", "bruh"])
_FRIENDS_DO = frozenset(["said", "says", "told", "tells", "asked", "asks", "thinks", "thought", "was", "is", "goes"])
_OF_THINGS = frozenset(
    ["held", "broke", "went", "lasted", "weighed", "flew", "fell", "worked", "cracked", "came", "fit"]
)
_WHENS = frozenset(["time", "day", "week", "month", "year", "morning"])
_HEDGING = (["guess"], ["think"], ["mean"], ["suppose"])
_WHO = (["i"], ["we"])
_ORDINALS = frozenset(["first", "second", "third", "last", "next", "only"])


def _is_thing(word: str, lexicon: Lexicon) -> bool:
    """`first one broke` speaks of a thing; `first I measured` and `first, measured` do not."""
    sets = lexicon.sets
    people = sets["learner"] | sets["group"] | {"he", "she", "they", "you", "it"}
    return (
        word[0].isalpha() and word not in people | sets["determiners"] | sets["openers"] and not readings(word, lexicon)
    )


def _clause(
    text: str, sentence: Sequence[Token], ws: Sequence[str], start: int, end: int, lexicon: Lexicon
) -> Clause | None:
    link = ""
    while start < end and (ws[start] in lexicon.sets["coordinators"] or ws[start] in lexicon.sets["subordinators"]):
        link = ws[start]
        start += 1
    begin = _after_openers(ws, start, end, lexicon)
    if ws[begin : begin + 1] == ["i"] and ws[begin + 1 : begin + 2] in _HEDGING and ws[begin + 2 : begin + 3] in _WHO:
        begin += 2  # "i guess i made the title page"
    while end > begin and sentence[end - 1].kind in ("punctuation", "other"):
        end -= 1
    while end > begin + 1 and ws[end - 1] in _NOISE:
        end -= 1
    if begin >= end:
        return None
    who = subject(ws, begin, end, lexicon)
    group = verb_group(ws, who.end, end, lexicon)
    if group is not None and ALMOST & set(ws[max(begin, who.end - 2) : who.end]):
        group = group.model_copy(update={"partly": True})  # "we almost finished" stands before the verb begins
    return _built(text, sentence, begin, end, link, who, group)


# Trailing chat noise is not part of what was said.
_NOISE = frozenset(["lol", "lmao", "haha", "hahaha", "tbh", "ngl", "fr", "omg", "smh", "bruh", "xd", "idk"])


def _built(
    text: str, sentence: Sequence[Token], begin: int, end: int, link: str, who: SubjectPhrase, group: VerbGroup | None
) -> Clause:
    first, last = sentence[begin].start, sentence[end - 1].end
    values: dict[str, object] = {"start": first, "end": last, "text": text[first:last], "link": link}
    if who.end > who.start:
        values |= {"subject": who.who, "subject_start": first, "subject_end": sentence[who.end - 1].end}
    if group is not None:
        rest = sentence[group.end].start if group.end < end else last
        values |= {"verb": group.lemma, "verb_start": sentence[group.start].start, "rest_start": rest}
        values |= {name: getattr(group, name) for name in ("chain", "tense", "negated", "passive", "partly")}
    return Clause.model_validate(values)
