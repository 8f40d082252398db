"""Due work happens once: planned once, held by one, finished with all it leads to or not at all."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine
from tests.store.store_samples import HOME, LEASE, answer, at, file_all, inbound, reply, set_up, take

from pathbot.jobs import Job
from pathbot.store import jobs, people, rights
from pathbot.store.engine import Transaction, writing
from pathbot.store.history import shown
from pathbot.store.jobs import Held, Result


def job(key: str = "k", seconds: float = 0, **parts: object) -> Job:
    return Job(**{"name": "remind", "key": key, "school": "cedar", "due_at": at(seconds), **parts})  # type: ignore[arg-type]


def held(engine: Engine, seconds: float = 1) -> Held:
    found = jobs.claim(engine, ["remind"], at(seconds), LEASE)
    assert found is not None
    return found


@pytest.fixture(autouse=True)
def _school(engine: Engine) -> None:
    set_up(engine)


def test_a_key_is_planned_once_even_after_it_was_done(engine: Engine) -> None:
    assert jobs.plan_all(engine, [job(), job()]) == 1
    assert jobs.finish(engine, held(engine), Result(), at(1))
    assert jobs.plan_all(engine, [job(seconds=50)]) == 0
    assert jobs.claim(engine, ["remind"], at(100), LEASE) is None


def test_nothing_is_due_before_its_time_or_under_another_name(engine: Engine) -> None:
    jobs.plan_all(engine, [job(seconds=10)])
    assert jobs.claim(engine, ["remind"], at(9), LEASE) is None
    assert jobs.claim(engine, ["other"], at(11), LEASE) is None
    assert jobs.claim(engine, ["remind"], at(10), LEASE) is not None


def test_the_one_due_longest_comes_first_with_all_it_was_planned_with(engine: Engine) -> None:
    jobs.plan_all(engine, [job("b", 5), job("a", 3, person="maya", data={"n": "1"})])
    assert held(engine, 9).job == job("a", 3, person="maya", data={"n": "1"})
    assert held(engine, 9).job.key == "b"


def test_a_held_job_is_nobody_elses_until_the_lease_is_over(engine: Engine) -> None:
    jobs.plan_all(engine, [job()])
    slow = held(engine)
    assert jobs.claim(engine, ["remind"], at(2), LEASE) is None
    quick = held(engine, 100)
    assert not jobs.finish(engine, slow, Result(outgoing=(reply("slow"),)), at(101))
    assert jobs.finish(engine, quick, Result(outgoing=(reply("quick"),)), at(101))
    assert [s.key for s in shown(engine, HOME.key)] == ["quick"]


def test_everything_a_job_leads_to_is_stored_with_it_or_nothing(engine: Engine) -> None:
    jobs.plan_all(engine, [job()])

    def broken(_: Transaction) -> None:
        raise ZeroDivisionError

    now = held(engine)
    with pytest.raises(ZeroDivisionError):
        jobs.finish(engine, now, Result(outgoing=(reply("r"),), then=(job("next"),), store=broken), at(1))
    assert shown(engine, HOME.key) == ()
    assert jobs.finish(engine, now, Result(outgoing=(reply("r"),), then=(job("next", 2),)), at(1))
    assert [s.key for s in shown(engine, HOME.key)] == ["r"]
    assert held(engine, 3).job.key == "next"


def test_a_failed_job_comes_back_later_and_is_set_aside_in_the_end(engine: Engine) -> None:
    jobs.plan_all(engine, [job()])
    seconds, tries = 1.0, 1
    while not jobs.give_back(engine, held(engine, seconds), at(seconds), "KeyError"):
        assert jobs.claim(engine, ["remind"], at(seconds + 29), LEASE) is None
        seconds, tries = seconds + 15 * 2**tries, tries + 1
    assert tries == jobs.GIVE_UP_AFTER
    (trouble,) = jobs.troubles(engine, "cedar")
    assert (trouble.key, trouble.state, trouble.error_code) == ("k", "dead", "KeyError")


def test_a_job_that_takes_every_worker_with_it_is_set_aside(engine: Engine) -> None:
    jobs.plan_all(engine, [job()])
    for n in range(jobs.LOST_AFTER):
        assert held(engine, n * 100 + 1).claim == n + 1
    assert jobs.claim(engine, ["remind"], at(1e6), LEASE) is None
    assert [t.error_code for t in jobs.troubles(engine)] == ["worker_lost"]


def test_what_came_too_late_is_kept_for_people_to_see(engine: Engine) -> None:
    jobs.plan_all(engine, [job()])
    assert jobs.miss(engine, held(engine), at(9000))
    assert [(t.name, t.state) for t in jobs.troubles(engine)] == [("remind", "missed")]
    assert jobs.troubles(engine, "another school") == ()


def test_a_turn_plans_jobs_in_its_own_commit(engine: Engine) -> None:
    file_all(engine, inbound(1))
    slow = take(engine)
    mine = take(engine, 2000, "w2")
    assert not answer(engine, slow, jobs=(job("slow"),))
    assert answer(engine, mine, jobs=(job("mine"),))
    assert held(engine, 9).job.key == "mine"
    assert jobs.claim(engine, ["remind"], at(9), LEASE) is None


def test_a_job_goes_with_the_person_it_is_about(engine: Engine) -> None:
    jobs.plan_all(engine, [job(person="maya"), job("omars", 2, person="omar")])
    about_maya = held(engine)
    rights.erase_learner(engine, "maya", at(1))
    assert not jobs.finish(engine, about_maya, Result(outgoing=(reply("r"),)), at(2))
    assert held(engine, 9).job.key == "omars"
    assert people.find_person(engine, "maya") is None


def test_old_ended_jobs_are_forgotten_and_open_ones_never(engine: Engine) -> None:
    jobs.plan_all(engine, [job(), job("open", 500)])
    jobs.finish(engine, held(engine), Result(), at(1))
    with writing(engine) as connection:
        assert jobs.forget(connection, "cedar", at(1) + timedelta(days=1)) == 1
    assert held(engine, 501).job.key == "open"
