"""Types commands into a shell in a terminal of its own, and prints what that shows. A form feed follows each prompt and
question, which is where a person would pause."""

import os
import pty
import re
import signal
import sys
import termios

TYPED = [
    "azu session:setup --wire",
    "set -a; . ./.env; set +a",
    "azu session:status",
    "azu session:clear",
    "y",
]
WAITS = re.compile(rb"(^|\n)\$ $|\[y/N\]: $")


def start_shell():
    pid, terminal = pty.fork()
    if pid == 0:
        termios.tcsetwinsize(0, (int(os.environ["LINES"]), int(os.environ["COLUMNS"])))
        os.execve("/bin/sh", ["sh"], {"PATH": os.environ["PATH"], "PS1": "$ ", "TERM": "xterm", "LANG": "C.UTF-8"})
    return terminal


def until_it_waits(terminal):
    shown = b""
    while not WAITS.search(shown):
        shown += os.read(terminal, 4096)
    return shown


signal.alarm(60)  # ends a recording that hangs
terminal = start_shell()
pieces = [until_it_waits(terminal)]
for line in TYPED:
    os.write(terminal, line.encode() + b"\n")
    pieces.append(until_it_waits(terminal))
sys.stdout.buffer.write(b"\f".join(pieces))
