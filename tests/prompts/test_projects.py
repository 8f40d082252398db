"""The class projects that come with Pathbot: complete, plain, safe to ask, and true to the framework."""

import re
from pathlib import Path

import pytest
import textstat

from pathbot.app.content import default_folder, read, read_yaml
from pathbot.reflection.framework import Framework
from pathbot.reflection.project import Project
from pathbot.wording import Localized

PROMPTS = default_folder("prompts")
FILES = sorted((PROMPTS / "projects").glob("*.yaml"))
PROJECTS = [read(path, Project) for path in FILES]
LANGUAGES = ("en", "es")

CLUSTERS = {
    "Advanced Manufacturing",
    "Agriculture",
    "Arts, Entertainment & Design",
    "Construction",
    "Digital Technology",
    "Education",
    "Energy & Natural Resources",
    "Financial Services",
    "Healthcare & Human Services",
    "Hospitality, Events & Tourism",
    "Management & Entrepreneurship",
    "Marketing & Sales",
    "Public Service & Safety",
    "Supply Chain & Transportation",
}
QUESTION_WORDS = {
    "en": r"\b(what|which|who|whose|how|where|when|why)\b",
    "es": r"\b(qué|cuál|cuáles|quién|quiénes|cómo|dónde|cuándo|cuánto|cuánta|por qué)\b",
}
YES_NO_STARTS = r"(do|does|did|is|are|was|were|have|has|can|could|will|would|should)\b"
# A tripwire for the topics US law (PPRA) protects, not a full check: a person still reads every question.
PROTECTED = re.compile(
    r"\b(politic|polític|vot(e|ar)|election|elección|immigra|inmigra|religio|church|iglesia|pray|rez|god\b|dios|"
    r"depress|depres|anxi|ansi|suicid|therap|terapi|lonel|sex|dating|drug|droga|arrest|illegal|ilegal|crime|"
    r"divorc|doctor|lawyer|abogad|income|ingresos|salar|afford|poor|pobre|rich|rico)",
    re.IGNORECASE,
)

each_project = pytest.mark.parametrize("project", PROJECTS, ids=lambda p: p.id)
each_language = pytest.mark.parametrize("language", LANGUAGES)


def prose(project: Project) -> tuple[Localized, ...]:
    """Every full sentence a learner may read."""
    meanings = (term.meaning for term in project.vocabulary)
    return (project.about, project.essential_question, *meanings, *project.asks.values())


def sentences(text: str) -> list[str]:
    return [s for s in re.split(r"(?<=[.!?])\s+", text) if s]


def untranslated(value: object, where: str = "") -> list[str]:
    """The places in a parsed file that hold English and no Spanish."""
    if isinstance(value, dict):
        here = [where] if value.get("en") and not value.get("es") else []
        return here + [place for key, item in value.items() for place in untranslated(item, f"{where}.{key}")]
    if isinstance(value, list):
        return [place for number, item in enumerate(value) for place in untranslated(item, f"{where}[{number}]")]
    return []


def test_there_are_eight_projects() -> None:
    assert len(PROJECTS) >= 8
    assert "shade-for-our-school" in {p.id for p in PROJECTS}


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_a_projects_id_is_its_file_name(path: Path) -> None:
    assert read(path, Project).id == path.stem


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_everything_is_said_in_both_languages(path: Path) -> None:
    assert untranslated(read_yaml(path)) == []


def test_every_steams_letter_leads_a_project() -> None:
    assert {p.steams[0] for p in PROJECTS} == {"S", "T", "E", "A", "M", "SS"}


@each_project
def test_clusters_are_real_career_clusters(project: Project) -> None:
    assert project.clusters
    assert set(project.clusters) <= CLUSTERS


@each_project
def test_grades_and_weeks_are_ranges_in_order(project: Project) -> None:
    for text in (project.grades, project.weeks):
        low, high = (int(part) for part in text.split("-"))
        assert 1 <= low < high <= 12


@each_project
def test_own_opening_questions_name_steps_of_the_framework(project: Project) -> None:
    framework = read(PROMPTS / "frameworks" / "pblp.yaml", Framework)
    assert 2 <= len(project.asks) <= 3
    assert set(project.asks) <= {step.id for step in framework.steps}


@each_project
@each_language
def test_an_opening_is_one_open_question_of_two_short_sentences(project: Project, language: str) -> None:
    for ask in project.asks.values():
        text = ask.in_(language)
        question = sentences(text)[-1]
        assert question.endswith("?")
        assert text.count("?") == 1
        assert text.count("¿") == (1 if language == "es" else 0)
        assert len(sentences(text)) <= 2
        assert all(len(s.split()) <= 16 for s in sentences(text)), text
        assert re.search(QUESTION_WORDS[language], question.lower()), f"a yes or no would answer: {text}"
        assert not re.match(YES_NO_STARTS, question.lower()), text


@each_project
@each_language
def test_the_essential_question_is_one_question(project: Project, language: str) -> None:
    text = project.essential_question.in_(language)
    assert text.endswith("?")
    assert text.count("?") == 1
    assert len(text.split()) <= 18


@each_project
@each_language
def test_about_is_one_sentence(project: Project, language: str) -> None:
    assert len(sentences(project.about.in_(language))) == 1


@each_project
@each_language
def test_wonders_are_three_short_questions(project: Project, language: str) -> None:
    wonders = project.wonders.in_(language)
    assert len(set(wonders)) == 3
    assert all(w.endswith("?") and 3 <= len(w.split()) <= 6 for w in wonders), wonders


@each_project
def test_what_is_made_and_for_whom_fit_into_the_questions(project: Project) -> None:
    """English takes "the" or "your" before `making`; Spanish brings an article that never melts into "del" or "al"."""
    assert not re.match(r"(the|a|an|our|your)\b", project.making.en.lower())
    assert re.match(r"(la|las|los)\b", project.making.es)
    assert re.match(r"(la|las|los)\b", project.people.es)
    for phrase in (project.making.en, project.making.es, project.people.en, project.people.es):
        assert phrase[0].islower()
        assert phrase[-1].isalpha()
        assert len(phrase.split()) <= 8


@each_project
@each_language
def test_vocabulary_is_six_to_ten_words_that_do_not_explain_themselves(project: Project, language: str) -> None:
    words = [term.word.in_(language).lower() for term in project.vocabulary]
    assert 6 <= len(set(words)) == len(words) <= 10
    for term in project.vocabulary:
        assert term.word.in_(language).lower() not in term.meaning.in_(language).lower()


@each_project
@each_language
def test_the_role_query_says_what_people_do_in_twenty_to_forty_words(project: Project, language: str) -> None:
    assert 20 <= len(project.role_query.in_(language).split()) <= 40


@each_project
def test_every_english_sentence_reads_at_grade_eight_or_lower(project: Project) -> None:
    textstat.set_lang("en_US")
    hard = [t.en for t in prose(project) if textstat.automated_readability_index(t.en) > 8]
    assert hard == []


@each_project
def test_the_spanish_reads_as_easy(project: Project) -> None:
    """Fernández Huerta: 80 and up is "easy", about the sixth year of school."""
    textstat.set_lang("es")
    assert textstat.fernandez_huerta(" ".join(t.es for t in prose(project))) >= 80


@each_project
@each_language
def test_nothing_asked_touches_a_protected_topic(project: Project, language: str) -> None:
    asked = (project.essential_question, *project.asks.values())
    texts = [t.in_(language) for t in asked] + list(project.wonders.in_(language))
    assert [t for t in texts if PROTECTED.search(t)] == []


@each_project
def test_nothing_is_left_as_a_placeholder(project: Project) -> None:
    for text in (*prose(project), project.title, project.making, project.people, project.role_query):
        assert not re.search(r"[{}<>]|TODO|XXX", text.en + text.es)


def test_the_teachers_guide_explains_every_key_step_and_cluster() -> None:
    guide = (PROMPTS.parent / "docs" / "how-to-write-a-project.md").read_text(encoding="utf-8")
    steps = read(PROMPTS / "frameworks" / "pblp.yaml", Framework).steps
    rows = {f"| `{name}` |" for name in (*Project.model_fields, *(step.id for step in steps))}
    assert {row for row in rows if row not in guide} == set()
    assert {name for name in CLUSTERS if name not in " ".join(guide.split())} == set()


def test_the_folders_readme_lists_every_project_with_its_question() -> None:
    readme = (PROMPTS / "README.md").read_text(encoding="utf-8")
    rows = {f"| `{p.id}` | {p.essential_question.en} |" for p in PROJECTS}
    assert {row for row in rows if row not in readme} == set()
