"""Draws what a terminal showed, as type.py prints it, as an SVG that plays it. Where nothing may move, it shows the end."""

import os
import re
import sys
from html import escape

COLUMNS, ROWS = int(os.environ["COLUMNS"]), int(os.environ["LINES"])
WIDTH, HEIGHT, MARGIN = 8.4, 18, 16  # of a character in 14 px, of a line, around all
TO_TYPE, TO_READ_A_LINE, AT_THE_END = 1.2, 0.2, 6  # seconds

HEAD = """<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height}"
  viewBox="0 0 {width:g} {height}" role="img">
<title>azu sets sessions up, shows their state, and clears them</title>
<style>
rect {{ fill: #161b22 }}
text {{ fill: #d0d7de; font: 14px ui-monospace, SFMono-Regular, Menlo, "DejaVu Sans Mono", monospace }}
.c1 {{ font-weight: bold }} .c31 {{ fill: #ff7b72 }} .c32 {{ fill: #56d364 }} .c33 {{ fill: #e3b341 }}
g {{ animation: {seconds:.1f}s step-end infinite }}
@media (prefers-reduced-motion: reduce) {{ g {{ animation: none !important }} }}
{keyframes}
</style>
<rect width="100%" height="100%" rx="8"/>
<svg x="{margin}" y="{margin}" width="{inner_width:g}" height="{inner_height}">"""


def steps(shown):
    """What appears at once: what is typed, then what it leads to, up to where it waits again. A line of progress, which
    the next text takes the place of, is not seen by then."""
    shown = re.sub(r"[^\n]*\r\x1b\[K", "", shown.replace("\r\n", "\n"))
    for piece in shown.split("\f"):
        typed, newline, answer = piece.partition("\n")
        yield from filter(None, (typed + newline, answer))


def draw_text(text, kind, row, column):
    """Where it is and how wide is said, since no font is the same everywhere, and nothing stands for two blanks in SVG."""
    drawn = ""
    for word in re.finditer(r"\S+( \S+)*", text):
        place = f'x="{(column + word.start()) * WIDTH:.5g}" y="{row * HEIGHT + 13}"'
        drawn += f'<text{kind} {place} textLength="{len(word[0]) * WIDTH:.5g}">{escape(word[0], quote=False)}</text>\n'
    return drawn


class Screen:
    """A sheet of paper without an end, written on from the top."""

    def __init__(self):
        self.row, self.column, self.kind = 0, 0, ""

    def write(self, shown):
        drawn = ""
        for part in re.split(r"(\n|\x1b\[[\d;]*m)", shown):
            if part == "\n":
                self.row, self.column = self.row + 1, 0
            elif part.startswith("\x1b["):
                colours = part[2:-1].split(";")
                self.kind = "" if colours == ["0"] else f' class="{" ".join("c" + one for one in colours)}"'
            else:
                drawn += draw_text(part, self.kind, self.row, self.column)
                self.column += len(part)
        return drawn

    def scrolled(self):
        """By how much the sheet is to move for its last line to be seen."""
        return -max(0, self.row + 1 - ROWS) * HEIGHT


def timeline(shown):
    """What each step draws, when it appears, and how far the sheet has moved by then; and when all is over."""
    screen, time, scenes = Screen(), 0, []
    for step in steps(shown):
        scenes.append((screen.write(step), time, screen.scrolled()))
        time += TO_TYPE + TO_READ_A_LINE * step.count("\n")
    return scenes, time + AT_THE_END


def keyframes(scenes, end):
    moves = [f"{100 * time / end:.2f}% {{ transform: translateY({offset}px) }}" for _, time, offset in scenes]
    yield f"@keyframes scroll {{ {' '.join(moves)} }}"
    for number, (_, time, _) in enumerate(scenes):
        yield f"@keyframes s{number} {{ 0% {{ opacity: 0 }} {100 * time / end:.2f}% {{ opacity: 1 }} }}"


def picture(shown):
    scenes, end = timeline(shown)
    inner_width, inner_height = COLUMNS * WIDTH, ROWS * HEIGHT
    yield HEAD.format(
        width=inner_width + 2 * MARGIN,
        height=inner_height + 2 * MARGIN,
        inner_width=inner_width,
        inner_height=inner_height,
        margin=MARGIN,
        seconds=end,
        keyframes="\n".join(keyframes(scenes, end)),
    )
    yield f'<g style="transform: translateY({scenes[-1][2]}px); animation-name: scroll">'
    for number, (drawn, _, _) in enumerate(scenes):
        yield f'<g style="animation-name: s{number}">\n{drawn}</g>'
    yield "</g>\n</svg>\n</svg>"


print("\n".join(picture(open(sys.stdin.fileno(), newline="", encoding="utf-8").read())))
