"""Takes personal data out of learners' words before a model sees them, and puts it back into its answer.

    hidden = redact([message, *earlier], roster)      # raises NotRedacted: then make no call
    answer = model(hidden.texts)
    said = hidden.restore(answer)                     # raises NotRedacted on a placeholder nobody gave out

It fails closed: when anything personal is still there after replacing, there are no texts to send.
"""

import re
from collections.abc import Sequence

from pathbot.frozen import Frozen
from pathbot.redaction.roster import Roster
from pathbot.redaction.shapes import Plain, Span, personal_data, plain

LONGEST = 20_000
"""Characters of one text; a longer one is refused rather than read slowly."""

_PLACEHOLDER = re.compile(
    r"\[?\b(TEXT|EMAIL|LINK|PLACE|HANDLE|NUMBER|DATE|PHONE|ADDRESS|CODE|PERSON|SCHOOL|ACCOUNT)_(\d+)([a-z]*)\b\]?",
    re.IGNORECASE,
)
_OURS = re.compile(r"\[[A-Z]+_\d+[a-z]*\]")
_BETWEEN = re.compile(r"[ .'-]{0,2}")  # between two words of one person's name


class NotRedacted(ValueError):
    """The text cannot be made safe: make no call. The message never holds what was found."""


class Redacted(Frozen):
    """`texts` in the order they came, safe to send. `originals`: what each placeholder stands for."""

    texts: tuple[str, ...]
    originals: dict[str, str]

    def restore(self, text: str) -> str:
        """A model's answer with the learner's own words back in place. Raises NotRedacted."""
        return _PLACEHOLDER.sub(self._original, text)

    def _original(self, match: re.Match[str]) -> str:
        kind, number, variant = match.groups()
        name = f"[{kind.upper()}_{number}{variant.lower()}]"
        if name not in self.originals:
            raise NotRedacted("The answer names a placeholder that was not in the question.")
        return self.originals[name]


def redact(texts: Sequence[str], roster: Roster) -> Redacted:
    """Replaces names of the roster and everything shaped like personal data by placeholders such as `[PERSON_1]`.

    One thing has one placeholder in all texts of a call. Raises NotRedacted.
    """
    names = _Names()
    hidden = tuple(_hide(text, roster, names) for text in texts)
    for text in hidden:
        _check(text, roster)
    return Redacted(texts=hidden, originals=names.originals)


def _hide(text: str, roster: Roster, names: "_Names") -> str:
    if not isinstance(text, str) or len(text) > LONGEST:
        raise NotRedacted("The text is not one that can be redacted: it is too long, or no text.")
    read = plain(text)
    parts, last = [], 0
    for start, end, kind in _in_text(text, read, _merged(read, [*personal_data(read), *roster.spans(read)])):
        parts += [text[last:start], names.of(kind, text[start:end])]
        last = end
    return "".join([*parts, text[last:]])


def _merged(read: Plain, spans: Sequence[Span]) -> list[Span]:
    """Overlapping spans become one, of the first and longest one's kind; so do the words of one person's name."""
    merged: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        before = merged[-1] if merged else None
        if span.start == span.end:
            continue
        if before is not None and _belong(before, span, read):
            merged[-1] = before._replace(end=max(before.end, span.end))
        else:
            merged.append(span)
    return merged


def _belong(before: Span, span: Span, read: Plain) -> bool:
    if span.start < before.end:
        return True
    between = read.low[before.end : span.start]
    return before.kind == span.kind == "PERSON" and _BETWEEN.fullmatch(between) is not None


def _in_text(text: str, read: Plain, spans: Sequence[Span]) -> list[tuple[int, int, str]]:
    """Spans of the plain reading as spans of the text itself: invisible characters inside go with them."""
    found = []
    for span in spans:
        start, end = read.origin[span.start], read.origin[span.end - 1] + 1
        following = read.origin[span.end] if span.end < len(read.origin) else len(text)
        while end < following and not plain(text[end]).low and text[end] not in "'’‘`´":
            end += 1
        found.append((start, end, span.kind))
    return found


class _Names:
    """Hands out placeholders: one number for one thing, a letter more for each other way it was written."""

    def __init__(self) -> None:
        self.originals: dict[str, str] = {}
        self._by_text: dict[tuple[str, str], str] = {}
        self._written: dict[tuple[str, str], list[str]] = {}
        self._count: dict[str, int] = {}

    def of(self, kind: str, text: str) -> str:
        if (kind, text) in self._by_text:
            return self._by_text[kind, text]
        thing = (kind, plain(text).low)
        if thing not in self._written:
            self._count[kind] = self._count.get(kind, 0) + 1
            self._written[thing] = [f"[{kind}_{self._count[kind]}]"]
            name = self._written[thing][0]
        else:
            first = self._written[thing][0]
            name = f"{first[:-1]}{_letters(len(self._written[thing]))}]"
            self._written[thing].append(name)
        self._by_text[kind, text] = name
        self.originals[name] = text
        return name


def _letters(number: int) -> str:
    """1 is b, 2 is c, ... 26 is ab: no two are alike."""
    letters = ""
    while number >= 0:
        letters = chr(ord("a") + number % 26) + letters
        number = number // 26 - 1
    return letters


def _check(hidden: str, roster: Roster) -> None:
    """Reads the result once more, in two ways. Raises NotRedacted when anything is left."""
    bare = _OURS.sub("\xa4", hidden)  # a sign that is neither space nor letter: nothing joins across it
    read = plain(bare)
    if any(span.start < span.end for span in (*personal_data(read), *roster.spans(read))):
        raise NotRedacted("Something personal is still in the text after replacing.")
    letters = re.sub(r"[\W_]+", "", read.low)
    if any(name in letters for name in roster.whole_names()):
        raise NotRedacted("A name is still in the text after replacing.")
