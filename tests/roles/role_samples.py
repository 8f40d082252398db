"""A small valid card, as text, for tests."""

from pathlib import Path

from pathbot.roles.card import RoleCard, parse_card

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
