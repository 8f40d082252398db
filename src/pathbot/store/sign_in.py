"""One-time links: kept as a digest, used once, over after a few minutes."""

from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, Engine, delete

from pathbot.people import Person, SignInLink
from pathbot.store.engine import insert_new, writing
from pathbot.store.tables import sign_in_links


def keep_link(connection: Connection, link: SignInLink, person: Person) -> None:
    """Whoever brings this key before it expires is this person, once. An older link of theirs is over."""
    connection.execute(delete(sign_in_links).where(sign_in_links.c.person == person.id))
    row = {"key": _digest(link.key), "school": person.school, "person": person.id, "expires_at": link.expires_at}
    insert_new(connection, sign_in_links, row)


def add_link(engine: Engine, link: SignInLink, person: Person) -> None:
    """`keep_link` in a transaction of its own."""
    with writing(engine) as connection:
        keep_link(connection, link, person)


def use_link(engine: Engine, key: str, now: datetime) -> str | None:
    """The person this key signs in. None when there is no such link, or it was used or is over."""
    with writing(engine) as connection:
        gone = delete(sign_in_links).where(sign_in_links.c.key == _digest(key))
        row = connection.execute(gone.returning(sign_in_links.c.person, sign_in_links.c.expires_at)).first()
        return row.person if row is not None and row.expires_at > now else None


def _digest(key: str) -> str:
    return sha256(f"pathbot-link|{key}".encode()).hexdigest()
