"""`pathbot worker`: another process that answers, beside `pathbot serve`."""

from typing import Annotated

import typer


def worker(
    turns: Annotated[int | None, typer.Option(min=1, max=64, help="Turns handled at the same time.")] = None,
) -> None:
    """Answer, send and keep the schedule until Ctrl-C. Start it beside `pathbot serve`, as often as needed."""
    import asyncio

    from pathbot.app.home import make_home, open_store
    from pathbot.app.logs import log_json
    from pathbot.app.model_settings import load_model_settings
    from pathbot.app.settings import load_settings
    from pathbot.app.wiring import load_kit
    from pathbot.app.worker import run_worker

    settings = load_settings(**({} if turns is None else {"workers": turns}))
    if settings.log == "json":
        log_json()
    make_home(settings)
    engine = open_store(settings)
    print("A worker is running (Ctrl-C stops it).", flush=True)
    asyncio.run(run_worker(settings, engine, load_kit(settings, models=load_model_settings())))
    engine.dispose()
