#!/usr/bin/env python3
"""A list of pods of a real program in a real pseudo-terminal while its objects change: reads JSON lines on standard input
(a job, "go", "read") and prints one for each. Beside keys, processor time and memory it counts the cells of the screen that changed,
to say what the bytes that were written are worth. Linux, Python 3.9 or newer, nothing but its standard library.
"""

import json
import re
import sys

from session import Session

ROW = re.compile(r"\b(load-[\w-]+)\s+\d+/\d+\s+Running\s+(\d+)")


def say(what):
    print(json.dumps(what), flush=True)


def heard():
    return json.loads(sys.stdin.readline())


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else None


def changed(before, after):
    """Cells that differ in letter or style, and the runs of neighbours that they form: each run needs the cursor to be put there."""
    count = runs = 0
    for old, new in zip(before, after):
        if old == new:
            continue
        inside = False
        for a, b in zip(old, new):
            if a != b:
                count += 1
                runs += not inside
            inside = a != b
    return count, runs


def load(session, seconds):
    """Presses a key every 250 ms. What a repaint is: all bytes that come less than 5 ms after each other."""
    latencies, painted, frames = [], {"bytes": 0, "cells": 0, "runs": 0}, 0
    before = session.shown().snapshot()
    start = session.now()
    first = session.sample()
    samples = [first["resident"]]
    next_key = start + 250
    waiting = []
    at = 0
    while session.now() - start < seconds * 1000 and not session.ended:
        if session.now() >= next_key:
            at += 1
            waiting.append(session.send("Down" if at % 60 < 30 else "Up"))
            next_key += 250
        known = len(session.chunks)
        if not session.read(max(0, min(next_key - session.now(), 50))):
            continue
        came = session.chunks[-1][0]
        while session.read(4):
            pass
        latencies += [came - pressed for pressed in waiting]
        waiting = []
        frames += 1
        after = session.shown().snapshot()
        count, runs = changed(before, after)
        painted["bytes"] += sum(len(chunk) for _, chunk in session.chunks[known:])
        painted["cells"] += count
        painted["runs"] += runs
        before = after
        if frames % 20 == 0:
            samples.append(session.sample()["resident"])
    if waiting and session.read(2000):
        latencies += [session.chunks[-1][0] - pressed for pressed in waiting]
    last = session.sample()
    samples.append(last["resident"])
    return {
        "cpu": last["cpu"] - first["cpu"],
        "resident": samples,
        "keys": len(latencies),
        "pressed": at,
        "p50": percentile(latencies, 0.5),
        "p99": percentile(latencies, 0.99),
        "frames": frames,
        **painted,
    }


def listed(session, count):
    """All rows, page by page."""
    session.press("g", 150)
    rows = {}
    for _ in range(count):
        before = len(rows)
        for name, restarts in ROW.findall(session.shown().text()):
            rows[name] = restarts
        if len(rows) == before:
            break
        session.press("PageDown", 120)
    return ["%s %s" % each for each in rows.items()]


def main():
    job = heard()
    session = Session(job["argv"], job.get("env"))
    if session.until_text(r"Usage|k0s", 30_000) is None:
        raise SystemExit("never showed Status:\n" + session.shown().text())
    session.settle(500, 8000)
    for key in ":pods":
        session.press(key, 50)
    session.press("Enter", 300)
    if session.until_text(r"pods \(all.*\b%d\b" % job["count"], session.now() + 30_000) is None:
        raise SystemExit("never showed the list of pods:\n" + session.shown().text())
    session.settle(1000, 8000)
    # The same keys while nothing changes: what the machine itself adds.
    say({"still": load(session, max(5, job["seconds"] / 4))})
    heard()
    found = load(session, job["seconds"])
    found["screen"] = session.shown().text()
    say(found)
    heard()
    session.settle(1500, 6000)
    say({"rows": listed(session, job["count"])})
    session.close()


main()
