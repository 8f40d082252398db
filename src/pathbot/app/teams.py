"""Teams, put together: its settings, its desk on the store, its keys and its sign-in."""

import asyncio
import os
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from typing import ParamSpec, TypeVar

import httpx

from pathbot.app import class_start, roster
from pathbot.app.attached import Attach, Attached
from pathbot.app.class_start import Beginning, Newcomer
from pathbot.app.content import read
from pathbot.app.errors import BadInput
from pathbot.app.home import now
from pathbot.app.kit import Kit
from pathbot.app.settings import Settings
from pathbot.app.teams_settings import CLOUDS, TeamsSettings
from pathbot.channels.starting import Starter
from pathbot.channels.teams.channel import TeamsChannel
from pathbot.channels.teams.connector import Connector
from pathbot.channels.teams.credentials import Certificate, Credential, ManagedIdentity, Secret
from pathbot.channels.teams.desk import NAME, Route, Start, Unavailable, private_address, shared_address
from pathbot.channels.teams.door import Door
from pathbot.channels.teams.gate import Gate
from pathbot.channels.teams.hosts import LOOPBACK, Hosts
from pathbot.channels.teams.introductions import Introductions
from pathbot.channels.teams.keys import SigningKeys
from pathbot.channels.teams.render import Labels
from pathbot.channels.teams.signin import SignIn
from pathbot.channels.teams.starting import Starting, StartWords
from pathbot.messages import Address, Inbound, Outgoing
from pathbot.store import outbox, people, routes
from pathbot.store.engine import Database
from pathbot.store.errors import StoreProblem, StoreUnavailable
from pathbot.store.ingest import Ingest
from pathbot.wording import Texts

P = ParamSpec("P")
R = TypeVar("R")
MOST_ROUTES = 5000


class StoreTeamsDesk:
    """The `Desk` of Teams. Routes are kept in memory too: most activities say again what the last one said."""

    def __init__(self, engine: Database, kit: Kit, texts: Texts, schools: Mapping[str, str], ingest: Ingest) -> None:
        self._engine = engine
        self._kit = kit
        self._texts = texts
        self._schools = schools
        self._ingest = ingest
        self._known: OrderedDict[str, Route] = OrderedDict()

    async def file(self, tenant: str, inbound: Inbound) -> bool:
        """Into the inbox of the tenant's school."""
        try:
            return await self._ingest.file(self._schools[tenant], inbound)
        except StoreUnavailable:
            raise Unavailable from None

    async def knows(self, tenant: str, person: str) -> bool:
        """Whether this sender was linked to somebody."""
        who = await self._store(people.person_behind, self._engine, self._schools[tenant], NAME, person)
        return who is not None

    async def introduce(self, tenant: str, person: str, email: str) -> bool:
        """Links them, if the school has this e-mail on its list."""
        school = self._schools[tenant]
        who = await self._store(roster.link_by_email, self._engine, school, NAME, person, email)
        if who is not None:
            await self._store(people.set_address, self._engine, who, private_address(tenant, person))
        return who is not None

    async def answer(self, tenant: str, outgoing: Outgoing) -> None:
        """Into the outbox, once."""
        await self._store(outbox.post, self._engine, self._schools[tenant], [outgoing], now())

    async def remember(self, route: Route) -> None:
        """Writes only what changed. Whoever is heard of first in a channel can be answered in private from then on."""
        before = await self.route(route.conversation)
        route = route.since(before)
        if route == before:
            return
        await self._store(self._keep, route, before is None)
        self._note(route)

    async def route(self, conversation: str) -> Route | None:
        """How it is reached."""
        if conversation in self._known:
            self._known.move_to_end(conversation)
            return self._known[conversation]
        body = await self._store(routes.find_route, self._engine, NAME, conversation)
        if body is None:
            return None
        self._note(Route.model_validate_json(body))
        return self._known[conversation]

    async def starter(self, tenant: str, person: str, members: tuple[str, ...]) -> Starter | None:
        """Their classes and every project, for a teacher."""
        school, there = self._schools[tenant], dict(zip(members, members, strict=True))
        return await self._store(class_start.starter, self._engine, self._kit, school, NAME, person, there)

    async def begin(self, start: Start) -> int | None:
        """Says so in the channel, and opens the chat of every learner."""
        opened = await self._store(self._begin, start)
        for inbound in opened or ():
            await self.file(start.tenant, inbound)
        return None if opened is None else len(opened)

    async def seat(self, tenant: str, person: str, message: str) -> str | None:
        """What they hear in the Round Table's thread."""
        school = self._schools[tenant]
        return await self._store(class_start.seat, self._engine, self._kit, self._texts, school, NAME, person, message)

    async def forget(self, conversation: str) -> None:
        """Nothing is sent there any more."""
        await self._store(routes.drop_route, self._engine, NAME, conversation)
        self._known.pop(conversation, None)

    def _begin(self, start: Start) -> tuple[Inbound, ...] | None:
        """Those of the channel, and those of the class whom Teams knows already."""
        greeted = {member.person: member.name for member in start.learners}
        for person, who in class_start.known_there(self._engine, NAME, start.class_id):
            greeted.setdefault(person, who.name)
        learners = tuple(
            Newcomer(
                person=person,
                name=name,
                address=private_address(start.tenant, person),
                delivery=f"start-{start.key}-{private_address(start.tenant, person).conversation}",
            )
            for person, name in greeted.items()
        )
        chosen = Beginning(
            channel=NAME,
            teacher=start.teacher,
            place=shared_address(start.place, None) if start.place else None,
            class_id=start.class_id,
            project=start.project,
            learners=learners,
            key=start.key,
        )
        school = self._schools[start.tenant]
        return class_start.begin(self._engine, self._kit, self._texts, school, chosen, now())

    def _note(self, route: Route) -> None:
        self._known[route.conversation] = route
        while len(self._known) > MOST_ROUTES:
            self._known.popitem(last=False)

    def _keep(self, route: Route, first: bool) -> None:
        school = self._schools[route.tenant]
        routes.keep_route(self._engine, school, NAME, route.conversation, route.model_dump_json(), route.person or None)
        who = people.person_behind(self._engine, school, NAME, route.person) if first and route.person else None
        if who is not None:
            people.set_address(self._engine, who, Address(channel=NAME, conversation=route.conversation))

    async def _store(self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return await asyncio.to_thread(work, *args, **kwargs)
        except (StoreProblem, BadInput):
            raise Unavailable from None


def attach_teams(settings: Settings, teams: TeamsSettings, engine: Database, kit: Kit) -> Attach:
    """What `create_server` attaches. Raises BadInput when a school of the settings is not there, or it is not safe."""
    if teams.unauthenticated and settings.host not in LOOPBACK:
        raise BadInput("PATHBOT_TEAMS_UNAUTHENTICATED needs PATHBOT_HOST=127.0.0.1: nobody else may reach it.")
    for school in teams.schools.values():
        if people.get_school(engine, school) is None:
            raise BadInput(f"PATHBOT_TEAMS_TENANTS names the school {school}, which is not there. Add it first.")
    texts = read(settings.prompts / "teams.yaml", Texts)
    labels = load_labels(settings)
    credential_of(teams)  # what cannot be signed in with is said before anything starts

    def attach(ingest: Ingest, _: asyncio.Event) -> Attached:
        http = httpx.AsyncClient(timeout=10.0)
        hosts = Hosts(dev=settings.env == "dev")
        connector = Connector(sign_in(teams, http), hosts)
        desk = StoreTeamsDesk(engine, kit, texts, teams.schools, ingest)
        keys = SigningKeys(teams.keys_url or CLOUDS[teams.cloud][1], http)
        gate = None if teams.unauthenticated else Gate(teams.app_id, keys, hosts, CLOUDS[teams.cloud][2])

        @asynccontextmanager
        async def running() -> AsyncIterator[None]:
            fresh = None if gate is None else asyncio.create_task(keys.keep_fresh())
            try:
                yield
            finally:
                if fresh is not None:
                    fresh.cancel()
                    with suppress(asyncio.CancelledError):
                        await fresh
                await connector.close()
                await http.aclose()

        introductions = Introductions(desk, connector, time.monotonic)
        channel = TeamsChannel(desk, connector, labels)
        starting = Starting(desk, connector, load_start_words(texts), channel.show)
        door = Door(desk, gate, introductions, starting, labels, teams.schools, now)
        return Attached(channel, door.router(), running)

    return attach


def load_labels(settings: Settings) -> Callable[[str], Labels]:
    """The words of Teams' own, by language."""
    texts = read(settings.prompts / "teams.yaml", Texts)
    fields = Labels.model_fields
    known = {lang: Labels(**{name: texts.say(f"card.{name}", lang) for name in fields}) for lang in ("en", "es")}
    return lambda language: known.get(language, known["en"])


def load_start_words(texts: Texts) -> Callable[[str], StartWords]:
    """The words around a start, by language."""

    def in_language(language: str) -> StartWords:
        said = {name: texts.say(f"start.{name}", language, count="{count}") for name in StartWords.model_fields}
        commands = tuple(command.strip().casefold() for command in said.pop("commands").split("|"))
        return StartWords(commands=commands, **said)

    known = {language: in_language(language) for language in ("en", "es")}
    return lambda language: known.get(language, known["en"])


def sign_in(teams: TeamsSettings, http: httpx.AsyncClient) -> SignIn:
    """Pathbot's own sign-in."""
    return SignIn(credential_of(teams), http)


def credential_of(teams: TeamsSettings) -> Credential | None:
    """What it signs in with, in the tenant of the bot, the first of the list. Raises BadInput for an unusable one."""
    login, _, issuer = CLOUDS[teams.cloud]
    tenant, scope = next(iter(teams.schools)), f"{issuer}/.default"
    url = f"{teams.login_url or login}/{tenant}/oauth2/v2.0/token"
    if teams.managed_identity:
        return ManagedIdentity(teams.app_id, os.environ, scope)
    if pem := teams.certificate():
        try:
            return Certificate(url, teams.app_id, pem, scope)
        except ValueError:
            raise BadInput(
                f"{teams.certificate_file} is no certificate Pathbot can sign in with: put the RSA private key "
                "(without a password) and the certificate into one PEM file."
            ) from None
    secret = teams.secret()
    return Secret(url, teams.app_id, secret, scope) if secret else None
