"""One event loop in a thread of its own: turns run in worker threads, and all their requests share its connections."""

import asyncio
import functools
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

Result = TypeVar("Result")


class Background:
    """Runs coroutines for threads that wait for them. The loop starts with the first one."""

    def __init__(self) -> None:
        self._starting = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    def run(self, work: Coroutine[Any, Any, Result], seconds: float) -> Result:
        """The result, or what the coroutine raised. Raises TimeoutError after `seconds`; the work is cancelled then."""
        future = asyncio.run_coroutine_threadsafe(work, self._started())
        try:
            return future.result(seconds)
        except TimeoutError:
            future.cancel()
            raise

    def stop(self) -> None:
        """Ends the loop and its thread. Nothing may be running."""
        with self._starting:
            if self._loop is None or self._thread is None:
                return
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()
            self._loop.close()
            self._loop = self._thread = None

    def _started(self) -> asyncio.AbstractEventLoop:
        with self._starting:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._loop.set_default_executor(_Here(thread_name_prefix="pathbot-llm"))
                self._thread = threading.Thread(target=self._loop.run_forever, name="pathbot-llm", daemon=True)
                self._thread.start()
            return self._loop


class _Here(ThreadPoolExecutor):
    """LangChain hands every answer to a thread to be unpacked, which costs more than the unpacking: that is done here.

    It is the only caller that comes with a `partial`; whatever may really wait (looking up a name) still gets a thread.
    """

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        if not isinstance(fn, functools.partial):
            return super().submit(fn, *args, **kwargs)
        done: Future[Any] = Future()
        try:
            done.set_result(fn(*args, **kwargs))
        except Exception as error:
            done.set_exception(error)
        return done
