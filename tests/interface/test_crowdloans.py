import pytest

from tao_spec.interface.crowdloans import Percent
from tao_spec.storage.scale import ScaleError, codec_of


@pytest.mark.parametrize("parts", [0, 1, 100])
def test_a_percentage_is_a_byte(parts):
    codec = codec_of(Percent)
    assert codec.decode_all(bytes([parts])) == Percent(parts)
    assert codec.encode(Percent(parts)) == bytes([parts])


@pytest.mark.parametrize("parts", [101, 255])
def test_more_than_all_cannot_be_read(parts):
    codec = codec_of(Percent)
    with pytest.raises(ScaleError, match=f"{parts} is more than 100, the greatest Percent"):
        codec.decode_all(bytes([parts]))
    with pytest.raises(ScaleError, match="does not fit"):
        codec.from_json(parts)
    with pytest.raises(OverflowError):
        Percent(parts)
