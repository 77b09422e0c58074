"""Starts the processes that read reports beside the one that holds the ledger: how many -> a pool of them."""

import multiprocessing
import os
import threading
from concurrent.futures import ProcessPoolExecutor

_MANY = 30  # so many reports pay for starting more processes


def new_pool(jobs: int) -> ProcessPoolExecutor:
    """Return a pool whose processes end when this one does, however it ends."""
    # "spawn" is the same on every system and inherits no open ledger.
    return ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn"), initializer=_end_with_parent)


def _end_with_parent() -> None:
    """Let this process end when the one that started it does: killed, it can tell nobody to stop."""
    parent = multiprocessing.parent_process()
    assert parent is not None

    def wait() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


def count_jobs(jobs: int | None, reports: int) -> int:
    """Return how many processes read so many reports, unless it was said."""
    return jobs or (os.cpu_count() or 1 if reports > _MANY else 1)
