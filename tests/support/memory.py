"""Whether something that happens again and again takes ever more memory."""

import gc
import os
import tracemalloc
from collections.abc import Callable
from pathlib import Path


def sizes_after_each(step: Callable[[], object], *, times: int) -> list[int]:
    """Call `step` so many times; return how many bytes of those steps are there after each.

    What only waits for the collector is no leak.
    """
    gc.freeze()  # what is there before is none either, and takes long to look at
    tracemalloc.start()
    sizes = []
    try:
        for _ in range(times):
            step()
            gc.collect()
            sizes.append(tracemalloc.get_traced_memory()[0])
    finally:
        tracemalloc.stop()
        gc.unfreeze()
    return sizes


def resident_bytes(pid: int | str = "self") -> int:
    """Return how much memory a process has at this moment (Linux only)."""
    pages = Path(f"/proc/{pid}/statm").read_text().split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")
