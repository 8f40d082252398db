"""`pathbot serve`: the web chat, the pages and every configured channel in one process."""

from typing import Annotated

import typer

from pathbot.app.errors import Failed


def serve(
    demo: Annotated[bool, typer.Option("--demo", help="Add a school of invented people to try Pathbot with.")] = False,
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on; loopback unless you change it.")] = None,
) -> None:
    """Serve the chat until Ctrl-C. Everything that was sent is kept."""
    import asyncio

    import uvicorn

    from pathbot.app import demo as demo_school
    from pathbot.app.home import make_home, now, open_store
    from pathbot.app.logs import log_json
    from pathbot.app.model_settings import load_model_settings
    from pathbot.app.platforms import check_platforms, platforms
    from pathbot.app.progress import open_with_bar
    from pathbot.app.server import create_server
    from pathbot.app.settings import load_settings
    from pathbot.app.wiring import load_kit

    given = {"port": port, "host": host}
    settings = load_settings(**{name: value for name, value in given.items() if value is not None})
    if settings.log == "json":
        log_json()
    check_platforms(settings)
    _free(settings.host, settings.port)
    make_home(settings)
    engine = open_store(settings)
    kit = load_kit(settings, open_with_bar, load_model_settings())
    notes: dict[str, str] = {}
    if demo:
        school = demo_school.read_demo(settings.prompts)
        notes = school.notes()
        if demo_school.is_missing(engine, school):
            print("Making the demo school: reading the role cards, then playing its learners' first weeks.", flush=True)
            asyncio.run(demo_school.set_up(engine, kit, school, now()))
    attach = platforms(settings, engine, kit)
    print(f"Pathbot is at http://{_shown(settings.host)}:{settings.port}  (Ctrl-C stops it)", flush=True)
    server = create_server(settings, engine, kit, notes, attach)
    uvicorn.run(
        server,
        host=settings.host,
        port=settings.port,
        log_level="warning",
        log_config=None if settings.log == "json" else uvicorn.config.LOGGING_CONFIG,
        access_log=False,
        timeout_graceful_shutdown=5,
    )


def _free(host: str, port: int) -> None:
    import socket

    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            hint = f"Choose another: --port {port + 1}."
            raise Failed(f"Port {port} on {host} cannot be used ({error.strerror}). {hint}") from None


def _shown(host: str) -> str:
    return "localhost" if host in ("127.0.0.1", "0.0.0.0") else f"[{host}]" if ":" in host else host  # noqa: S104
