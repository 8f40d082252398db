"""After a crash on one machine what was half done goes on at once; what may be out at a platform waits its time."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from tests.store.store_samples import KEY, LEASE, answer, at, file_all, inbound, reply, set_up

from pathbot.messages import Address
from pathbot.store import claims, outbox
from pathbot.store.engine import open_engine
from pathbot.store.migrate import migrate
from pathbot.store.takeover import take_over

SLACK = Address(channel="slack", conversation="T1/U1")


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = open_engine(f"sqlite:///{tmp_path / 'pathbot.db'}", KEY)
    migrate(made)
    set_up(made)
    yield made
    made.dispose()


def test_a_claim_of_the_dead_is_free_at_once_and_stores_nothing_any_more(engine: Engine) -> None:
    file_all(engine, inbound(1))
    dead = claims.claim(engine, "w0", at(10), LEASE)
    assert dead is not None
    assert claims.claim(engine, "w1", at(11), LEASE) is None
    take_over(engine, ("web",), at(11))
    mine = claims.claim(engine, "w0", at(11), LEASE)
    assert mine is not None
    assert mine.fence > dead.fence
    assert not answer(engine, dead)
    assert answer(engine, mine)


def test_a_half_sent_page_goes_on_at_once_and_a_half_sent_post_waits_for_its_lease(engine: Engine) -> None:
    outbox.post(engine, "cedar", [reply("page"), reply("post", address=SLACK)], at(0))
    assert len(outbox.take_due(engine, ("web", "slack"), at(1), LEASE, most=9)) == 2
    take_over(engine, ("web",), at(2))
    (sending,) = outbox.take_due(engine, ("web", "slack"), at(2), LEASE, most=9)
    assert (sending.outgoing.key, sending.half_sent) == ("page", True)
    (late,) = outbox.take_due(engine, ("slack",), at(60), LEASE, most=9)
    assert (late.outgoing.key, late.half_sent) == ("post", True)
