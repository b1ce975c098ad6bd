#!/usr/bin/env python3
"""Measures programs on pseudo-terminals of 120x40: reads one job as JSON on standard input, prints its figures as JSON.

A job is {"kind": "start" | "keys" | "idle", "rounds": N, "variants": [...]}. In every round each variant has its turn, so
that other work on the machine hits all alike. A variant is {"name", "argv", "env"} and, by kind:

start  "until": "exit" | "glyph" | "key"; for "key" also "ready" (pattern), "key" and "answer" (pattern): the time until
       that key, pressed as soon as the screen is ready, was answered. "settle": seconds for which it stays open in the
       first round, which counts for nobody: what a program keeps for its next start is there from then on.
keys   "ready", "open" (keys pressed first), "still" (text that must be there then): the selection is moved within the
       window, then the list is scrolled.
idle   "ready", "open", "warm" and "seconds": bytes, CPU and memory while no key is pressed.

Linux, Python 3.9 or newer, nothing but its standard library, no root.
"""

import json
import os
import subprocess
import sys
import time

from session import Session


def quantile(values, part):
    ordered = sorted(values)
    if not ordered:
        return None
    place = (len(ordered) - 1) * part
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return round(ordered[low] + (ordered[high] - ordered[low]) * (place - low), 3)


def spread(values):
    return {
        "n": len(values),
        "min": quantile(values, 0),
        "p50": quantile(values, 0.5),
        "p90": quantile(values, 0.9),
        "p99": quantile(values, 0.99),
    }


def fail(variant, session, what):
    raise SystemExit("%s: %s; the screen:\n%s" % (variant["name"], what, session.shown().text()))


def start(variant, first=False):
    session = Session(variant["argv"], variant.get("env"))
    if variant["until"] == "exit":
        while not session.ended and session.now() < 10_000:
            session.read(200)
        os.waitpid(session.pid, 0)
        took = session.now()
        os.close(session.master)
        return took
    took = session.until_glyph()
    if took is not None and variant["until"] == "key":
        if session.until_text(variant["ready"]) is None:
            fail(variant, session, "never showed " + variant["ready"])
        session.send(variant["key"])
        took = session.until_text(variant["answer"])
        if took is None:
            fail(variant, session, "did not answer " + repr(variant["key"]))
    if first:
        end = session.now() + variant.get("settle", 0) * 1000
        while session.now() < end and not session.ended:
            session.read(100)
    session.close()
    return took


def opened(variant):
    """The program with the screen to be measured, and nothing more coming."""
    session = Session(variant["argv"], variant.get("env"))
    if session.until_text(variant["ready"]) is None:
        fail(variant, session, "never showed " + variant["ready"])
    session.settle(150, 3000)
    for key in variant.get("open", []):
        session.press(key)
    if variant.get("still") and session.until_text(variant["still"]) is None:
        fail(variant, session, "never showed " + variant["still"])
    session.settle(300, 3000)
    return session


def keys(variant):
    session = opened(variant)
    # The first keys of a process are slower while the engine compiles; they count for nobody.
    for key in ["Down"] * 8 + ["Up"] * 4:
        session.press(key)
    moves = [session.press(key) for key in ["Down"] * 12 + ["Up"] * 8]
    for _ in range(variant.get("rows", 36)):
        session.press("Down")
    scrolls = [session.press("Down") for _ in range(variant.get("scrolls", 80))]
    session.close()
    return {"moves": moves, "scrolls": scrolls}


def idle(variant):
    session = opened(variant)
    end = session.now() + variant.get("warm", 5) * 1000
    while session.now() < end and not session.ended:
        session.read(100)
    before, total, begun = session.sample(), session.total, session.now()
    resident = []
    end = begun + variant["seconds"] * 1000
    while session.now() < end and not session.ended:
        session.read(min(1000, max(0, end - session.now())))
        resident.append(session.sample()["resident"])
    after, seconds = session.sample(), (session.now() - begun) / 1000
    result = {
        "seconds": round(seconds, 1),
        "bytes": round((session.total - total) / seconds, 1),
        "cpu": round((after["cpu"] - before["cpu"]) / seconds * 100, 3),
        "resident": quantile(resident, 0.5),
        "most": max(resident),
    }
    session.close()
    return result


def together(presses):
    answered = [press for press in presses if press["first"] is not None]
    return {
        "pressed": len(presses),
        "changed": sum(press["changed"] for press in presses),
        "first": spread([press["first"] for press in answered]),
        "last": spread([press["last"] for press in answered]),
        "bytes": spread([press["bytes"] for press in presses]),
    }


def main():
    job = json.load(sys.stdin)
    kind, rounds, variants = job["kind"], job.get("rounds", 1), job["variants"]
    # A list that htop can scroll: processes that do nothing.
    company = [subprocess.Popen(["sleep", "600"]) for _ in range(job.get("company", 0))]
    try:
        if company:
            time.sleep(0.5)
        found = {variant["name"]: [] for variant in variants}
        for turn in range(rounds + (kind == "start")):
            for variant in variants:
                if kind != "start":
                    found[variant["name"]].append({"keys": keys, "idle": idle}[kind](variant))
                    continue
                # The first round of starts fills the caches of the file system.
                took = start(variant, first=turn == 0)
                if turn > 0:
                    found[variant["name"]].append(took)
    finally:
        for process in company:
            process.kill()
            process.wait()
    if kind == "start":
        result = {name: spread([took for took in values if took is not None]) for name, values in found.items()}
    elif kind == "keys":
        result = {
            name: {part: together([press for value in values for press in value[part]]) for part in ("moves", "scrolls")}
            for name, values in found.items()
        }
    else:
        result = {name: values[-1] for name, values in found.items()}
    json.dump(result, sys.stdout)


if __name__ == "__main__":
    main()
