import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pathbot.evidence import Draft, Said
from pathbot.skills.draft import draft, shorter
from pathbot.skills.ground import verify
from pathbot.skills.kit import SkillKit


def talk(*texts: str, project: str = "") -> list[Said]:
    return [Said(id=f"m{n}", text=text, project=project) for n, text in enumerate(texts)]


SURVEY = talk(
    "we did a survey about the recycling bins and got 42 answers",
    "i made the google form and the graphs",
    "the club moved the bins next to the gym",
    "ask less questions lol it was too long",
)


def test_the_survey_becomes_one_line_with_own_part_number_and_outcome(kit: SkillKit) -> None:
    best = draft(SURVEY, kit)[0]
    assert best.statement == (
        "Made the Google Form and the graphs for a survey about the recycling bins that got 42 answers; "
        "the club moved the bins next to the gym."
    )
    assert {skill.name for skill in best.skills} >= {"Critical Thinking", "Technology", "Writing"}
    assert 0.6 < best.own_words <= 1


def test_then_is_said_only_where_pathbot_had_asked_what_came_of_it(kit: SkillKit) -> None:
    asked = [*SURVEY[:2], SURVEY[2].model_copy(update={"slot": "outcome"})]
    assert "the club then moved the bins" in draft(asked, kit)[0].statement


def test_a_terse_learner_gets_a_line_from_a_trouble_and_what_they_did(kit: SkillKit) -> None:
    said = talk("sanding n the roof", "idk", "roof didnt fit", "cut it again", "yes")
    assert (
        draft(said, kit)[0].statement == "Worked on sanding and the roof, and cut the roof again after it didn't fit."
    )


def test_group_work_is_told_as_group_work(kit: SkillKit) -> None:
    (line, *_) = draft(talk("we tested the creek water at 3 spots with test strips"), kit)
    assert line.statement == "Tested the creek water at 3 spots with test strips as part of a team."


@pytest.mark.parametrize(
    "text",
    [
        "i was gonna make a website",
        "next week im presenting to the school board",
        "i wanted to build a drone",
        "i would have led the team lol",
        "i didnt paint the sign",
        "almost finished the model",
        "if we had time i made a video",
        "i think it was good",
        "jk i built a rocket in my dreams",
        "i made a million posters",
        "did i make the poster?",
        "leo built the frame",
        "my partner edited the audio",
        "the model was built by my partner",
        "idk",
        "you are dumb",
        "Hice un cartel para la escuela",
    ],
)
def test_plans_denials_jokes_opinions_and_other_peoples_work_are_no_achievements(kit: SkillKit, text: str) -> None:
    assert draft(talk(text), kit) == ()


def test_two_projects_are_never_in_one_line(kit: SkillKit) -> None:
    said = [
        *talk("i programmed the arm in python", "i tested it 5 times", project="robotics"),
        *(s.model_copy(update={"id": f"g{s.id}"}) for s in talk("i measured the soil with a sensor", project="garden")),
    ]
    for line in draft(said, kit):
        assert len({quote.message_id[0] for quote in line.evidence}) == 1


PARTS = (
    "i made the google form", "we did a survey about bins", "and got 42 answers", "my partner edited the audio",
    "cut it again", "roof didnt fit", "lol", "i was gonna paint it", "the club moved the bins", "because it broke",
    "so i fixed the wire", "i learned how to solder", "sanding n painting", "we showed it to 30 people",
    "i was in charge of the lights", "it worked", "i helped my dad build the frame", "with a roller", "😀",
    "til it spun", "i tried to fix it", "https://a.b", "he said it was good", "i measured them", "we had a bake sale",
    "made 213 dollars", "i dont know", "next week i will present it", "i asked people if",
)  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.sampled_from(PARTS), min_size=1, max_size=3).map(" ".join), max_size=8))
def test_every_draft_is_true_exact_and_sayable(kit: SkillKit, texts: list[str]) -> None:
    said = talk(*texts)
    for line in draft(said, kit):
        assert not verify(line.statement, said, kit)
        assert line.evidence
        assert all(any(quote.found_in(message) for message in said) for quote in line.evidence)
        assert len(line.statement.split()) <= 30
        assert line.statement[0].isupper()
        assert line.statement.endswith(".")
        assert 0 <= line.own_words <= 1


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(max_size=150), max_size=4))
def test_drafting_answers_for_any_text(kit: SkillKit, texts: list[str]) -> None:
    said = talk(*texts)
    assert all(not verify(line.statement, said, kit) for line in draft(said, kit))


def test_a_shorter_form_is_still_true(kit: SkillKit) -> None:
    best = draft(SURVEY, kit)[0]
    short = shorter(best, SURVEY, kit)
    assert isinstance(short, Draft)
    assert len(short.statement) < len(best.statement)
    assert not verify(short.statement, SURVEY, kit)
    assert shorter(best.model_copy(update={"statement": "Made the form."}), SURVEY, kit) is None
