"""A client that misbehaves in the manner that its first argument names; beside that it answers from the vectors.

Run as `python hostile.py MANNER VECTOR...`: it knows what must come of each step, and lies about what it is told to.
"""

import gzip
import json
import os
import subprocess
import sys
import time
from pathlib import Path

MANNER = sys.argv[1]
NONSENSE = {
    "nonsense": b"here is your answer: 42",
    "nan": b'{"result":NaN}',
    "deep": b"[" * 100_000,
    "nested": b'{"result":' + b"[" * 400 + b"]" * 400 + b',"changes":{},"events":[]}',
    "digits": b'{"result":' + b"9" * 5000 + b"}",
    "twice": b'{"result":"ok","result":"ok","changes":{},"events":[]}',
    "not-utf8": b'{"result":"\xff\xfe"}',
    "surrogate": b'{"error":"\\ud800"}',
    "no-object": b"42",
}


def read_vectors(names):
    vectors = []
    for name in names:
        raw = Path(name).read_bytes()
        vectors.append(json.loads(gzip.decompress(raw) if name.endswith(".gz") else raw))
    return vectors


def write(line):
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def endless(stream, piece):
    while True:
        stream.write(piece)
        stream.flush()


def find(vectors, state):
    return next((vector for vector in vectors if vector.get("pre") == state), None)


def answer(request, vectors, memory):
    match request["op"]:
        case "hello":
            return {"client": "honest", "version": "1", "revisions": [306]}
        case "load":
            memory["vector"], memory["step"] = find(vectors, request["state"]), 0
            return {"ok": True}
        case "step":
            vector = memory.get("vector")
            if vector is None:
                return {"result": "ok", "events": [], "changes": {}, "root": memory.get("root")}
            step = vector["steps"][memory["step"]]
            memory["step"] += 1
            return {key: step[key] for key in ("result", "events", "changes", "root") if key in step}
        case "eval":
            vector = next(v for v in vectors if v.get("function") == request["function"])
            return {"result": next(case["result"] for case in vector["cases"] if case["args"] == request["args"])}
        case "genesis":
            vector = next(v for v in vectors if v.get("config") == request["config"])
            memory["vector"], memory["root"] = None, vector["root"]
            return {"state": vector["state"]}
    return {"unsupported": request["op"]}


def lie(reply):
    match MANNER:
        case "lie-result" if "result" in reply and "changes" in reply:
            reply["result"] = {"module": {"pallet": "SubtensorModule", "error": "AmountTooLow", "index": 7, "code": 83}}
        case "lie-code" if isinstance(reply.get("result"), dict) and "module" in reply["result"]:
            reply["result"] = {"module": {**reply["result"]["module"], "code": 200}}
        case "lie-changes" if reply.get("changes"):
            key = sorted(reply["changes"])[0]
            reply["changes"] = {**reply["changes"], key: "0x0d00000000000000"}
        case "lie-extra" if "changes" in reply:
            reply["changes"] = {**reply["changes"], "0x" + "ab" * 32: "0x01"}
        case "lie-missing" if reply.get("changes"):
            reply["changes"] = dict(sorted(reply["changes"].items())[1:])
        case "lie-events" if "events" in reply:
            reply["events"] = [*reply["events"][::-1], {"pallet": "System", "name": "X", "encoded": "0x00"}]
        case "lie-root" if reply.get("root"):
            reply["root"] = "0x" + "11" * 32
        case "lie-value" if "result" in reply and "changes" not in reply:
            reply["result"] = "12345"
        case "lie-state" if "state" in reply:
            reply["state"] = {**reply["state"], "0x" + "ab" * 32: "0x01"}
        case "no-root":
            reply.pop("root", None)
        case "unsupported" if "changes" in reply:
            return {"unsupported": "</script><script>window.pwned=1</script><img src=x onerror=window.pwned=1>"}
        case "client-error" if "changes" in reply:
            return {"error": "</script><script>window.pwned=1</script>"}
        case "wrong-types" if "changes" in reply:
            reply["changes"] = {"0xAB": 5}
        case "changes-missing" if "changes" in reply:
            del reply["changes"]
        case "load-false" if "ok" in reply:
            return {"ok": False}
        case "array":
            return [reply]
        case "string":
            return "ok"
    return reply


def misbehave(request):
    """What happens instead of an answer, or before it; True where no answer follows."""
    op = request["op"]
    if MANNER == "die-midway" and op == "step":
        print("the last words", file=sys.stderr, flush=True)
        sys.exit(3)
    if MANNER == "segfault" and op == "step":
        os.kill(os.getpid(), 11)
    if MANNER == "hang" and op == "step":
        time.sleep(600)
    if MANNER == "hang-with-child" and op == "step":
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
        print(child.pid, file=sys.stderr, flush=True)
        time.sleep(600)
    if MANNER == "flood-line" and op == "step":
        endless(sys.stdout, "x" * 65536)
    if MANNER == "flood-lines" and op == "step":
        endless(sys.stdout, '{"result":"ok","events":[],"changes":{}}\n' * 1000)
    if MANNER == "blank":
        write("")
    if MANNER in NONSENSE and op == "step":
        sys.stdout.buffer.write(NONSENSE[MANNER] + b"\n")
        sys.stdout.flush()
        return True
    if MANNER == "slow":
        time.sleep(0.05)
    if MANNER == "stderr-flood":
        for _ in range(40):
            sys.stderr.write("noise " * 10_000 + "\n")
        sys.stderr.flush()
    if MANNER == "stderr-forever" and op == "step":
        endless(sys.stderr, "noise " * 10_000 + "\n")
    if MANNER == "close-stdout" and op == "step":
        os.close(1)
        time.sleep(600)
    return False


def main():
    if MANNER == "die-at-start":
        sys.exit(7)
    if MANNER == "speak-first":
        write('{"ready":true}')
    vectors = read_vectors(sys.argv[2:])
    if MANNER == "never-read":
        time.sleep(600)
    memory = {}
    for line in sys.stdin:
        request = json.loads(line)
        if request["op"] == "exit":
            return
        if not misbehave(request):
            before = '{"log":"about to answer"}\n' if MANNER == "two-lines" else ""
            write(before + json.dumps(lie(answer(request, vectors, memory))))


main()
