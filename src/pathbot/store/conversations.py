"""The row of a conversation: made when first heard of, and where the numbers of what is shown come from."""

from sqlalchemy import Connection, Row, select, update

from pathbot.messages import Address
from pathbot.store.engine import insert_new
from pathbot.store.errors import StoreProblem
from pathbot.store.tables import conversations


def ensure(connection: Connection, school: str, address: Address) -> None:
    """Makes the conversation of this address. Raises StoreProblem when it belongs to another school."""
    insert_new(connection, conversations, new_row(school, address))
    refuse_other_school(connection, school, address.key)


def refuse_other_school(connection: Connection, school: str, key: str) -> None:
    """Nothing crosses from one school to another, whatever a channel calls its conversations."""
    owner = connection.execute(select(conversations.c.school).where(conversations.c.key == key)).scalar_one()
    if owner != school:
        raise StoreProblem("This conversation belongs to another school: check which school the channel is set up for.")


def new_row(school: str, address: Address) -> dict[str, object]:
    """A conversation nobody has spoken in yet."""
    return {
        "key": address.key,
        "school": school,
        "channel": address.channel,
        "conversation": address.conversation,
        "thread": address.thread,
        "shared": address.shared,
        "state_json": "{}",
        "last_seq": 0,
        "fence": 0,
    }


def address_of(row: Row[tuple[object, ...]]) -> Address:
    """The address a row of `conversations` stands for."""
    return Address(channel=row.channel, conversation=row.conversation, thread=row.thread, shared=row.shared)


def take_seq(connection: Connection, key: str) -> int:
    """The next number of what is shown in this conversation; holds its row until the transaction ends."""
    counted = update(conversations).where(conversations.c.key == key).values(last_seq=conversations.c.last_seq + 1)
    seq: int = connection.execute(counted.returning(conversations.c.last_seq)).scalar_one()
    return seq
