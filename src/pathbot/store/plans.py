"""The projects of a class: started, paused, ended, and by when each step should be done."""

import json
from datetime import date

from sqlalchemy import Connection, Engine, Row, select, update

from pathbot.people import Class, Plan
from pathbot.store import rows
from pathbot.store.engine import put, reading, writing
from pathbot.store.errors import StoreProblem
from pathbot.store.tables import classes, plans


def put_plan(engine: Engine, plan: Plan) -> None:
    """Stores a plan and makes its project the one the class does. Any other running project of the class ends.

    Raises StoreProblem when the class is not there, or another school's.
    """
    with writing(engine) as connection:
        room = rows.one(connection, Class, classes, classes.c.id == plan.class_id)
        if room is None or room.school != plan.school:
            raise StoreProblem("There is no such class in this school: add it first.")
        others = (plans.c.class_id == plan.class_id, plans.c.project != plan.project, plans.c.state != "ended")
        connection.execute(update(plans).where(*others).values(state="ended"))
        dates = json.dumps({step: day.isoformat() for step, day in sorted(plan.dates.items())})
        put(connection, plans, {**plan.model_dump(), "dates": dates}, ("class_id", "project"))
        now_doing = {"project": plan.project, "state": plan.state}
        connection.execute(update(classes).where(classes.c.id == plan.class_id).values(now_doing))


def plan_of(engine: Engine, class_id: str) -> Plan | None:
    """The plan of the project the class does now, None when nobody made one."""
    with reading(engine) as connection:
        return current(connection, class_id)


def current(connection: Connection, class_id: str) -> Plan | None:
    """`plan_of`, as part of a larger transaction."""
    here = plans.join(classes, (plans.c.class_id == classes.c.id) & (plans.c.project == classes.c.project))
    row = connection.execute(select(plans).select_from(here).where(classes.c.id == class_id)).first()
    return None if row is None else _plan(row)


def _plan(row: Row[tuple[object, ...]]) -> Plan:
    dates = {step: date.fromisoformat(day) for step, day in json.loads(row.dates).items()}
    return rows.to_noun(Plan, row, dates=dates)
