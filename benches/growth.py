"""Runs `growth` and `monitor` at several sizes, and writes table and chart: `growth.py [ASSETS...]`, S, M and L by default.

The table goes between the marks in benches/README.md, the chart to benches/growth.svg. Nothing but Python's own library is needed.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
RELEASE = HERE.parent / "target" / "release"
README = HERE / "README.md"
BEGIN, END = "<!-- growth: written by growth.py -->", "<!-- end of growth -->"
EVENTS = "20000"

# What takes time by the record. Everything else is of a single record or event.
WHOLE = [
    "load JSON Lines",
    "load JSON Lines on two threads",
    "load CSV",
    "load Parquet",
    "load Parquet on two threads",
    "snapshot",
    "orphans",
    "the bare sweep",
    "explanations and witnesses of all",
    "since of all",
    "reach of all",
    "records written back",
    "report as JSON",
    "report as CSV",
]
# This reads the state of all records at the instant, though it asks about one.
READS_ALL = ["explain one"]
# What should cost the same however many records there are.
SINGLE = ["reach of one", "gates of one", "event, median µs", "event, p99 µs"]
EVENT = ["event, median µs", "event, p99 µs"]
LIMIT = 1.5


def measure(assets):
    told = subprocess.run([RELEASE / "growth", assets], check=True, stdout=subprocess.PIPE, text=True).stdout
    measures = json.loads(told)
    told = subprocess.run([RELEASE / "monitor", assets, EVENTS], check=True, stdout=subprocess.PIPE, text=True).stdout
    all_events = re.search(r"all, but idle seconds +\d+ +([\d.]+) +([\d.]+)", told)
    measures |= dict(zip(EVENT, map(float, all_events.groups()), strict=True))
    return measures


def number(value):
    return f"{value:.3g}" if value < 1_000 else f"{value:,.0f}"


def table(sizes, measured):
    """Seconds, and what a record costs beside what it costs at the size before."""
    names = [name for name in WHOLE + READS_ALL + SINGLE if all(name in measures for measures in measured)]
    head = "".join(f" {int(size):,} |" for size in sizes)
    steps = "".join(f" {a} to {b} |" for a, b in zip(labels(sizes), labels(sizes)[1:], strict=False))
    lines = [f"| seconds |{head}{steps}", "|" + " --- |" * (2 * len(sizes))]
    for name in names:
        values = [measures[name] for measures in measured]
        cells = "".join(f" {number(value)} |" for value in values)
        grown = per_record(name, values, measured)
        ratios = "".join(f" {b / a:.2f} |" for a, b in zip(grown, grown[1:], strict=False))
        lines.append(f"| {name} |{cells}{ratios}")
    for name in ["records", "orphaned", "MB that remain", "MB at most while loading"]:
        lines.append(f"| {name} |" + "".join(f" {number(measures[name])} |" for measures in measured) + " |" * (len(sizes) - 1))
    return lines


def labels(sizes):
    named = {10_000: "S", 100_000: "M", 1_000_000: "L"}
    return [named.get(int(size), f"{int(size):,}") for size in sizes]


def per_record(name, values, measured):
    """What a record costs; what is asked of one record costs what it costs."""
    return [value if name in SINGLE else value / measures["records"] for value, measures in zip(values, measured, strict=True)]


# Of Okabe and Ito's palette, which most eyes tell apart.
COLOURS = ["#56b4e9", "#d55e00", "#009e73", "#cc79a7"]


def chart(sizes, measured):
    """A row a question, a dot a step from size to size: what a record costs, beside what it cost at the size before."""
    steps = [f"{a} to {b}" for a, b in zip(labels(sizes), labels(sizes)[1:], strict=False)]
    rows = []
    for name in [name for name in WHOLE + READS_ALL + SINGLE if all(name in measures for measures in measured)]:
        grown = per_record(name, [measures[name] for measures in measured], measured)
        rows.append((name.replace(" µs", ""), [b / a for a, b in zip(grown, grown[1:], strict=False)]))
    left, top, row_height, inner_width = 240, 84, 24, 520
    height, bottom = top + row_height * len(rows) + 36, top + row_height * len(rows)
    highest = max(2.0, *(ratio for _, ratios in rows for ratio in ratios)) * 1.05
    x = lambda ratio: left + inner_width * ratio / highest  # noqa: E731
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {left + inner_width + 40} {height}"'
        ' font-family="DejaVu Sans, sans-serif" font-size="12">',
        '<rect width="100%" height="100%" fill="#fff"/>',
        '<text x="16" y="26" font-size="15" font-weight="bold">Time a record, beside that at ten times fewer</text>',
        f'<text x="16" y="46" fill="#555">1: linear. Sizes: {", ".join(f"{int(size):,}" for size in sizes)} assets.'
        " For single questions and events: time each.</text>",
    ]
    for step, (label, colour) in enumerate(zip(steps, COLOURS, strict=False)):
        out.append(f'<circle cx="{left + 8 + 90 * step}" cy="64" r="5" fill="{colour}"/>')
        out.append(f'<text x="{left + 18 + 90 * step}" y="68">{label}</text>')
    ratio = 0.0
    while ratio <= highest:
        dash = ' stroke-dasharray="4 3"' if ratio == LIMIT else ""
        colour = "#a00" if ratio == LIMIT else "#888" if ratio == 1 else "#ddd"
        out.append(f'<line x1="{x(ratio):.1f}" x2="{x(ratio):.1f}" y1="{top - 8}" y2="{bottom}" stroke="{colour}"{dash}/>')
        out.append(f'<text x="{x(ratio):.1f}" y="{bottom + 20}" text-anchor="middle" fill="#555">{ratio:g}</text>')
        ratio += 0.5
    for place, (name, ratios) in enumerate(rows):
        y = top + row_height * place + 8
        out.append(f'<text x="{left - 14}" y="{y + 4}" text-anchor="end">{name}</text>')
        for ratio, colour in zip(ratios, COLOURS, strict=False):
            out.append(f'<circle cx="{x(ratio):.1f}" cy="{y}" r="5" fill="{colour}" fill-opacity="0.85"/>')
    out.append("</svg>")
    return out


def main():
    sizes = sys.argv[1:] or ["10000", "100000", "1000000"]
    measured = [measure(size) for size in sizes]
    text = README.read_text()
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    lines = table(sizes, measured)
    README.write_text(before + "\n".join([BEGIN, "", *lines, "", END]) + after)
    (HERE / "growth.svg").write_text("\n".join(chart(sizes, measured)) + "\n")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
