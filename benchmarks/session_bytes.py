"""How many bytes a session takes on disk, with its indexes; its thread's row in the ledger comes on top."""

import sys

from benchmarks import figures
from benchmarks.databases import empty, in_each_database, make_tables, sizes_up_to

ROWS = 200_000
GOAL = 220


def measure(name: str, rows: int) -> None:
    """Measure the database of DATABASE_URL, in this process's Django, and print its lines."""
    make_tables()
    from benchmarks.session_rows import SESSIONS, bytes_on_disk, fill

    for some in sizes_up_to(rows):
        empty()
        fill(some, idle=(0, 3600), with_threads=False)
        figures.point(name, "Session: bytes on disk", "", some, sum(bytes_on_disk().values()) / some)
    sizes = {place: size / rows for place, size in bytes_on_disk().items()}
    table = sizes.pop(SESSIONS)
    indexes = " + ".join(f"{size:.1f}" for size in sorted(sizes.values()))
    total = table + sum(sizes.values())
    print(f"{name:10}{total:8.1f} {GOAL:5}   {table:.1f} + {indexes}", flush=True)
    figures.add(name, "session on disk, with its indexes", total, unit="bytes", most=GOAL)


def main(*, rows: int = ROWS) -> None:
    """Run each database's measurement in a process of its own and print the table."""
    print(f"\nBytes a session on disk, {rows} rows: random phones of 11 and 12 digits, ids of 53.")
    print(f"{'':10}{'total':>8} {'goal':>5}   table + indexes", flush=True)
    in_each_database("benchmarks.session_bytes", rows)


if __name__ == "__main__":
    measure(sys.argv[1], int(sys.argv[2]))
