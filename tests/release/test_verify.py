import gzip
import shutil
import zipfile

import pytest

from tao_spec.release.layout import Bounds
from tao_spec.release.verify import is_release, opened
from tao_spec.vectors.text import VectorError
from tests.release.samples import make, make_sources, rezip

TOP = "tao-vectors-9.9.9/"
PLAIN = f"{TOP}vectors/306/accounts/plain.json.gz"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("built")
    return make(make_sources(folder), folder / "out").path


@pytest.fixture
def archive(built, tmp_path):
    return shutil.copy(built, tmp_path / "release.zip")


def refusal(path, bounds=None):
    with pytest.raises(VectorError) as caught, opened(path, bounds or Bounds()):
        pytest.fail("it was opened")
    sentence = str(caught.value)
    assert sentence.startswith(f"{path}: ") and "\n" not in sentence
    return sentence.removeprefix(f"{path}: ")


def resummed(members):
    """Give every file its checksum again, as whoever changes a release on purpose would."""
    import hashlib

    found = {name: data for name, data in members.items() if not name.endswith("SHA256SUMS")}
    lines = [f"{hashlib.sha256(data).hexdigest()}  {name.removeprefix(TOP)}\n" for name, data in found.items()]
    members[f"{TOP}SHA256SUMS"] = "".join(lines).encode()


def test_an_archive_is_verified_and_goes_away(archive):
    with opened(archive) as release:
        assert release.version == "9.9.9" and release.name == str(archive)
        assert {revision: [e.path for e in entries] for revision, entries in release.entries.items()} == {
            306: ["accounts/plain.json.gz", "arithmetic/function.json.gz"],
            320: ["stake/other.json"],
        }
        entry = release.entries[306][0]
        assert (release.folder / release.path_of(306, entry)).is_file()
    assert not release.folder.exists()


def test_an_unpacked_release_is_verified_where_it_lies(archive, tmp_path):
    zipfile.ZipFile(archive).extractall(tmp_path)
    with opened(tmp_path / TOP) as release:
        assert release.folder == tmp_path / TOP
    assert release.folder.exists()
    (tmp_path / PLAIN).write_bytes(b"")
    assert refusal(tmp_path / TOP).startswith('"vectors/306/accounts/plain.json.gz" has the SHA-256 e3b0c442')


def test_what_a_release_is(archive, tmp_path):
    assert is_release(archive) and is_release(tmp_path / "nowhere.zip")
    assert not is_release(tmp_path) and not is_release(tmp_path / "vector.json.gz")
    assert refusal(tmp_path / "nowhere.zip") == "there is no such file; give the archive of a release"


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda m: m.pop(f"{TOP}RELEASE.json"), "there is no RELEASE.json in it: this is no release"),
        (lambda m: m.update({f"{TOP}RELEASE.json": b"[]"}), "RELEASE.json is not of the format tao-release/1"),
        (lambda m: m.update({f"{TOP}RELEASE.json": b"{"}), "there is no JSON value"),
        (lambda m: m.pop(f"{TOP}SHA256SUMS"), "there is no SHA256SUMS in it"),
        (lambda m: m.update({f"{TOP}SHA256SUMS": b"\xff"}), "SHA256SUMS is no text"),
        (lambda m: m.update({f"{TOP}SHA256SUMS": b"ab  c\n"}), "line 1 of SHA256SUMS is no checksum"),
        (lambda m: m.pop(PLAIN), '"vectors/306/accounts/plain.json.gz" is missing'),
        (lambda m: m.update({PLAIN: m[PLAIN][:-1]}), '"vectors/306/accounts/plain.json.gz" has the SHA-256'),
        (lambda m: m.update({f"{TOP}more": b""}), '"more" is in it, and SHA256SUMS does not list it; do not trust it'),
    ],
)
def test_what_is_not_as_it_says_is_refused(archive, spoil, words):
    assert refusal(rezip(archive, spoil)).startswith(words)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda m: m.pop(PLAIN), 'the index of revision 306 and the checksums disagree on "vectors/306/accounts/pl'),
        (
            lambda m: m.update({f"{TOP}vectors/306/more.json": b"{}"}),
            'the index of revision 306 and the checksums disagree on "vectors/306/more.json"',
        ),
        (lambda m: m.update({f"{TOP}vectors/306/index.json": b"{}"}), "at $, the key"),
        (lambda m: m.update({f"{TOP}vectors/x/a.json": b"{}"}), '"vectors/x/a.json" lies in the folder of no revision'),
        (lambda m: m.update({f"{TOP}vectors/a.json": b"{}"}), '"vectors/a.json" lies in the folder of no revision'),
        (lambda m: m.update({f"{TOP}vectors/7/a.json": b"{}"}), "there is no index of revision 7"),
        (
            lambda m: [m.pop(name) for name in list(m) if "/vectors/" in name],
            "there are no vectors in it",
        ),
        (
            lambda m: [m.update({name.replace("/320/", "/321/"): m.pop(name)}) for name in list(m) if "/320/" in name],
            "the index of revision 321 lists vectors of another",
        ),
        (lambda m: m.update({PLAIN: m[PLAIN][:-9]}), '"vectors/306/accounts/plain.json.gz" cannot be unpacked'),
        (lambda m: m.update({PLAIN: b"no gzip"}), '"vectors/306/accounts/plain.json.gz" cannot be unpacked'),
    ],
)
def test_checksums_alone_do_not_make_a_release(archive, spoil, words):
    def both(members):
        spoil(members)
        resummed(members)

    assert words in refusal(rezip(archive, both))


def test_a_bomb_inside_a_vector_is_refused(archive):
    def bomb(members):
        members[PLAIN] = gzip.compress(b"\0" * 2_000_000)
        resummed(members)

    assert refusal(rezip(archive, bomb), Bounds(text=1_999_999)) == (
        "its vectors unpack to more than 1,999,999 bytes; do not trust it"
    )


def test_a_link_in_an_unpacked_release_is_refused(archive, tmp_path):
    zipfile.ZipFile(archive).extractall(tmp_path)
    (tmp_path / TOP / "link").symlink_to("/etc")
    assert refusal(tmp_path / TOP) == '"link" is a link; do not trust it'
