"""A teacher changes a project in a form: a question of their own, a problem beside its field, the rest as it was."""

import re
from pathlib import Path

import pytest

from pathbot.app.content import parse, read
from pathbot.app.project_form import fields_of, text_with
from pathbot.reflection.events import Asked
from pathbot.reflection.project import Project
from pathbot.reflection.voice import Voice
from tests.office.test_work import save
from tests.office.town import Town
from tests.office.wild import forms_of

OWN = "Which joint did you cut yourself?"


def _file(town: Town) -> Path:
    return town.settings.prompts / "projects" / "homes-for-birds.yaml"


def _project(town: Town) -> Project:
    return read(_file(town), Project)


@pytest.mark.parametrize("path", sorted(Path("prompts/projects").glob("*.yaml")), ids=lambda path: path.stem)
def test_a_form_sent_as_it_came_changes_nothing_a_learner_or_teacher_reads(town: Town, path: Path) -> None:
    before = read(path, Project)
    text = text_with(path.read_text(encoding="utf-8"), fields_of(before), town.kit.framework)
    assert parse(text, path.name, Project) == before
    assert text.splitlines()[0] == path.read_text(encoding="utf-8").splitlines()[0], "the comment at the top stays"


async def test_a_question_and_a_follow_up_of_ones_own_are_asked_and_can_be_taken_out_again(town: Town) -> None:
    slot = town.kit.framework.steps[3].slots[1].id
    fields = fields_of(_project(town))
    name = f"follow_ups.project.{slot}"
    saved = await save(
        town, **fields | {f"{name}.en": f"  {OWN}\r\n", "asks.assessment.en": "", "asks.assessment.es": ""}
    )
    assert saved.headers["location"] == "/projects/homes-for-birds?said=project_saved"
    project = _project(town)
    assert "assessment" not in project.asks, "an empty question is the usual one again"
    kit = town.kit
    voice = Voice(
        framework=kit.framework,
        project=project,
        texts=kit.texts,
        say_back=str,
        language="en",
        said={},
        skills_of=lambda text: (),
    )
    asked = Asked(step="project", slot=slot, form="ask")
    assert voice.plain_question(asked) == OWN
    await save(town, **fields_of(project) | {f"{name}.en": ""})
    assert _project(town).follow_ups == {}


async def test_what_is_wrong_stands_beside_its_field_and_nothing_written_is_lost(town: Town) -> None:
    before = _file(town).read_text(encoding="utf-8")
    fields = fields_of(_project(town)) | {
        "asks.project.en": "What did you do? And who helped?",
        "title.en": "",
        "people.en": "the people in our street",
    }
    refused = await save(town, **fields)
    assert refused.status_code == 422
    assert re.search(r'id="w-asks.project">This asks more than one question', refused.text)
    assert re.search(r'id="w-title">Write something here', refused.text)
    assert refused.text.count('class="wrong"') == 2
    shown = next(found for action, found in forms_of(refused.text) if action.endswith("/save"))
    assert set(fields) <= set(shown)
    assert "And who helped?" in refused.text
    assert "the people in our street" in refused.text
    assert _file(town).read_text(encoding="utf-8") == before


async def test_the_text_is_one_step_away_and_a_file_that_cannot_be_read_opens_as_text(town: Town) -> None:
    async with town.client("north-tom") as client:
        form = await client.get("/projects/homes-for-birds")
        assert 'href="/projects/homes-for-birds?as=text"' in form.text
        assert "vocabulary:" not in form.text
        assert "vocabulary:" in (await client.get("/projects/homes-for-birds?as=text")).text
        _file(town).write_text("id: [", encoding="utf-8")
        broken = await client.get("/projects/homes-for-birds")
    assert broken.status_code == 200
    assert "not valid YAML" in broken.text or "cannot be read as YAML" in broken.text
