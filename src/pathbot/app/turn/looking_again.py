"""Plans the second look at what was saved; `app.second_look` takes it."""

from datetime import datetime, timedelta

from pathbot.evidence import SkillStatement
from pathbot.jobs import Job

NAME = "second look"
AFTER = timedelta(days=7)


def second_look(line: SkillStatement, school: str, now: datetime) -> Job:
    """The job to plan when a line is saved. One look a project, however many lines."""
    return Job(
        name=NAME,
        key=f"{line.learner}|{line.project}",
        school=school,
        due_at=now + AFTER,
        person=line.learner,
        data={"project": line.project},
    )
