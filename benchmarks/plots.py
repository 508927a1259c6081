"""Growth curves as PNG: SVG is written here and rendered by typst, which the documents need anyway."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path
from typing import Any

WIDTH, HEIGHT = 530, 270
LEFT, RIGHT, TOP, BOTTOM = 62, 220, 34, 40
COLOURS = ("#1f6feb", "#d1572e", "#1a7f4b", "#8250df", "#9a6700", "#57606a", "#bf3989", "#0e8a8a")
PIXELS_PER_INCH = 144
FONTS = Path(__file__).resolve().parent.parent / "assistant/documents/fonts"
FONT = "Noto Sans"
Lines = dict[str, list[tuple[float, float]]]


def draw(rows: Iterable[Mapping[str, Any]], folder: Path) -> list[Path]:
    """Draw a picture for each plot among `rows` (`figures.point`) into `folder`; return their files."""
    plots: defaultdict[str, Lines] = defaultdict(dict)
    for row in rows:
        if "plot" in row:
            name = ", ".join(part for part in (row["database"], row["line"]) if part)
            plots[row["plot"]].setdefault(name, []).append((row["x"], row["y"]))
    return [_store(title, lines, folder) for title, lines in plots.items()]


def _store(title: str, lines: Lines, folder: Path) -> Path:
    import typst

    picture = _svg(title, lines).replace("\\", "\\\\").replace('"', '\\"')
    page = f'#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes("{picture}"), format: "svg")'
    file = folder / f"bench-{''.join(c if c.isalnum() else '-' for c in title.partition(':')[0].lower())}.png"
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
    png = typst.Compiler(page.encode(), font_paths=fonts).compile(format="png", ppi=PIXELS_PER_INCH)
    assert isinstance(png, bytes)  # one page
    file.write_bytes(png)
    return file


def _svg(title: str, lines: Lines) -> str:
    points = [point for line in lines.values() for point in line]
    low, high = min(x for x, _ in points), max(x for x, _ in points)
    top = _round_up(max(y for _, y in points))

    def place(x: float, y: float) -> tuple[float, float]:
        share = math.log(x / low) / math.log(high / low) if high > low else 0.5
        return LEFT + share * (WIDTH - LEFT - RIGHT), TOP + (1 - y / top) * (HEIGHT - TOP - BOTTOM)

    shapes = [_text(LEFT, 18, title, weight="bold")]
    for step in range(5):
        _, y = place(low, top * step / 4)
        shapes.append(f"<path d='M{LEFT} {y:.1f}H{WIDTH - RIGHT}' stroke='#d0d7de'/>")
        shapes.append(_text(LEFT - 6, y + 4, f"{top * step / 4:g}", anchor="end"))
    for x in sorted({x for x, _ in points}):
        shapes.append(_text(place(x, 0)[0], HEIGHT - BOTTOM + 16, f"{x:,.0f}", anchor="middle"))
    shapes.append(_text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 6, "rows", anchor="middle"))
    for number, (name, line) in enumerate(lines.items()):
        colour = COLOURS[number % len(COLOURS)]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in (place(*point) for point in sorted(line)))
        shapes.append(f"<polyline points='{path}' fill='none' stroke='{colour}' stroke-width='2'/>")
        shapes += [
            f"<circle cx='{x:.1f}' cy='{y:.1f}' r='3' fill='{colour}'/>" for x, y in map(_pair, path.split())
        ]
        shapes.append(_text(WIDTH - RIGHT + 10, TOP + 6 + 16 * number, name, colour=colour))
    size = f"width='{WIDTH}' height='{HEIGHT}'"
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' {size}><rect {size} fill='white'/>{''.join(shapes)}</svg>"
    )


def _pair(point: str) -> tuple[float, float]:
    x, y = point.split(",")
    return float(x), float(y)


def _text(
    x: float, y: float, text: str, *, anchor: str = "start", weight: str = "normal", colour: str = "#24292f"
) -> str:
    style = (
        f"font-family='{FONT}' font-size='11' font-weight='{weight}' text-anchor='{anchor}' fill='{colour}'"
    )
    return f"<text x='{x:.1f}' y='{y:.1f}' {style}>{escape(text)}</text>"


def _round_up(value: float) -> float:
    """Return 1, 2, 4 or 8 times a power of ten, not below `value`."""
    power = 10.0 ** math.floor(math.log10(value)) if value > 0 else 1.0
    return next(power * step for step in (1, 2, 4, 8, 10) if power * step >= value)
