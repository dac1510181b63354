#!/usr/bin/env python3
"""Differences with intervals of a table of experiments, drawn: table.md of one_channel.sh on stdin, SVG on stdout.

    examples/experiments/differences_svg.py 'TITLE' < table.md > figure.svg

A panel for each of what stands behind the first comma of a row's name ("fused, 16, all"), a row for each of what stands before
it; the point is the difference in the last column, "0.012 [0.003, 0.021]", the line its interval.  Rows without one are left out.
"""

import html
import re
import sys

WIDTH, ROW, PANEL = 360, 18, 10


def rows(lines):
    """(panel, name, difference, low, high) of each row of the table that has an interval."""
    for line in lines:
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        found = re.fullmatch(r"(-?[\d.]+) \[(-?[\d.]+), (-?[\d.]+)\]", cells[-1])
        if found and "," in cells[0]:
            name, panel = cells[0].split(",", 1)
            yield panel.strip(), name, *map(float, found.groups())


def ticks(low, high):
    step = next(step for step in (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5) if (high - low) / step <= 8)
    return [n * step for n in range(round(low / step), round(high / step) + 1)]


def main():
    table = list(rows(sys.stdin))
    if not table:
        sys.exit("no row has a difference with an interval in its last column")
    left = max(120, 20 + 7 * max(len(row[1]) for row in table))  # names end there
    low, high = min(0, *(row[3] for row in table)), max(0, *(row[4] for row in table))
    margin = (high - low) / 20 or 0.001  # of differences that are all 0
    x = lambda value: left + WIDTH * (value - low + margin) / (high - low + 2 * margin)
    shapes, y, last = [], 44, None
    for panel, name, middle, least, most in table:
        if panel != last:
            y += PANEL if last else 0
            shapes.append(f'<text x="8" y="{y}" font-weight="bold">{html.escape(panel)}</text>')
            y += ROW
            last = panel
        shapes.append(f'<text x="{left - 10}" y="{y + 4}" text-anchor="end">{html.escape(name)}</text>')
        shapes.append(f'<path d="M{x(least):.1f} {y}H{x(most):.1f}" stroke="#246" stroke-width="2"/>')
        shapes.append(f'<circle cx="{x(middle):.1f}" cy="{y}" r="4" fill="#246"><title>{middle:.3f} [{least:.3f}, {most:.3f}]</title></circle>')
        y += ROW
    axis = [f'<path d="M{x(0):.1f} 32V{y}" stroke="#999"/>']
    for tick in ticks(low, high):
        axis.append(f'<text x="{x(tick):.1f}" y="{y + 18}" text-anchor="middle">{tick:g}</text>')
        axis.append(f'<path d="M{x(tick):.1f} {y}v5" stroke="#999"/>')
    print(f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + WIDTH + 20}" height="{y + 30}" font-family="sans-serif" font-size="12">')
    print('<rect width="100%" height="100%" fill="#fff"/>')
    print(f'<text x="8" y="20" font-weight="bold">{html.escape(sys.argv[1] if len(sys.argv) > 1 else "Difference")}</text>')
    print("\n".join(axis + shapes))
    print("</svg>")


if __name__ == "__main__":
    main()
