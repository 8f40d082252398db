"""Statements in languages that have no clause rules yet: the learner's own sentences, joined.

Nothing is rewritten but accents left out of common verbs, so nothing can be invented. `pathbot.skills.reworded` checks
an edited line.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from pathbot.evidence import Draft, Quote, Said, SkillTag
from pathbot.frozen import Frozen
from pathbot.language.fold import fold
from pathbot.language.groups import Subject
from pathbot.language.person_words import PersonWords
from pathbot.language.word_forms import restored, word_forms
from pathbot.skills.cues import compiled, fits, seen
from pathbot.skills.kit import SkillKit
from pathbot.skills.tagging import MAX_TAGS

MOST_DRAFTS = 6
FEWEST_WORDS, ENOUGH_WORDS, MOST_WORDS = 4, 9, 30
_SENTENCE = re.compile(r"[^.!?¡¿;\n]+")
_WORD = re.compile(r"\w+")
# Where talk goes on with another deed.
_GOES_ON = re.compile(
    r"\s*,?\s+(?:y\s+)?(?:entonces|pero|así que|asi que|por eso)\s+"
    r"|\s*,?\s+y\s+yo\s+|\s*,\s+yo\s+|\s*,\s+",
    re.IGNORECASE,
)
_OPENS = re.compile(
    r"(?:(?:y|e|pues|bueno|entonces|luego|después|despues|también|tambien|pero|primero|o sea|ah|este|al final|así que"
    r"|asi que|por eso|sí|si|yo|nosotros|nosotras)\s*,?\s+)+",
    re.IGNORECASE,
)
_E = re.compile(r"h?i(?!e)")  # "y" is "e" there
_HOW_TO = re.compile(r"\bcomo (?=\w+(?:ar|er|ir)(?:l[oae]s?|se)?\b)")


class _Sentence(Frozen):
    """One deed or fact of a message; `text` has the accents its verbs lack.

    `own` is true where the learner says that they, or their group, did something. `named` is where the thing was said
    that a pronoun was replaced by. `message` counts messages.
    """

    quote: Quote
    named: tuple[Quote, ...] = ()
    text: str
    step: int
    message: int
    words: tuple[str, ...]
    own: bool


def draft_verbatim(said: Sequence[Said], language: PersonWords, kit: SkillKit) -> tuple[Draft, ...]:
    """At most `MOST_DRAFTS` statements, each from the sentences of one step of one project, the fullest first."""
    numbered = sorted(enumerate(said), key=lambda pair: _place(pair[1]))
    steps = [
        [sentence for number, message in messages for sentence in _sentences(message, number, language, kit)]
        for _, messages in groupby(numbered, key=lambda pair: _place(pair[1]))
    ]
    lines = [line for sentences in steps for line in _lines(sentences, language)]
    lines.sort(key=lambda line: (not language.is_own_deed(line[0].text.split()[0].lower()), -_length(line)))
    return tuple(_draft(line, language, kit) for line in lines[:MOST_DRAFTS])


def tag_verbatim(text: str, kit: SkillKit) -> tuple[SkillTag, ...]:
    """Skills whose cues in this language fit the text, in the order of the vocabulary."""
    words = [frozenset({word, fold(word), *word_forms(fold(word), "es"), word}) for word in _WORD.findall(text.lower())]
    actor: Subject = "we" if any(word.endswith("mos") for word in words_of(text)) else "i"
    whole = seen(words, actor)
    found: dict[str, SkillTag] = {}
    for skill in kit.vocabulary.skills:
        cues = skill.cues.in_(kit.language) if kit.language == "es" and skill.cues.es else ()
        if skill.framework in kit.frameworks and any(fits(compiled(fold(cue)), whole) for cue in cues):
            found.setdefault(skill.name, SkillTag(name=skill.name, framework=skill.framework))
    return tuple(found.values())[:MAX_TAGS]


def shorter_verbatim(line: Draft) -> Draft | None:
    """The statement without its last sentence; None when it has only one."""
    if len(line.evidence) < 2:
        return None
    length = len(line.evidence[-1].text.split())
    for mark in ("; ", " y "):
        head, found, tail = line.statement.rstrip(".").rpartition(mark)
        while found and len(tail.split()) < length:
            head, found, more = head.rpartition(mark)
            tail = f"{more}{mark}{tail}"
        if found and len(tail.split()) == length:
            return line.model_copy(update={"statement": f"{head}.", "evidence": line.evidence[:-1]})
    return None


def _place(message: Said) -> tuple[str, int]:
    return message.project, message.step


def _sentences(message: Said, number: int, language: PersonWords, kit: SkillKit) -> Iterator[_Sentence]:
    first = True
    for match in _SENTENCE.finditer(message.text):
        asked = message.text[match.end() : match.end() + 1] == "?"
        if asked or language.is_unsayable(match.group()):
            continue
        for start, end in _parts(message.text, match.start(), match.end(), language):
            sentence = _sentence(message, number, start, end, first, language, kit)
            first = False
            if sentence is not None:
                yield sentence


def _parts(text: str, start: int, end: int, language: PersonWords) -> Iterator[tuple[int, int]]:
    """The deeds of a sentence, without the words that only lead from one to the next."""
    begin = start
    for found in _GOES_ON.finditer(text, start, end):
        leads = _OPENS.match(text, found.end(), end)
        after = _WORD.findall(text[leads.end() if leads else found.end() : end])[:3]
        told = bool(_WORD.search(found.group()))  # "entonces" always leads on, a comma only between two deeds
        told = told or any(language.is_own_deed(word) for word in _WORD.findall(text[begin : found.start()].lower()))
        if told and any(language.is_own_deed(_spelled(word, language).lower()) for word in after):
            yield begin, found.start()
            begin = found.end()
    yield begin, end


def _spelled(text: str, language: PersonWords) -> str:
    return restored(text, language.verbs, language.accents)


def _sentence(
    message: Said, number: int, start: int, end: int, first: bool, language: PersonWords, kit: SkillKit
) -> _Sentence | None:
    told = message.text[start:end]
    start += len(told) - len(told.lstrip(" ,:-"))
    told = message.text[start:end].strip(" ,:-")
    if opens := _OPENS.match(told):
        start, told = start + opens.end(), told[opens.end() :]
    text = _HOW_TO.sub("cómo ", _named(_spelled(told, language), kit))
    words = tuple(_WORD.findall(text.lower()))
    if not words:
        return None
    if "nada" in words and "no" not in words:
        return None  # "cobramos nada, era gratis"
    own = words[0] not in ("no", *language.leaning) and any(language.is_own_deed(word) for word in words)
    if first and not own and _answers(message, words, language):
        text, own = f"{message.verb} {text}", True
        words = (message.verb, *words)
    quote = Quote(message_id=message.id, start=start, end=start + len(told), text=told)
    return _Sentence(quote=quote, text=text, step=message.step, message=number, words=words, own=own)


def _answers(message: Said, words: Sequence[str], language: PersonWords) -> bool:
    """`un mural de la comunidad` in answer to "¿Qué hicieron?"."""
    thing = (
        words[0] in {"un", "una", "unos", "unas", "el", "la", "los", "las", "mi", "nuestro", "nuestra"}
        or words[0].isdigit()
    )
    return bool(message.verb) and language.is_own_deed(message.verb) and thing and 1 < len(words) <= _SHORT_ANSWER


_SHORT_ANSWER = 12  # words


def _named(text: str, kit: SkillKit) -> str:
    """`canva` as Canva: products keep their own letters in every language."""
    casing = kit.lexicon.words.casing
    return _WORD.sub(lambda m: casing[m.group()] if len(m.group()) > 3 and m.group() in casing else m.group(), text)


def _lines(sentences: Sequence[_Sentence], language: PersonWords) -> Iterator[list[_Sentence]]:
    """The learner's deeds of a step in order, each with the sentence before it where it only points back ("lo corté").

    Short deeds told together make one line, as long as that leaves more than one. Nothing is made of deeds that could
    not stand alone.
    """
    lines: list[list[_Sentence]] = []
    for before, sentence in zip([None, *sentences], sentences, strict=False):
        if not sentence.own:
            continue
        sentence = _put_in(sentence, before, language)
        points_back = sentence.words[0] in language.pointing and not _names_whom(sentence)
        last = lines[-1] if lines else []
        if points_back:
            if before is None:
                continue
            if not _agrees(sentence, [*last, before]):
                continue
            new = [sentence] if before in last else [before, sentence]
            if (
                last
                and _length((*last, *new)) <= MOST_WORDS
                and (before in last or before.message - last[-1].message <= 2)
            ):
                last += new
            elif _length(new) <= MOST_WORDS:
                lines.append(new)
            continue
        close = bool(last) and sentence.message - last[-1].message <= 1
        if close and _length(last) < ENOUGH_WORDS and _length((*last, sentence)) <= _TOGETHER:
            last.append(sentence)
        elif _length([sentence]) <= MOST_WORDS:
            lines.append([sentence])
    if len(lines) == 1 and len(lines[0]) == 2 and not _leans(lines[0][1], language):
        lines = [[sentence] for sentence in lines[0]] if all(_length([s]) >= FEWEST_WORDS for s in lines[0]) else lines
    yield from (line for line in lines if _length(line) >= FEWEST_WORDS)


_ARTICLES = {"lo": ("el", "un"), "la": ("la", "una"), "los": ("los", "unos"), "las": ("las", "unas")}


def _put_in(sentence: _Sentence, before: _Sentence | None, language: PersonWords) -> _Sentence:
    """`la limpié con aceite` after "una cadena estaba oxidada" as `limpié la cadena con aceite`."""
    pronoun, words = sentence.words[0], sentence.text.split()
    if (
        before is None
        or before.own
        or pronoun not in _ARTICLES
        or sentence.message - before.message > 1
        or len(words) < 2
    ):
        return sentence
    named = before.text.lower().split()[:2]
    if len(named) < 2 or named[0] not in _ARTICLES[pronoun] or not language.is_own_deed(words[1].lower()):
        return sentence
    text = " ".join([words[1], f"{pronoun if pronoun != 'lo' else 'el'} {named[1]}", *words[2:]])
    return sentence.model_copy(
        update={"named": (before.quote,), "text": text, "words": tuple(_WORD.findall(text.lower()))}
    )


def _agrees(sentence: _Sentence, line: Sequence[_Sentence]) -> bool:
    """Whether something in a line may be what its pronoun points at: `las` needs a feminine plural."""
    pronoun = sentence.words[0]
    if pronoun not in _ARTICLES:
        return True
    said = [word for one in line for word in one.words]
    plural = pronoun.endswith("s")
    fits = [f"{a}s" if plural and a in {"una"} else a for a in (*_ARTICLES[pronoun], "mi" if not plural else "mis")]
    numbered = plural and any(a.isdigit() and b.endswith(pronoun[1:]) for a, b in pairwise(said))
    return (
        numbered
        or any(word in fits for word in said)
        or (plural and any(w.endswith(pronoun[1:]) and len(w) > 4 for w in said))
    )


_TOGETHER = 20  # words of a line made of short deeds


def _leans(sentence: _Sentence, language: PersonWords) -> bool:
    return sentence.words[0] in language.pointing


def _names_whom(sentence: _Sentence) -> bool:
    """`le expliqué a la clase`: the "le" points to nobody outside of its sentence."""
    return sentence.words[0] in {"le", "les"} and bool({"a", "al"} & set(sentence.words[1:4]))


def _length(line: Sequence[_Sentence]) -> int:
    return sum(len(sentence.words) for sentence in line)


def _draft(line: Sequence[_Sentence], language: PersonWords, kit: SkillKit) -> Draft:
    text = line[0].text
    for sentence in line[1:]:
        text += f"{_tie(text, sentence, language)}{sentence.text}"
    deeds = " ".join(sentence.text for sentence in line if sentence.own)
    return Draft(
        statement=f"{text[0].upper()}{text[1:]}.",
        skills=tag_verbatim(deeds, kit),
        evidence=tuple(dict.fromkeys(quote for one in line for quote in (*one.named, one.quote))),
        own_words=1.0,
    )


def _tie(before: str, sentence: _Sentence, language: PersonWords) -> str:
    """`y` between two deeds; a semicolon where there is one already, or where something else was told."""
    joined = " y " in before or (" y " in sentence.text and not _leans(sentence, language))
    if not sentence.own or joined or "; " in before:
        return "; "
    return " e " if _E.match(sentence.text.lower()) else " y "


def words_of(text: str) -> list[str]:
    """The words of a text in lower case without accents."""
    return [fold(word) for word in _WORD.findall(text)]
