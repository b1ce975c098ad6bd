#!/usr/bin/env python3
"""What a terminal program costs while nobody touches it, with every process that it starts: reads one job as JSON on
standard input, prints its figures as JSON. Runs within a host of its own (a pid namespace), as root: the kernel writes a
line about each process there that ends (acct(2)), so that none is too short to be seen.

The job: {"argv", "env", "ready" (pattern), "open" (keys pressed first), "warm" (seconds before), "seconds",
"change": null or {"argv", "shows" (pattern), "undo" (argv)}, "calls": null or a file that gains a line with each start of the program that
is counted apart}. The change is a command that runs afterwards, what the screen shows then (other words of that pattern than before), and what takes it back:
milliseconds from the command's end.

Linux, Python 3.9 or newer, nothing but its standard library.
"""

import ctypes
import json
import os
import re
import struct
import subprocess
import sys
import time

from session import Session, _tree

LIBC = ctypes.CDLL(None, use_errno=True)
ACCT = "/run/k0s-tui-bench.acct"
# struct acct_v3 of linux/acct.h: flag, version, tty, exit code, uid, gid, pid, ppid, begin, elapsed, 8 comp_t, comm.
RECORD = struct.Struct("<BBHIIIIIIf8H16s")
TICKS = 100


def accounting(path):
    if LIBC.acct(path.encode() if path else None) != 0:
        raise SystemExit("acct: " + os.strerror(ctypes.get_errno()))


def comp(value):
    """comp_t: a number of ticks with an exponent of base 8."""
    return (value & 0x1FFF) << (3 * (value >> 13))


def ended():
    with open(ACCT, "rb") as file:
        data = file.read()
    found = []
    for at in range(0, len(data) - RECORD.size + 1, RECORD.size):
        fields = RECORD.unpack_from(data, at)
        user, system = comp(fields[10]), comp(fields[11])
        name = fields[-1].split(b"\0")[0].decode("utf8", "replace")
        found.append({"pid": fields[6], "ppid": fields[7], "cpu": (user + system) / TICKS, "name": name})
    return found


def of_tree(records, alive):
    """Those below a process of the tree. A parent ends after or before its child; what was orphaned has ppid 1."""
    mine = set(alive)
    below = []
    while True:
        more = [one for one in records if one["ppid"] in mine and one not in below]
        if not more:
            return below
        below += more
        mine |= {one["pid"] for one in more}


def ticks(pid):
    """User and system time of one live process, without its children."""
    try:
        with open("/proc/%d/stat" % pid, encoding="utf8", errors="replace") as file:
            fields = file.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    except (OSError, IndexError):
        return 0.0


def pss(pid):
    try:
        with open("/proc/%d/smaps_rollup" % pid, encoding="utf8") as file:
            return next(int(line.split()[1]) for line in file if line.startswith("Pss:"))
    except (OSError, StopIteration):
        return 0


def comm(pid):
    try:
        with open("/proc/%d/comm" % pid, encoding="utf8") as file:
            return file.read().strip()
    except OSError:
        return "?"


def counted(names):
    return {name: names.count(name) for name in sorted(set(names))}


def lines(path):
    try:
        with open(path, "rb") as file:
            return file.read().count(b"\n")
    except (OSError, TypeError):
        return 0


def idle(session, seconds):
    end = session.now() + seconds * 1000
    while session.now() < end and not session.ended:
        session.read(min(200, end - session.now()))


def main():
    job = json.load(sys.stdin)
    session = Session(job["argv"], job.get("env"))
    if session.until_text(job["ready"], 30_000) is None:
        raise SystemExit("never showed %r; the screen:\n%s" % (job["ready"], session.shown().text()))
    for key in job.get("open", ""):
        session.send(key)
        session.settle(150, 3000)
    idle(session, job.get("warm", 5))
    open(ACCT, "wb").close()
    accounting(ACCT)
    alive = _tree(session.pid)
    before = {pid: ticks(pid) for pid in alive}
    sent = session.total
    called = lines(job.get("calls"))
    begun = time.monotonic()
    idle(session, job["seconds"])
    took = time.monotonic() - begun
    accounting(None)
    now = _tree(session.pid)
    own = ticks(session.pid) - before[session.pid]
    live = sum(ticks(pid) - before.get(pid, 0.0) for pid in now if pid != session.pid)
    programs = of_tree(ended(), set(alive) | set(now))
    gone = sum(max(0.0, one["cpu"] - before.get(one["pid"], 0.0)) for one in programs)
    started = [one["name"] for one in programs if one["pid"] not in alive] + [comm(pid) for pid in now if pid not in alive]
    called = lines(job.get("calls")) - called
    change = None
    if job.get("change"):
        wanted = re.compile(job["change"]["shows"])
        def words():
            found = wanted.search(session.shown().text())
            return found and found.group(0)

        known = words()
        # What it says of an error is for the reader: a change that was refused is none.
        quiet = {"stdout": subprocess.DEVNULL}
        child = subprocess.Popen(job["change"]["argv"], **quiet)
        finished = shown = None
        limit = session.now() + 30_000
        while session.now() < limit and (finished is None or shown is None):
            session.read(5)
            if finished is None and child.poll() is not None:
                finished = session.now()
                if child.returncode != 0:
                    sys.stderr.write("%r ended with %d\n" % (job["change"]["argv"], child.returncode))
                    break
            if shown is None and words() not in (None, known):
                shown = session.now()
        if shown is None or finished is None:
            sys.stderr.write("never showed %r; now:\n%s\n" % (job["change"]["shows"], session.shown().text()))
        else:
            change = max(0.0, shown - finished)
        subprocess.call(job["change"]["undo"], **quiet)
    print(
        json.dumps(
            {
                "seconds": took,
                "cpu": (own + live + gone) / took * 100,
                "own": own / took * 100,
                "programs": len(started),
                "names": counted(started),
                "k0s": called,
                "open": counted([comm(pid) for pid in now if pid != session.pid]),
                "pss": sum(pss(pid) for pid in now) / 1024,
                "bytes": (session.total - sent) / took,
                "change": change,
            }
        )
    )
    session.close()


main()
