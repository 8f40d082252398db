"""The row of a conversation: made when first heard of, and where the numbers of what is shown come from."""

from collections.abc import Collection, Mapping

from sqlalchemy import Connection, Row, bindparam, select, update

from pathbot.messages import Address
from pathbot.store.engine import insert_all_new, insert_new
from pathbot.store.errors import StoreProblem
from pathbot.store.tables import conversations

_SCHOOL = select(conversations.c.school).where(conversations.c.key == bindparam("key"))
_SCHOOLS = select(conversations.c.key, conversations.c.school).where(
    conversations.c.key.in_(bindparam("keys", expanding=True))
)
_COUNTED = (
    update(conversations)
    .where(conversations.c.key == bindparam("at"))
    .values(last_seq=conversations.c.last_seq + 1)
    .returning(conversations.c.last_seq)
)


def ensure(connection: Connection, school: str, address: Address) -> None:
    """Makes the conversation of this address. Raises StoreProblem when it belongs to another school."""
    if connection.execute(_SCHOOL, {"key": address.key}).scalar_one_or_none() == school:
        return
    insert_new(connection, conversations, new_row(school, address))
    # Another school's is not even seen behind the fence.
    if connection.execute(_SCHOOL, {"key": address.key}).scalar_one_or_none() != school:
        raise foreign()


def ensure_all(connection: Connection, wanted: Mapping[str, tuple[str, Address]]) -> None:
    """Makes many at once, by key. Which school one belongs to is for the caller to compare with `schools_of`."""
    missing = [new_row(*wanted[key]) for key in sorted(wanted)]  # one order, so that two writers never wait in a circle
    insert_all_new(connection, conversations, missing, ("key",))


def schools_of(connection: Connection, keys: Collection[str]) -> dict[str, str]:
    """Whose each conversation is."""
    rows = connection.execute(_SCHOOLS, {"keys": list(keys)})
    return {row.key: row.school for row in rows}


def foreign() -> StoreProblem:
    """Nothing crosses from one school to another, whatever a channel calls its conversations."""
    return StoreProblem("This conversation belongs to another school: check which school the channel is set up for.")


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
    seq: int = connection.execute(_COUNTED, {"at": key}).scalar_one()
    return seq
