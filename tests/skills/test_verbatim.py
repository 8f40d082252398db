"""Spanish statements: the learner's own sentences, exactly, and nothing anybody could have added."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pathbot.app.content import default_folder, read
from pathbot.app.lexicons import load_skill_kit
from pathbot.evidence import Said
from pathbot.language.lexicon import Paraphrase
from pathbot.language.person_words import PersonWords
from pathbot.skills.kit import SkillKit
from pathbot.skills.reworded import Reworded, RewordingWords
from pathbot.skills.verbatim import draft_verbatim, shorter_verbatim, tag_verbatim

KNOWLEDGE = default_folder("knowledge")
SPANISH = read(KNOWLEDGE / "language" / "es" / "person.yaml", PersonWords)
CHECK = Reworded(
    lists=read(KNOWLEDGE / "language" / "es" / "paraphrase.yaml", Paraphrase),
    person=SPANISH,
    words=read(KNOWLEDGE / "language" / "es" / "rewording.yaml", RewordingWords),
    language="es",
)


@pytest.fixture(scope="module")
def spanish_kit() -> SkillKit:
    return load_skill_kit(KNOWLEDGE, default_folder("prompts"), "es")


def said(*texts: str, project: str = "p", step: int = 4) -> list[Said]:
    return [Said(id=f"m{n}", text=text, project=project, step=step) for n, text in enumerate(texts)]


def lines(spanish_kit: SkillKit, messages: list[Said]) -> list[str]:
    return [line.statement for line in draft_verbatim(messages, SPANISH, spanish_kit)]


def test_a_deed_that_points_back_is_told_with_the_thing_it_points_at(spanish_kit: SkillKit) -> None:
    told = said("lijé las tablas y pinté el techo", "no sé", "el techo no cupo", "lo corté otra vez", "sí")
    assert lines(spanish_kit, told) == ["Lijé las tablas y pinté el techo.", "Corté el techo otra vez."]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("medi la sombra de los arboles", "Medí la sombra de los árboles."),
        ("anote los numeros y despues hice una grafica", "Anoté los números y después hice una gráfica."),
        ("le explique a la clase lo que descubri", "Le expliqué a la clase lo que descubrí."),
        ("busque el codigo en el libro", "Busqué el código en el libro."),
    ],
)
def test_accents_left_out_are_written(text: str, line: str, spanish_kit: SkillKit) -> None:
    (found,) = draft_verbatim(said(text), SPANISH, spanish_kit)
    assert (found.statement, found.evidence[0].text) == (line, text)


def test_a_full_line_ends_before_the_next_deed(spanish_kit: SkillKit) -> None:
    told = said("medí la sombra de los árboles en el parque cada hora", "escribí una carta larga a la ciudad")
    assert len(lines(spanish_kit, told)) == 2


def test_steps_and_projects_are_never_mixed(spanish_kit: SkillKit) -> None:
    told = [*said("hice el mapa de sombra con mi papá"), *said("escribí una carta a la ciudad", project="q")]
    assert len(lines(spanish_kit, told)) == 2


@pytest.mark.parametrize(
    "text", ["¿qué hice?", "no hice nada", "leo cortó las tablas", "voy a medir la sombra", "qué pinche techo hice yo"]
)
def test_questions_what_was_not_done_others_plans_and_rude_words_make_no_line(text: str, spanish_kit: SkillKit) -> None:
    assert lines(spanish_kit, said(text)) == []


def test_an_edited_line_may_drop_words_but_not_bring_new_ones(spanish_kit: SkillKit) -> None:
    told = said("medí la sombra en 14 lugares con un termómetro")
    assert CHECK.verify("Medí la sombra en 14 lugares.", told, spanish_kit) == ()
    problems = CHECK.verify("Dirigí la medición de 40 lugares.", told, spanish_kit)
    assert {problem.kind for problem in problems} == {"number", "entity"}
    assert "40" in problems[0].text


@pytest.mark.parametrize(
    ("text", "line", "honest"),
    [
        ("hice encuestas a 30 vecinos", "Encuesté a 30 vecinos.", True),
        ("lei 2 libros sobre los mayas", "Leí dos libros sobre los mayas.", True),
        ("vendimos pan para el viaje", "Como parte de un equipo, vendí pan para un viaje.", True),
        ("vendimos pan para el viaje", "Vendí pan para un viaje.", False),
        ("yo pinte los carteles y mi hermano los colgo", "Pinté y colgué los carteles.", False),
        ("todavia estoy escribiendo el guion", "Escribí el guion.", False),
        ("hice un volante en canva", "Diseñé un volante profesional en Canva.", False),
        ("ayudamos en la feria y yo repartia agua", "Repartí agua con un equipo en una feria.", True),
        ("cambie la llanta de mi bici", "Cambié la llanta de una bicicleta.", True),
        ("pinte la parte de atras de la cerca", "Pinté toda la cerca.", False),
        ("dibuje el logo con lapiz", "Dibujé el logo a mano con un lápiz.", False),
    ],
)
def test_a_spanish_line_may_be_reworded_but_say_no_more(
    text: str, line: str, honest: bool, spanish_kit: SkillKit
) -> None:
    assert (not CHECK.verify(line, said(text), spanish_kit)) == honest


def test_skills_come_from_spanish_cues(spanish_kit: SkillKit) -> None:
    names = {skill.name for skill in tag_verbatim("entrevisté a mi abuela y escribí un guion", spanish_kit)}
    assert "Communication" in names


def test_a_shorter_line_loses_its_last_sentence_and_its_quote(spanish_kit: SkillKit) -> None:
    (line,) = draft_verbatim(said("hice un plano grande", "corté la madera"), SPANISH, spanish_kit)
    short = shorter_verbatim(line)
    assert short is not None
    assert short.statement == "Hice un plano grande."
    assert shorter_verbatim(short) is None


@settings(deadline=None)  # the first example loads the word lists
@given(texts=st.lists(st.text(max_size=60) | st.sampled_from(["hice un mapa", "lo corté bien", "medí 3 cosas. ya"])))
def test_whatever_was_said_every_quote_is_exact_and_every_line_stands_on_it(texts: list[str]) -> None:
    kit = load_once()
    told = said(*texts)
    for line in draft_verbatim(told, SPANISH, kit):
        assert CHECK.verify(line.statement, told, kit) == ()
        for quote in line.evidence:
            assert any(quote.found_in(message) for message in told)


_KIT: list[SkillKit] = []


def load_once() -> SkillKit:
    if not _KIT:
        _KIT.append(load_skill_kit(KNOWLEDGE, default_folder("prompts"), "es"))
    return _KIT[0]


@pytest.mark.parametrize(
    ("texts", "line"),
    [
        (["yo hice la masa con mi abuela"], "Hice la masa con mi abuela."),
        (
            ["diseñe un cartel en canva", "lo pegue en la cafeteria"],
            "Diseñé un cartel en Canva y lo pegué en la cafetería.",
        ),
        (["una cadena estaba oxidada entonces la limpie con aceite"], "Limpié la cadena con aceite."),
        (["explique a los de sexto como usar los botes"], "Expliqué a los de sexto cómo usar los botes."),
    ],
)
def test_spanish_lines_read_as_written_not_as_talked(spanish_kit: SkillKit, texts: list[str], line: str) -> None:
    assert line in lines(spanish_kit, said(*texts))


def test_a_thing_answers_what_was_asked_in_spanish(spanish_kit: SkillKit) -> None:
    told = said("un mural de la comunidad")[0].model_copy(update={"verb": "hicimos"})
    assert lines(spanish_kit, [told]) == ["Hicimos un mural de la comunidad."]
