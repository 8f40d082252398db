"""How a chat platform is reached, by what it said of a conversation last: so Pathbot can speak first.

The body is the channel's own business; the store keeps it beside the school and the sender it belongs to.
"""

from sqlalchemy import Engine, and_, delete, select

from pathbot.store.engine import put, reading, writing
from pathbot.store.errors import StoreProblem
from pathbot.store.tables import routes


def keep_route(
    engine: Engine, school: str, channel: str, conversation: str, body: str, external_id: str | None
) -> None:
    """Keeps how this conversation is reached. `external_id` is the person it is private with, None for a class.

    `body` is JSON. Raises StoreProblem when the conversation is another school's.
    """
    row = {"school": school, "channel": channel, "conversation": conversation}
    with writing(engine) as connection:
        here = and_(routes.c.channel == channel, routes.c.conversation == conversation)
        home = connection.execute(select(routes.c.school).where(here)).scalar_one_or_none()
        if home not in (None, school):
            raise StoreProblem("This conversation belongs to another school: check which school its tenant is.")
        put(connection, routes, {**row, "body": body, "external_id": external_id}, ("channel", "conversation"))


def find_route(engine: Engine, channel: str, conversation: str) -> str | None:
    """The body that was kept last, None when nothing is known."""
    here = and_(routes.c.channel == channel, routes.c.conversation == conversation)
    with reading(engine) as connection:
        body: str | None = connection.execute(select(routes.c.body).where(here)).scalar_one_or_none()
        return body


def drop_route(engine: Engine, channel: str, conversation: str) -> None:
    """The platform closed this way, as when the app is removed."""
    here = and_(routes.c.channel == channel, routes.c.conversation == conversation)
    with writing(engine) as connection:
        connection.execute(delete(routes).where(here))


def take_route(engine: Engine, channel: str, conversation: str, body: str) -> bool:
    """Takes it away if it reads exactly so. True for one caller, whoever else asks at the same time."""
    here = and_(routes.c.channel == channel, routes.c.conversation == conversation, routes.c.body == body)
    with writing(engine) as connection:
        return connection.execute(delete(routes).where(here)).rowcount == 1
