"""What SCALE costs: the specification's codec against the library `scalecodec`, on values that every step reads and writes.

Run as `python benchmarks/scale.py`; times are the shortest of several runs.
"""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter
from typing import Any

from scalecodec.base import RuntimeConfiguration, ScaleBytes
from scalecodec.type_registry import load_type_registry_preset

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.identifiers import AccountId
from tao_spec.arithmetic.integers import U16, U32, U64
from tao_spec.state.accounts import AccountData, AccountInfo
from tao_spec.storage.scale import Codec, Tuple, Vec, codec_of

REPEATS = 9
ROUNDS = 300

TYPES = {
    "AccountData": {
        "type": "struct",
        "type_mapping": [["free", "u64"], ["reserved", "u64"], ["frozen", "u64"], ["flags", "u128"]],
    },
    "AccountInfo": {
        "type": "struct",
        "type_mapping": [
            ["nonce", "u32"],
            ["consumers", "u32"],
            ["providers", "u32"],
            ["sufficients", "u32"],
            ["data", "AccountData"],
        ],
    },
}

ACCOUNT = AccountInfo(U32(7), U32(1), U32(2), U32(0), AccountData(TaoBalance(10**12), TaoBalance(500), TaoBalance(9)))
VALUES: list[tuple[str, Codec[Any], str, Any]] = [
    ("u64", codec_of(U64), "u64", U64(10**15)),
    ("AccountInfo", codec_of(AccountInfo), "AccountInfo", ACCOUNT),
    ("256 weights", Vec(Tuple(U16, U16)), "Vec<(u16, u16)>", tuple((U16(i), U16(65_535 - i)) for i in range(256))),
    ("64 accounts", Vec(AccountId), "Vec<[u8; 32]>", tuple(AccountId(bytes([i]) * 32) for i in range(64))),
]


def compute_fastest(work: Callable[[], object]) -> float:
    """The shortest time of one round among several runs, in microseconds."""
    times = []
    for _ in range(REPEATS):
        start = perf_counter()
        for _ in range(ROUNDS):
            work()
        times.append(perf_counter() - start)
    return min(times) / ROUNDS * 1e6


def measure(registry: Any, label: str, codec: Codec[Any], name: str, value: Any) -> None:
    """Print one line: decoding and encoding a value, by both, and how many times as long the library takes."""
    data = codec.encode(value)
    library = registry.create_scale_object(name, ScaleBytes(data))
    plain = library.decode()
    if bytes(registry.create_scale_object(name).encode(plain).data) != data:
        raise SystemExit(f"the library encodes {label} otherwise; compare both before timing them")
    times = [
        compute_fastest(lambda: codec.decode_all(data)),
        compute_fastest(lambda: registry.create_scale_object(name, ScaleBytes(data)).decode()),
        compute_fastest(lambda: codec.encode(value)),
        compute_fastest(lambda: registry.create_scale_object(name).encode(plain)),
    ]
    cells = " ".join(f"{time:9.2f} us" for time in times)
    print(
        f"{label:12} {len(data):6} bytes {cells}   decode x{times[1] / times[0]:.0f}, encode x{times[3] / times[2]:.0f}"
    )


def main() -> None:
    """Measure every value."""
    registry = RuntimeConfiguration()
    registry.update_type_registry(load_type_registry_preset("core"))
    registry.update_type_registry({"types": TYPES})
    print(f"{'':25} {'decode':>12} {'library':>12} {'encode':>12} {'library':>12}")
    for value in VALUES:
        measure(registry, *value)


if __name__ == "__main__":
    main()
