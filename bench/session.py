"""One program on a pseudo-terminal of its own: what it wrote and when, what its screen shows, what it costs."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time

from screen import Screen

COLUMNS, ROWS = 120, 40
ESCAPE = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)|[()*+#%].|[^\[\]PX^_()*+#%])")
GLYPH = re.compile(rb"[!-~\x80-\xff]")
TICKS = os.sysconf("SC_CLK_TCK")
# Ink draws only its last frame when it finds CI; the others change colours and sizes.
UNWANTED = ("CI", "CONTINUOUS_INTEGRATION", "NO_COLOR", "FORCE_COLOR", "TMUX", "COLUMNS", "LINES", "NODE_OPTIONS")
KEYS = {
    "Down": "\x1b[B",
    "Up": "\x1b[A",
    "PageDown": "\x1b[6~",
    "PageUp": "\x1b[5~",
    "Home": "\x1b[H",
    "End": "\x1b[F",
    "Enter": "\r",
    "Escape": "\x1b",
}
# A terminal answers these, and a program that asks waits.
ANSWERS = ((b"\x1b[6n", b"\x1b[1;1R"), (b"\x1b[c", b"\x1b[?62;22c"), (b"\x1b[0c", b"\x1b[?62;22c"))


class Session:
    """Times are milliseconds from just before exec."""

    def __init__(self, argv, env=None, columns=COLUMNS, rows=ROWS):
        self.chunks = []
        self.total = 0
        self.ended = False
        self.screen = Screen(columns, rows)
        self._fed = 0
        clean = {name: value for name, value in os.environ.items() if name not in UNWANTED}
        clean.update(TERM="xterm-256color", LANG="C.UTF-8")
        clean.update(env or {})
        started, tell = os.pipe()
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.pid = os.fork()
        if self.pid == 0:
            _become(argv, clean, slave, (started, self.master), tell)
        os.close(tell)
        os.close(slave)
        self.begun = struct.unpack("q", os.read(started, 8))[0]
        os.close(started)

    def now(self):
        return (time.monotonic_ns() - self.begun) / 1e6

    def read(self, milliseconds):
        """Waits for bytes at most so long; True when some came."""
        if self.ended:
            time.sleep(max(0.0, min(milliseconds, 5) / 1000))
            return False
        ready, _, _ = select.select([self.master], [], [], max(0.0, milliseconds) / 1000)
        if not ready:
            return False
        try:
            data = os.read(self.master, 1 << 16)
        except OSError:
            data = b""
        when = self.now()
        if not data:
            self.ended = True
            return False
        self.chunks.append((when, data))
        self.total += len(data)
        for question, answer in ANSWERS:
            if question in data:
                os.write(self.master, answer)
        return True

    def shown(self):
        """The emulated screen with everything that was read so far."""
        while self._fed < len(self.chunks):
            self.screen.feed(self.chunks[self._fed][1].decode("utf8", "replace"))
            self._fed += 1
        return self.screen

    def until_glyph(self, limit=10_000):
        """When the first character that is not blank came."""
        data = b""
        while self.now() < limit and not self.ended:
            if self.read(50):
                when, chunk = self.chunks[-1]
                data += chunk
                if GLYPH.search(ESCAPE.sub(b"", data)):
                    return when
        return None

    def until_text(self, pattern, limit=15_000):
        """When the screen first showed the pattern."""
        wanted = re.compile(pattern)
        while True:
            if wanted.search(self.shown().text()):
                return self.chunks[-1][0] if self.chunks else self.now()
            if self.now() > limit or self.ended:
                return None
            self.read(50)

    def settle(self, quiet, limit=5000):
        """Reads until nothing came for `quiet` ms."""
        end = self.now() + limit
        while self.now() < end and not self.ended and self.read(quiet):
            pass

    def send(self, key):
        data = KEYS.get(key, key)
        if 1 in self.screen.modes and data.startswith("\x1b[") and len(data) == 3:
            data = "\x1bO" + data[2]  # application cursor keys
        when = self.now()
        os.write(self.master, data.encode())
        return when

    def press(self, key, quiet=40, patience=1000):
        """Presses a key: when its first and last byte came after it (ms), how many bytes, did the screen change."""
        before = self.shown().snapshot()
        known = len(self.chunks)
        pressed = self.send(key)
        first = last = None
        while self.read(patience if first is None else quiet):
            last = self.chunks[-1][0]
            first = first or last
            if last - pressed > 2000:
                break
        count = sum(len(chunk) for _, chunk in self.chunks[known:])
        return {
            "first": None if first is None else first - pressed,
            "last": None if last is None else last - pressed,
            "bytes": count,
            "changed": self.shown().snapshot() != before,
        }

    def sample(self):
        """CPU seconds and resident KiB of the whole process tree."""
        cpu = resident = 0
        for pid in _tree(self.pid):
            try:
                for task in os.listdir("/proc/%d/task" % pid):
                    with open("/proc/%d/task/%s/schedstat" % (pid, task)) as file:
                        cpu += int(file.read().split()[0]) / 1e9
                with open("/proc/%d/stat" % pid) as file:
                    fields = file.read().rsplit(")", 1)[1].split()
                cpu += (int(fields[13]) + int(fields[14])) / TICKS  # children that have ended
                with open("/proc/%d/smaps_rollup" % pid) as file:
                    resident += sum(int(line.split()[1]) for line in file if line.startswith("Rss:"))
            except OSError:
                continue  # it ended meanwhile
        return {"cpu": cpu, "resident": resident}

    def close(self):
        for number in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.kill(self.pid, number)
            except ProcessLookupError:
                pass
            end = time.monotonic() + 1.5
            while time.monotonic() < end:
                self.read(10)
                if os.waitpid(self.pid, os.WNOHANG)[0]:
                    os.close(self.master)
                    return
        os.close(self.master)


def _become(argv, env, slave, unused, tell):
    """The child: takes the pseudo-terminal, tells the time, becomes the program."""
    try:
        for descriptor in unused:
            os.close(descriptor)
        os.setsid()
        fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
        for descriptor in (0, 1, 2):
            os.dup2(slave, descriptor)
        if slave > 2:
            os.close(slave)
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
        os.set_inheritable(tell, False)
        os.write(tell, struct.pack("q", time.monotonic_ns()))
        os.execvpe(argv[0], argv, env)
    except BaseException as error:  # whatever it is, this process must not go on as a second driver
        os.write(2, str(error).encode())
    os._exit(127)


def _tree(pid):
    found, todo = [], [pid]
    while todo:
        current = todo.pop()
        found.append(current)
        try:
            for task in os.listdir("/proc/%d/task" % current):
                with open("/proc/%d/task/%s/children" % (current, task)) as file:
                    todo += [int(child) for child in file.read().split()]
        except OSError:
            continue
    return found
