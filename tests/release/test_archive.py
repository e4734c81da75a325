import io
import stat
import struct
import zipfile
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tao_spec.release.archive import pack, unpack
from tao_spec.release.layout import Bounds
from tao_spec.vectors.text import VectorError

FILES = {"b/two.json": b"2" * 500, "a.txt": b"", "b/c/three.gz": bytes(range(256))}
NAMES = st.lists(st.sampled_from(["a", "b1", "C.json", "d-e_f", "g.gz"]), min_size=1, max_size=3).map("/".join)


def written(folder, data):
    path = folder / "x.zip"
    path.write_bytes(data)
    return path


def refusal(folder, data, bounds=None):
    """The sentence with which an archive is refused; nothing of it may lie outside of the folder."""
    path = written(folder, data)
    inside = folder / "deep" / "inside"
    inside.mkdir(parents=True, exist_ok=True)
    with pytest.raises(VectorError) as caught:
        unpack(path, inside, bounds or Bounds())
    assert {item.name for item in folder.iterdir()} == {"x.zip", "deep"}
    assert [item.name for item in (folder / "deep").iterdir()] == ["inside"]
    sentence = str(caught.value)
    assert sentence.startswith(f"{path}: ") and "\n" not in sentence
    return sentence.removeprefix(f"{path}: ")


def zipped(*members, flag=0):
    """An archive of members, each a name or a description, and its data."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in members:
            archive.writestr(name if isinstance(name, zipfile.ZipInfo) else zipfile.ZipInfo(name), data)
    return target.getvalue()


def linked(name):
    info = zipfile.ZipInfo(name)
    info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    return info


def test_what_is_packed_is_unpacked(tmp_path):
    top = unpack(written(tmp_path, pack("top", FILES)), tmp_path / "out")
    assert top == tmp_path / "out" / "top"
    assert {path.relative_to(top).as_posix(): path.read_bytes() for path in top.rglob("*.*")} == FILES


def test_the_bytes_follow_from_the_files_alone():
    assert pack("top", FILES) == pack("top", dict(reversed(FILES.items())))
    assert pack("top", FILES) != pack("pot", FILES)
    assert pack("top", FILES) != pack("top", FILES | {"a.txt": b"x"})


def test_members_are_stored_and_carry_no_time():
    with zipfile.ZipFile(io.BytesIO(pack("top", FILES))) as archive:
        found = [(m.filename, m.compress_type, m.date_time[0], m.external_attr >> 16) for m in archive.infolist()]
    assert found == [(f"top/{name}", zipfile.ZIP_STORED, 1980, 0o100644) for name in sorted(FILES)]


@given(files=st.dictionaries(NAMES, st.binary(max_size=40), min_size=1, max_size=5))
@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_files_come_back(tmp_path_factory, files):
    # A file cannot lie where a folder must be, nor differ from another in case alone.
    files = {n: d for n, d in files.items() if not any(o != n and o.startswith(f"{n}/") for o in files)}
    folder = tmp_path_factory.mktemp("any")
    top = unpack(written(folder, pack("top", files)), folder / "out")
    assert {p.relative_to(top).as_posix(): p.read_bytes() for p in top.rglob("*") if p.is_file()} == files


@pytest.mark.parametrize(
    "name",
    [
        "top/../../evil",
        "../evil",
        "/etc/evil",
        "top//evil",
        "top/./evil",
        "C:/evil",
        "top\\..\\evil",
        "top/.hidden",
        "top/new\nline",
        "top/nul\0byte",
        "top/" + "a" * 201,
        "top/ünicode",
    ],
)
def test_a_name_that_leads_elsewhere_is_refused(tmp_path, name):
    data = zipped(("top/evil!name" if "\0" in name else name, b"x"))
    # The library itself writes no such name.
    data = data.replace(b"evil!name", b"evil\0name")
    told = refusal(tmp_path, data)
    assert told.startswith("the archive names the file ") and told.endswith("which no release does; do not trust it")


def test_a_link_is_refused(tmp_path):
    told = refusal(tmp_path, zipped((linked("top/link"), b"/etc/passwd")))
    assert told == 'the archive\'s "top/link" is a link or no plain file; do not trust it'


def test_a_name_that_stands_twice_is_refused(tmp_path):
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = zipped(("top/a", b"x"), ("top/a", b"y"))
    assert refusal(tmp_path, data).startswith('the archive holds "top/a" twice; ')


def test_names_that_differ_in_case_alone_are_refused(tmp_path):
    assert refusal(tmp_path, zipped(("top/a", b"x"), ("top/A", b"y"))).startswith('the archive holds "top/a" twice; ')


@pytest.mark.parametrize("names", [["a"], ["a/b", "c/d"], ["a/b", "c"], []])
def test_there_is_one_folder_at_the_top(tmp_path, names):
    told = refusal(tmp_path, zipped(*((name, b"") for name in names)))
    assert told == "the archive has not one folder at its top, as a release has; give a release"


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("top/bomb", b"\0" * 3_000_000)
    data = target.getvalue()
    assert len(data) < 4_000
    told = refusal(tmp_path, data, Bounds(bytes=2_999_999))
    assert told == "the archive unpacks to more than 2,999,999 bytes; give a release"
    assert unpack(tmp_path / "x.zip", tmp_path / "out", Bounds(bytes=3_000_000)).is_dir()


def test_a_member_gives_no_more_than_it_declares(tmp_path):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("top/bomb", b"\0" * 1_000_000)
    # Both headers, of the member and in the directory, claim ten bytes.
    data = target.getvalue().replace(struct.pack("<L", 1_000_000), struct.pack("<L", 10))
    assert refusal(tmp_path, data).startswith("the archive is damaged, or is no zip (bad crc-32 ")
    assert (tmp_path / "deep" / "inside" / "top" / "bomb").stat().st_size <= 10


def test_too_many_files_are_refused(tmp_path):
    data = zipped(*((f"top/{number}", b"") for number in range(4)))
    assert refusal(tmp_path, data, Bounds(files=3)) == "the archive holds more than 3 files; give a release"
    assert unpack(tmp_path / "x.zip", tmp_path / "out", Bounds(files=4)).is_dir()


def test_encryption_and_foreign_packing_are_refused(tmp_path):
    data = zipped(("top/a", b"x"))
    place = data.index(b"PK\x01\x02")
    encrypted = data[: place + 8] + b"\x01" + data[place + 9 :]
    assert refusal(tmp_path, encrypted) == 'the archive\'s "top/a" is encrypted; give a release'
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("top/a", b"x")
    assert "is packed in a way that no release uses" in refusal(tmp_path, target.getvalue())


@pytest.mark.parametrize("data", [b"", b"PK", b"no zip at all" * 10])
def test_what_is_no_zip_is_refused(tmp_path, data):
    assert refusal(tmp_path, data).startswith("the archive is damaged, or is no zip (")


def test_every_truncation_is_refused(tmp_path):
    data = pack("top", FILES)
    for end in range(0, len(data) - 1, 37):
        refusal(tmp_path, data[:end])


@given(place=st.integers(0, 10_000), flip=st.integers(1, 255))
@settings(deadline=None, max_examples=150)
def test_a_damaged_byte_is_refused_or_changes_no_file(tmp_path_factory, place, flip):
    data = bytearray(pack("top", FILES))
    data[place % len(data)] ^= flip
    folder = tmp_path_factory.mktemp("damaged")
    try:
        top = unpack(written(folder, bytes(data)), folder / "out")
    except VectorError as error:
        assert "\n" not in str(error)
        return
    # Damage to the directory can hide a file or give it another name, which the checksums tell; it changes none.
    found = [p.read_bytes() for p in top.rglob("*") if p.is_file()]
    assert not Counter(found) - Counter(FILES.values())
