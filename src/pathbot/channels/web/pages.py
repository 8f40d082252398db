"""The pages people open, and signing in and out."""

from base64 import b64decode
from datetime import timedelta
from urllib.parse import quote

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from pathbot.channels.web.desk import Profile, Shown, Unavailable
from pathbot.channels.web.office import Office
from pathbot.channels.web.posting import Unreadable, opening, read_form, read_number
from pathbot.channels.web.room import Problem, Room
from pathbot.channels.web.session import COOKIE, LASTS_SECONDS
from pathbot.channels.web.tries import Tries
from pathbot.channels.web.view import Viewer, home_of
from pathbot.joining import find_code
from pathbot.messages import Picture

AWAY = timedelta(minutes=30)  # after this long, opening the chat is coming back
SEE_OTHER = 303


def router(room: Room, office: Office | None, tries: Tries) -> APIRouter:
    """Every page of a conversation."""
    routes = APIRouter()

    @routes.get("/")
    async def start(request: Request) -> Response:
        people, viewer = await room.desk.people(), await room.viewer(request)
        mailed = request.query_params.get("said") == "mailed"
        return HTMLResponse(room.views.start(people, viewer, mailed, accepts(request)))

    @routes.post("/enter")
    async def enter(request: Request) -> Response:
        form = read_form(await request.body())
        if "code" not in form:
            chosen = await _of_the_demo(room, form.get("person", ""))
        else:
            address = request.client.host if request.client else ""
            if tries.too_many(address):
                raise Problem(429, "too_many")
            found = await _with_code(room, office, form["code"])
            if found is None:
                tries.failed(address)
                raise Problem(403, "code")
            chosen = found
        return sign_in(room, request, chosen, home_of(chosen))

    @routes.post("/leave")
    async def leave(request: Request) -> Response:
        check_token(await room.viewer(request), read_form(await request.body()))
        # What was not sent yet is kept in the browser; on a shared computer it goes with the person.
        answer = RedirectResponse("/", SEE_OTHER, headers={"Clear-Site-Data": '"storage"'})
        answer.delete_cookie(COOKIE, httponly=True, samesite="strict")
        return answer

    @routes.get("/chat")
    async def chat(request: Request) -> Response:
        return await _private(room, request, "/chat")

    @routes.get("/inbox")
    async def inbox(request: Request) -> Response:
        return await _private(room, request, "/inbox")

    @routes.get("/class")
    async def class_(request: Request) -> Response:
        viewer = await room.viewer(request, "class")
        return await _conversation(room, viewer) if viewer else _to_start()

    @routes.get("/portfolio")
    async def portfolio(request: Request) -> Response:
        viewer = await room.viewer(request)
        if viewer is None:
            return _to_start()
        own = await room.desk.portfolio(_learner(viewer).profile.id)
        by_skill = request.query_params.get("by") == "skill"
        return HTMLResponse(room.views.portfolio(viewer, own, by_skill))

    @routes.get("/portfolio/file/{format}")
    async def portfolio_file(request: Request, format: str) -> Response:
        viewer = await room.viewer(request)
        if viewer is None:
            return _to_start()
        file = await room.desk.portfolio_file(_learner(viewer).profile.id, format)
        if file is None:
            raise Problem(404, "not_found")
        named = f"attachment; filename*=UTF-8''{quote(file.name, safe='')}"
        return Response(file.content, media_type=file.media_type, headers={"Content-Disposition": named})

    @routes.get("/picture/{place}/{number}")
    async def picture(request: Request, place: str, number: str) -> Response:
        viewer = await room.viewer(request, "class" if place == "class" else "chat")
        if viewer is None:
            return _to_start()
        seq = read_number(number)
        page = await room.desk.shown(viewer.profile.id, room.address(viewer).key, seq - 1)
        reply = page[0].reply if page and page[0].seq == seq else None
        if not isinstance(reply, Picture):
            raise Problem(404, "not_found")
        return Response(b64decode(reply.png), media_type="image/png")

    return routes


def sign_in(room: Room, request: Request, profile: Profile, path: str) -> Response:
    """Starts a session and goes to a page."""
    answer = RedirectResponse(path, SEE_OTHER)
    secure = request.url.scheme == "https"
    cookie = room.sessions.start(profile.id)
    answer.set_cookie(COOKIE, cookie, LASTS_SECONDS, httponly=True, samesite="strict", secure=secure)
    return answer


def check_token(viewer: Viewer | None, form: dict[str, str]) -> Viewer:
    """Who posted this form of ours. Raises Problem for nobody, or a form that is not theirs."""
    if viewer is None:
        raise Problem(401, "signed_out")
    if form.get("token") != viewer.token:
        raise Problem(403, "unreadable")
    return viewer


def add_problem_pages(web: FastAPI, room: Room) -> None:
    """Every refusal is a sentence: as a page, or as JSON where a script asked."""

    async def problem(request: Request, error: Exception) -> Response:
        status, name = _status_of(error)
        viewer = await _looking(room, request)
        sentence = room.views.sentence(f"problem.{name}", viewer, accepts(request))
        headers = {"Retry-After": "2"} if status == 503 else {}
        if request.url.path.startswith("/api/") and "text/html" not in request.headers.get("accept", ""):
            return JSONResponse({"problem": sentence}, status, headers=headers)
        return HTMLResponse(room.views.problem(name, viewer, accepts(request)), status, headers=headers)

    for kind in (Problem, Unreadable, Unavailable, HTTPException):
        web.add_exception_handler(kind, problem)


async def _looking(room: Room, request: Request) -> Viewer | None:
    """Whose language and pages a refusal is shown with; nobody's while the store is away."""
    try:
        return await room.viewer(request)
    except Unavailable:
        return None


def accepts(request: Request) -> str:
    """The languages a browser asks for."""
    return request.headers.get("accept-language", "")


def _status_of(error: Exception) -> tuple[int, str]:
    if isinstance(error, Problem):
        return error.status, error.name
    if isinstance(error, Unavailable):
        return 503, "unavailable"
    if isinstance(error, HTTPException):
        return error.status_code, "not_found" if error.status_code == 404 else "unreadable"
    return 400, "unreadable"


async def _with_code(room: Room, office: Office | None, code: str) -> Profile | None:
    typed = find_code(code)
    person = await office.by_code(typed) if office and typed else None
    return await room.desk.person(person) if person else None


async def _of_the_demo(room: Room, person: str) -> Profile:
    chosen = next((p for p in await room.desk.people() if p.id == person), None)
    if chosen is None:
        raise Problem(403, "not_yours")
    return chosen


async def _private(room: Room, request: Request, path: str) -> Response:
    viewer = await room.viewer(request)
    if viewer is None:
        return _to_start()
    if viewer.home != path:
        return RedirectResponse(viewer.home, SEE_OTHER)
    return await _conversation(room, viewer)


async def _conversation(room: Room, viewer: Viewer) -> Response:
    address = room.address(viewer)
    shown = await everything(room, viewer, address.key)
    if not address.shared:
        await _opened(room, viewer, shown)
    steps = await room.desk.journey(viewer.profile.id)
    return HTMLResponse(room.views.conversation(viewer, shown, steps))


async def everything(room: Room, viewer: Viewer, conversation: str) -> list[Shown]:
    """All that stands in a conversation."""
    shown: list[Shown] = []
    while page := await room.desk.shown(viewer.profile.id, conversation, shown[-1].seq if shown else 0):
        shown += page
    return shown


async def _opened(room: Room, viewer: Viewer, shown: list[Shown]) -> None:
    """Tells Pathbot that somebody is here, once per sitting: it speaks first."""
    now = room.clock()
    last = shown[-1] if shown else None
    if last is None or now - last.at > AWAY:
        address = room.address(viewer)
        await room.desk.file(opening(viewer.profile.id, address, last.seq if last else 0, now))


def _learner(viewer: Viewer) -> Viewer:
    if viewer.adult:
        raise Problem(403, "not_yours")
    return viewer


def _to_start() -> Response:
    return RedirectResponse("/", SEE_OTHER)
