import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.identifiers import H256
from tao_spec.arithmetic.integers import U64
from tao_spec.interface.accounts import registry
from tao_spec.interface.commitments import metadata
from tao_spec.storage.scale import ScaleError

HASHES = st.binary(min_size=32, max_size=32).map(H256)
HASHED = ("BlakeTwo256", "Sha256", "Keccak256", "ShaThree256")


def common(module, bound):
    hashed = [HASHES.map(getattr(module, name)) for name in HASHED]
    return st.one_of(st.just(module.Nothing()), st.binary(max_size=bound).map(module.Raw), *hashed)


IDENTITY_DATA = common(registry, 64)
COMMITMENT_DATA = st.one_of(
    common(metadata, 128),
    st.just(metadata.ResetBondsFlag()),
    st.binary(max_size=512).map(metadata.BigRaw),
    st.builds(metadata.TimelockEncrypted, st.binary(max_size=1024), st.integers(0, U64.MAX).map(U64)),
)
FAMILIES = [(registry, IDENTITY_DATA), (metadata, COMMITMENT_DATA)]


@pytest.mark.parametrize(("module", "values"), FAMILIES, ids=["identity", "commitment"])
def test_data_survives_its_bytes_and_its_json(module, values):
    @settings(max_examples=200, deadline=None)
    @given(values)
    def check(value):
        assert module.DATA.decode_all(module.DATA.encode(value)) == value
        assert module.DATA.from_json(module.DATA.to_json(value)) == value

    check()


@pytest.mark.parametrize(("module", "bound"), [(registry, 64), (metadata, 128)], ids=["identity", "commitment"])
def test_the_first_byte_counts_raw_bytes(module, bound):
    for size in (0, 1, 31, 32, 33, bound):
        data = bytes(range(size))
        assert module.DATA.encode(module.Raw(data)) == bytes((size + 1,)) + data
        assert module.DATA.to_json(module.Raw(data)) == {f"Raw{size}": "0x" + data.hex()}


def test_the_byte_behind_the_longest_raw_is_the_first_hash():
    digest = H256(bytes(range(32)))
    assert registry.DATA.encode(registry.BlakeTwo256(digest)) == b"\x42" + digest
    assert metadata.DATA.encode(metadata.BlakeTwo256(digest)) == b"\x82" + digest


def test_a_shape_without_data_is_its_name_in_json():
    assert registry.DATA.to_json(registry.Nothing()) == "None"
    assert metadata.DATA.to_json(metadata.ResetBondsFlag()) == "ResetBondsFlag"


def test_a_sealed_field_has_names_in_json():
    sealed = metadata.TimelockEncrypted(b"\1\2", U64(7))
    assert metadata.DATA.to_json(sealed) == {"TimelockEncrypted": {"encrypted": "0x0102", "reveal_round": 7}}
    assert metadata.DATA.encode(sealed) == b"\x86\x08\1\2" + (7).to_bytes(8, "little")


def test_no_bytes_may_be_an_empty_array_in_json():
    assert registry.DATA.from_json({"Raw0": []}) == registry.Raw(b"")


@pytest.mark.parametrize(
    "data", [b"", b"\x02", b"\x42" + bytes(31), b"\x46", b"\xff"], ids=["empty", "raw", "hash", "unknown", "last"]
)
def test_bytes_that_are_no_data_are_refused(data):
    with pytest.raises(ScaleError):
        registry.DATA.decode_all(data)


@pytest.mark.parametrize(
    "data",
    [
        b"\x86" + (1025 << 2 | 1).to_bytes(2, "little") + bytes(1033),
        b"\x88" + (513 << 2 | 1).to_bytes(2, "little") + bytes(513),
    ],
    ids=["sealed", "big"],
)
def test_fields_over_their_bound_are_refused(data):
    with pytest.raises(ScaleError, match="too many"):
        metadata.DATA.decode_all(data)


@pytest.mark.parametrize(
    "json",
    [
        {"Raw": "0x"},
        "Raw",
        {"Raw1": "0x"},
        {"Raw01": "0x00"},
        {"Raw65": "0x" + "00" * 65},
        {"Raw2": "0x0"},
        {"Sha256": "0x00"},
        "Raw0",
        {},
        None,
        7,
        {"None": None, "Raw0": "0x"},
    ],
    ids=repr,
)
def test_json_that_is_no_data_is_refused(json):
    with pytest.raises(ScaleError):
        registry.DATA.from_json(json)
