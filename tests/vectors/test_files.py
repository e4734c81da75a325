import copy
import gzip
import json
import os
import random
import zlib

import pytest

from tao_spec.vectors.files import collect, read_bytes, read_json, read_vector, write_json, write_vector
from tao_spec.vectors.format import parse_vector
from tao_spec.vectors.text import VectorError
from tests.vectors.samples import ALL, FUNCTION, TRANSITION


def refused(path, *, words, max_size=1 << 20):
    with pytest.raises(VectorError) as caught:
        read_vector(path, max_size)
    sentence = str(caught.value)
    assert words in sentence and "\n" not in sentence and sentence.startswith(str(path)), sentence


@pytest.mark.parametrize("name", ["a.json", "a.json.gz", "new/folder/a.json.gz"])
@pytest.mark.parametrize("sample", ALL, ids=lambda sample: sample["format"])
def test_what_is_written_is_read_back(tmp_path, name, sample):
    vector = parse_vector(sample)
    write_vector(tmp_path / name, vector)
    assert read_vector(tmp_path / name) == vector
    assert [path.name for path in (tmp_path / name).parent.iterdir()] == ["a.json" if name == "a.json" else "a.json.gz"]


def test_the_same_vector_gives_the_same_bytes(tmp_path):
    one, two = parse_vector(TRANSITION), parse_vector(dict(reversed(TRANSITION.items())))
    for name in ("a.json", "a.json.gz"):
        write_vector(tmp_path / name, one)
        first = (tmp_path / name).read_bytes()
        write_vector(tmp_path / name, two)
        assert (tmp_path / name).read_bytes() == first
    packed = (tmp_path / "a.json.gz").read_bytes()
    assert packed[4:8] == bytes(4), "the gzip header holds a time"
    assert packed[3] == 0, "the gzip header holds a name"
    assert gzip.decompress(packed) == (tmp_path / "a.json").read_bytes()
    assert b" " not in (tmp_path / "a.json").read_bytes().replace(b"A sample.", b"")


def test_files_that_cannot_be_vectors_are_told(tmp_path):
    packed = gzip.compress(json.dumps(TRANSITION).encode())
    cases = {
        "empty.json": (b"", "no JSON value at line 1, column 1"),
        "empty.json.gz": (b"", "no JSON value at line 1, column 1"),
        "truncated.json": (json.dumps(TRANSITION).encode()[:-5], "no JSON value"),
        "truncated.json.gz": (packed[:-20], "the gzip data ends too early"),
        "header.json.gz": (packed[:5], "the gzip data ends too early"),
        "damaged.json.gz": (packed[:40] + b"\x00\xff\x00" + packed[43:], "the gzip data is damaged"),
        "sum.json.gz": (packed[:-8] + bytes(8), "the gzip data is damaged"),
        "tail.json.gz": (packed + b"tail", "the gzip data is damaged"),
        "plain.json.gz": (json.dumps(TRANSITION).encode(), "the gzip data is damaged"),
        "packed.json": (packed, "is not UTF-8"),
        "large.json": (b" " * (1 << 20) + b"{}", "larger than 1,048,576 bytes"),
        "bomb.json.gz": (gzip.compress(b" " * (32 << 20)), "larger than 1,048,576 bytes"),
        "wrong.txt": (b"{}", "ends in neither .json nor .json.gz"),
        "array.json": (b"[]", "give a vector"),
        "deep.json": (b'{"format":' + b"[" * 200_000, "too deep"),
        "nan.json": (b'{"format":NaN}', "NaN is not"),
        "twice.json": (b'{"format":"a","format":"a"}', 'the key "format" twice'),
        "digits.json": (b'{"revision":' + b"1" * 9999 + b"}", "4,300 digits"),
    }
    for name, (raw, words) in cases.items():
        (tmp_path / name).write_bytes(raw)
        refused(tmp_path / name, words=words)


def test_places_that_are_no_files_are_told(tmp_path):
    refused(tmp_path / "absent.json", words="no such file")
    (tmp_path / "folder.json").mkdir()
    refused(tmp_path / "folder.json", words="this is a folder")
    os.mkfifo(tmp_path / "pipe.json")
    refused(tmp_path / "pipe.json", words="this is no regular file")
    (tmp_path / "loop.json").symlink_to(tmp_path / "loop.json")
    refused(tmp_path / "loop.json", words="cannot be read")
    with pytest.raises(VectorError, match="cannot be read"):
        read_bytes("nul\0.json")
    with pytest.raises(VectorError, match="cannot be read"):
        read_bytes(tmp_path / ("long" * 100 + ".json"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_without_permission_is_told(tmp_path):
    (tmp_path / "closed.json").write_text("{}")
    (tmp_path / "closed.json").chmod(0)
    refused(tmp_path / "closed.json", words="permission denied")


def test_permission_errors_of_the_system_are_told(tmp_path, monkeypatch):
    (tmp_path / "closed.json").write_text("{}")

    def deny(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.open", deny)
    refused(tmp_path / "closed.json", words="cannot be read (permission denied)")


def test_many_empty_gzip_members_take_no_time(tmp_path):
    (tmp_path / "a.json.gz").write_bytes(gzip.compress(b"") * 20_000 + gzip.compress(b"[]"))
    assert read_json(tmp_path / "a.json.gz") == []


def test_writing_where_nothing_can_be_written_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(VectorError, match="cannot be written"):
        write_json(tmp_path / "file" / "a.json", {})
    with pytest.raises(VectorError, match="ends in neither"):
        write_json(tmp_path / "a.txt", {})


def test_folders_are_collected_in_order_and_files_once(tmp_path):
    names = [
        "b/z.json",
        "b/a.json.gz",
        "a.json",
        "a/y.json.gz",
        "b/index.json",
        "b/.hidden.json",
        ".git/x.json",
        "b/notes.md",
    ]
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("{}")
    (tmp_path / "b" / "loop").symlink_to(tmp_path)
    found = collect([tmp_path / "b" / "z.json", tmp_path, tmp_path / "a.json"])
    assert [file.relative_to(tmp_path).as_posix() for file in found] == [
        "b/z.json",
        "a.json",
        "a/y.json.gz",
        "b/a.json.gz",
    ]


def test_paths_that_mean_no_vectors_are_told(tmp_path):
    with pytest.raises(VectorError, match="no such file or folder"):
        collect([tmp_path / "absent"])
    (tmp_path / "notes.md").write_text("")
    with pytest.raises(VectorError, match="give vector files or folders"):
        collect([tmp_path / "notes.md"])
    assert collect([tmp_path]) == []


def flipped(raw, rng):
    raw = bytearray(raw)
    for _ in range(rng.randint(1, 4)):
        raw[rng.randrange(len(raw))] = rng.randrange(256)
    return bytes(raw)


def spliced(raw, rng):
    at = rng.randrange(len(raw))
    piece = rng.choice(
        [b'"', b"{", b"[[[[", b"}", b"\x00", b"\\ud800", b"1e999", b"NaN", b"-", b"9" * 5000, b"null", b",", b"\xff"]
    )
    return raw[:at] + piece + raw[at + rng.randrange(3) :]


def rewritten(data, rng):
    values = [None, True, -1, 2**64, 1.5, "", "0x", "0xzz", "ok", [], {}, "x" * 300, ["0x"], {"0x": 1}, "\x00\u202e"]
    data = copy.deepcopy(data)
    place = data
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        if not keys:
            return data
        key = rng.choice(keys)
        if not isinstance(place[key], dict | list) or rng.random() < 0.2:
            break
        place = place[key]
    match rng.randrange(3):
        case 0:
            del place[key]
        case 1 if isinstance(place, dict):
            place[rng.choice(["0x", "note", "blocks", "format"])] = rng.choice(values)
        case _:
            place[key] = rng.choice(values)
    return data


def test_twelve_thousand_mutated_files_give_a_vector_or_one_sentence(tmp_path):
    """Bytes flipped, cut and spliced, JSON rewritten, gzip damaged: never anything but a vector or a `VectorError`."""
    rng, outcomes = random.Random(306), {True: 0, False: 0}
    texts = [json.dumps(sample).encode() for sample in ALL]
    plain, packed = tmp_path / "a.json", tmp_path / "a.json.gz"
    for number in range(12_000):
        choice = number % len(ALL)
        raw, path = texts[choice], packed if number % 3 == 0 else plain
        match number % 5:
            case 0:
                raw = flipped(raw, rng)
            case 1:
                raw = raw[: rng.randrange(len(raw))]
            case 2:
                raw = spliced(raw, rng)
            case _:
                raw = json.dumps(rewritten(ALL[choice], rng)).encode()
        if path == packed:
            raw = zlib.compress(raw, level=1, wbits=31)
            if rng.random() < 0.6:
                raw = rng.choice([flipped, spliced, lambda data, rng: data[: rng.randrange(len(data))]])(raw, rng)
        path.write_bytes(raw)
        try:
            vector = read_vector(path, 1 << 20)
        except VectorError as error:
            assert "\n" not in str(error) and len(str(error)) < 600 + len(str(path)), str(error)
            outcomes[False] += 1
        else:
            assert parse_vector(vector.to_json()) == vector
            outcomes[True] += 1
    assert min(outcomes.values()) > 500, outcomes


def test_function_vectors_are_kept_as_they_are(tmp_path):
    write_vector(tmp_path / "f.json.gz", parse_vector(FUNCTION))
    assert read_json(tmp_path / "f.json.gz") == FUNCTION
