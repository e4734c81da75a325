"""`python -m tests.fuzzing.bad MANNER`: a client that says who it is and takes a state, and then misbehaves."""

from __future__ import annotations

import json
import sys
import time

MANNER = sys.argv[1]


def misbehave() -> None:
    if MANNER == "crashes":
        sys.exit(3)
    if MANNER == "garbage":
        print("what was that?", flush=True)
        return
    time.sleep(60)


for line in sys.stdin:
    op = json.loads(line)["op"]
    if op == "step" or MANNER == "mute":
        misbehave()
        continue
    revisions = [320] if MANNER == "other" else [306]
    print(json.dumps({"ok": True, "client": "bad", "version": "1", "revisions": revisions}), flush=True)
