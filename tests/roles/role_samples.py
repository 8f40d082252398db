"""Small valid cards and search words for tests."""

from pathlib import Path

import yaml

from pathbot.roles.card import RoleCard, parse_card
from pathbot.roles.glossing import Glossary
from pathbot.roles.search_words import LanguageWords, SearchWords

SEARCH_WORDS = Path(__file__).parents[2] / "knowledge" / "search"
NURSE = """---
title: Registered Nurse
titles: {es: Enfermero o enfermera}
soc: 29-1141.00
cluster: Healthcare & Human Services
aliases:
  en: [nurse, RN]
  es: [enfermera, enfermero]
job_zone: 3
interests: [S, I]
skills: [active-listening, critical-thinking]
subjects: [Biology, Health]
steams: [S]
tools: [stethoscope, patient chart]
pay: {median_usd: 93600, date: 2024-05, source: BLS OEWS}
outlook: {percent: 5, label: faster than average, period: 2024-34, source: BLS OOH}
entry_education: {text: Bachelor's degree, source: BLS OOH}
related: [31-1131.00]
learner_phrases:
  en: [I took care of my grandma when she was sick, I want to help people get better]
  es: [Cuidé a mi abuela cuando estaba enferma]
es: {what: Cuidan a personas enfermas., try_this_week: Pregunta a alguien cómo se siente.}
owner: health team
reviewed_on: 2026-11-01
sources:
  - {name: BLS OEWS, date: 2024-05, for: pay}
---
## Summary
Nurses look after people who are ill or hurt.

## Tuesday
A nurse checks on each patient. She gives medicine and writes down what changed.

## Why it matters
People heal faster with good care.

## Try this week
Ask a school nurse what a busy day is like.

## Ways in
- A two-year degree at a community college.
- A four-year degree in nursing.
"""


def card(text: str = NURSE, name: str = "registered-nurse.md") -> RoleCard:
    """The card of a text."""
    return parse_card(text, Path(name))


def _cut(title: str, spanish: str, soc: str, cluster: str, alias: str, says: str, dice: str, does: str) -> str:
    text = NURSE.replace("Registered Nurse", title).replace("Enfermero o enfermera", spanish)
    text = text.replace("29-1141.00", soc).replace("Healthcare & Human Services", cluster)
    text = text.replace("[nurse, RN]", f"[{alias}]").replace("[enfermera, enfermero]", "[]")
    text = text.replace("I took care of my grandma when she was sick, I want to help people get better", says)
    text = text.replace("Cuidé a mi abuela cuando estaba enferma", dice).replace("stethoscope, patient chart", alias)
    start, end = text.index("## Summary"), text.index("## Ways in")
    middle = f"## Summary\n{does}\n## Tuesday\n{does}\n## Why it matters\nIt matters.\n## Try this week\nTry it.\n"
    return text[:start] + middle + text[end:]


CARPENTER_TEXT = _cut(
    "Carpenter",
    "Carpintero o carpintera",
    "47-2031.00",
    "Construction",
    "woodworker",
    "I built a bench, I like wood",
    "Hice una banca de madera",
    "Carpenters cut and join wood to build houses, doors and furniture.",
)
DEVELOPER_TEXT = _cut(
    "Software Developer",
    "Desarrollador o desarrolladora de software",
    "15-1252.00",
    "Digital Technology",
    "programmer",
    "I coded a game, I made an app",
    "Programé un juego",
    "Developers write and test the code of apps, games and websites.",
)
TEXTS = {"nurse.md": NURSE, "carpenter.md": CARPENTER_TEXT, "developer.md": DEVELOPER_TEXT}
CARDS = tuple(card(text, name) for name, text in TEXTS.items())
_, CARPENTER, DEVELOPER = CARDS


def _words(language: str) -> LanguageWords:
    text = (SEARCH_WORDS / f"{language}.yaml").read_text(encoding="utf-8")
    return LanguageWords.model_validate(yaml.safe_load(text))


WORDS = SearchWords(en=_words("en"), es=_words("es"))
GLOSSARY = Glossary(WORDS.es)
