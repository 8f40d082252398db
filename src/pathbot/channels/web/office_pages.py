"""The pages of teachers, mentors, administrators, and a learner's page about their data. Plain forms, htmx on top."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from pathbot.channels.web.office import Office, Refused
from pathbot.channels.web.pages import SEE_OTHER, check_token
from pathbot.channels.web.posting import read_form
from pathbot.channels.web.room import Problem, Room
from pathbot.channels.web.view import Viewer

MOST_FIELDS = 500
"""Of one form: a field per learner of a large class, or one per question of a project."""
ACTIONS = {
    "start-project": "/teach/{class}",
    "pause-project": "/teach/{class}",
    "resume-project": "/teach/{class}",
    "end-project": "/teach/{class}",
    "settings": "/teach/{class}",
    "teams": "/teach/{class}",
    "send-summary": "/teach/{class}",
    "class-code": "/teach/{class}",
    "confirm": "/teach/{class}/lines",
    "answer": "/teach/{class}/questions",
    "propose-note": "/teach/{class}/questions",
    "approve-note": "/cards",
    "refuse-note": "/cards",
    "claim": "/questions",
    "pass": "/questions",
    "reply": "/questions",
    "add-person": "/school",
    "give-duty": "/school/person/{person}",
    "end-duty": "/school/person/{person}",
    "person-code": "/school",
    "change-person": "/school/person/{person}",
    "care-rules": "/school",
    "learner-care": "/school/person/{person}",
    "model": "/school",
    "drill": "/school",
}


def router(room: Room, office: Office) -> APIRouter:
    """Every page of the office."""
    routes = APIRouter()

    @routes.get("/teach")
    async def teach(request: Request) -> Response:
        viewer = await _who(room, request)
        rooms = await office.classes(viewer.profile.id)
        if len(rooms) == 1:
            return RedirectResponse(f"/teach/{rooms[0].id}", SEE_OTHER)
        titles = {p.id: p.title for p in await office.projects(viewer.profile.id) or ()}
        return _page(room, viewer, "teach.html", rooms=_found(rooms or None), projects=titles)

    @routes.get("/teach/{class_id}")
    async def class_(request: Request, class_id: str) -> Response:
        viewer = await _who(room, request)
        view = _found(await office.class_view(viewer.profile.id, class_id))
        return _page(room, viewer, "class.html", view=view, **_said(request))

    @routes.get("/teach/{class_id}/lines")
    async def lines(request: Request, class_id: str) -> Response:
        viewer = await _who(room, request)
        waiting = _found(await office.waiting(viewer.profile.id, class_id))
        return _page(
            room, viewer, "lines.html", **await _named(office, viewer, class_id), lines=waiting, **_said(request)
        )

    @routes.get("/teach/{class_id}/questions")
    async def questions(request: Request, class_id: str) -> Response:
        viewer = await _who(room, request)
        asked = _found(await office.questions(viewer.profile.id, class_id))
        roles = await office.role_titles() if any(q.status == "answered" for q in asked) else ()
        here = await _named(office, viewer, class_id)
        return _page(room, viewer, "asked.html", questions=asked, roles=roles, **here, **_said(request))

    @routes.get("/teach/{class_id}/learner/{learner}")
    async def learner(request: Request, class_id: str, learner: str) -> Response:
        viewer = await _who(room, request)
        view = _found(await office.learner_view(viewer.profile.id, class_id, learner))
        return _page(room, viewer, "learner.html", view=view)

    @routes.get("/cards")
    async def cards(request: Request) -> Response:
        viewer = await _who(room, request)
        view = _found(await office.cards(viewer.profile.id))
        return _page(room, viewer, "cards.html", view=view, **_said(request))

    @routes.get("/projects")
    async def projects(request: Request) -> Response:
        viewer = await _who(room, request)
        every = _found(await office.projects(viewer.profile.id))
        return _page(room, viewer, "projects.html", projects=every)

    @routes.get("/projects/{project}")
    async def project(request: Request, project: str) -> Response:
        viewer = await _who(room, request)
        view = _found(await office.project(viewer.profile.id, project))
        text = request.query_params.get("as") == "text" or not view.fields
        return _page(room, viewer, "project_text.html" if text else "project.html", view=view, **_said(request))

    @routes.post("/projects/{project}/check")
    async def check(request: Request, project: str) -> Response:
        viewer, form = await _form(room, request)
        view = _found(await office.project(viewer.profile.id, project, form))
        part = "problems.html" if request.headers.get("hx-request") else _form_of(form)
        return _page(room, viewer, part, view=view, said="", refused="")

    @routes.post("/projects/{project}/save")
    async def save(request: Request, project: str) -> Response:
        viewer, form = await _form(room, request)
        view = _found(await office.project(viewer.profile.id, project, form))
        if view.problems:  # what was written stays in the form, with what is wrong beside it
            return HTMLResponse(room.views.office(viewer, _form_of(form), view=view, said="", refused="problems"), 422)
        try:
            done = _found(await office.act(viewer.profile.id, "save-project", {**form, "project": project}))
        except Refused as refused:
            return HTMLResponse(room.views.refused(viewer, str(refused), f"/projects/{_id(project)}"), 422)
        return RedirectResponse(
            f"/projects/{_id(project)}?said={done}{'&as=text' if 'text' in form else ''}", SEE_OTHER
        )

    @routes.get("/questions")
    async def queue(request: Request) -> Response:
        viewer = await _who(room, request)
        open_ = _found(await office.queue(viewer.profile.id))
        return _page(room, viewer, "queue.html", questions=open_, **_said(request))

    @routes.get("/you")
    async def you(request: Request) -> Response:
        viewer = await _who(room, request)
        view = _found(await office.you(viewer.profile.id))
        return _page(room, viewer, "you.html", view=view, **_said(request))

    @routes.get("/you/copy")
    async def copy(request: Request) -> Response:
        viewer = await _who(room, request)
        made = _found(await office.copy(viewer.profile.id))
        named = 'attachment; filename="everything-about-me.json"'
        return Response(made, media_type="application/json", headers={"Content-Disposition": named})

    @routes.post("/you/erase")
    async def erase(request: Request) -> Response:
        viewer, form = await _form(room, request)
        if form.get("sure") != "yes":
            return RedirectResponse("/you?refused=sure", SEE_OTHER)
        _found(await office.act(viewer.profile.id, "erase", form))
        return RedirectResponse("/", SEE_OTHER, headers={"Clear-Site-Data": '"storage", "cookies"'})

    @routes.get("/school")
    async def school(request: Request) -> Response:
        viewer = await _who(room, request)
        view = _found(await office.school_view(viewer.profile.id))
        return _page(room, viewer, "school.html", view=view, **_said(request))

    @routes.get("/school/person/{person}")
    async def person(request: Request, person: str) -> Response:
        viewer = await _who(room, request)
        view = _found(await office.person_view(viewer.profile.id, person))
        return _page(room, viewer, "person.html", view=view, **_said(request))

    @routes.get("/school/trail")
    async def trail(request: Request) -> Response:
        viewer = await _who(room, request)
        view = _found(await office.trail(viewer.profile.id))
        return _page(room, viewer, "trail.html", view=view)

    @routes.post("/do/{action}")
    async def act(request: Request, action: str) -> Response:
        viewer, form = await _form(room, request)
        if action not in ACTIONS:
            raise Problem(404, "not_found")
        try:
            done = _found(await office.act(viewer.profile.id, action, form))
        except Refused as refused:
            return HTMLResponse(room.views.refused(viewer, str(refused), _back(action, form), action, form), 422)
        if request.headers.get("hx-request"):
            return HTMLResponse(room.views.done(viewer, done))
        return await _after(room, office, viewer, action, form, done)

    return routes


def _form_of(form: Mapping[str, str]) -> str:
    """The page a project was sent from: its form, or its text."""
    return "project_text.html" if "text" in form else "project.html"


async def _after(
    room: Room, office: Office, viewer: Viewer, action: str, form: Mapping[str, str], done: str
) -> Response:
    """Codes are shown once, on the answer itself: they must not stand in an address."""
    if action in ("class-code", "person-code"):
        return HTMLResponse(room.views.code(viewer, done, _back(action, form)))
    return RedirectResponse(f"{_back(action, form)}?said={done}", SEE_OTHER)


def _back(action: str, form: Mapping[str, str]) -> str:
    path = ACTIONS[action]
    for name in ("class", "project", "person"):
        path = path.replace(f"{{{name}}}", _id(form.get(name, "")))
    return path


def _id(text: str) -> str:
    return text if text.replace("-", "").replace("_", "").replace(".", "").isalnum() and text.isascii() else "-"


async def _who(room: Room, request: Request) -> Viewer:
    viewer = await room.viewer(request)
    if viewer is None:
        raise Problem(401, "signed_out")
    return viewer


async def _form(room: Room, request: Request) -> tuple[Viewer, dict[str, str]]:
    form = read_form(await request.body(), MOST_FIELDS)
    return check_token(await room.viewer(request), form), form


async def _named(office: Office, viewer: Viewer, class_id: str) -> dict[str, str]:
    """Which class a page is about: teachers have several."""
    names = {room.id: room.name for room in await office.classes(viewer.profile.id)}
    return {"class_id": class_id, "class_name": names.get(class_id, "")}


def _found(value: Any) -> Any:
    if value is None:
        raise Problem(404, "not_found")
    return value


def _said(request: Request) -> dict[str, str]:
    """What a form did, named in the address by a key of the texts; anything else there is ignored."""
    return {name: request.query_params.get(name, "")[:40] for name in ("said", "refused")}


def _page(room: Room, viewer: Viewer, template: str, **values: Any) -> Response:
    return HTMLResponse(room.views.office(viewer, template, **values))
