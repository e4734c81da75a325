"""The runtime's own metadata, and how a codec of the specification differs from a type in it."""

import json
import re
from functools import cache

from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance
from tao_spec.arithmetic.identifiers import AccountId, BlockNumber, NetUid
from tao_spec.arithmetic.integers import U32
from tao_spec.interface.crowdloans import CrowdloanId, LeaseId, Percent
from tao_spec.interface.data import DataCodec
from tao_spec.interface.runtime import declared_interface
from tao_spec.state.zero_padded import ZeroPadded
from tao_spec.storage import scale
from tests.shared import SHARED

METADATA = SHARED / "oracle" / "driver" / "metadata-r306.json"
PROTOCOL = SHARED / "protocol" / "r306.json"

CLASS_OF_NAME = {
    "NetUid": (NetUid,),
    "TaoCurrency": (TaoBalance,),
    "AlphaCurrency": (AlphaBalance,),
    # A span of blocks may be a plain number.
    "BlockNumberFor<T>": (BlockNumber, U32),
    "T::AccountId": (AccountId,),
    "CrowdloanId": (CrowdloanId,),
    "LeaseId": (LeaseId,),
    "Percent": (Percent,),
}
"""What the runtime calls by a name of its own, the specification gives a class of its own."""

NAMED_BOUNDS = {
    "MAX_CRV3_COMMIT_SIZE_BYTES": 5000,
    "MigrationKeyMaxLen": 128,
    "MaxApprovals": 100,
    "BoundedHash": 32,
    "OpaquePublicKey": 96,
    "BoundedInline": 128,
}
"""Bounds for which the metadata has a name only, from the runtime's source."""

FIELD_LIMITS = {"Registry": "MaxAdditionalFields", "Commitments": "MaxFields"}
"""What the parameter of a pallet's `Info` stands for."""


@cache
def metadata():
    return json.loads(METADATA.read_text())


@cache
def protocol():
    return json.loads(PROTOCOL.read_text())


@cache
def types():
    return {entry["id"]: entry["type"] for entry in metadata()["types"]["types"]}


def pallet(name):
    return next(entry for entry in metadata()["pallets"] if entry["name"] == name)


def raw_bytes(text):
    """Bytes as the metadata's JSON writes them: 0x-hex, or text where they happen to be UTF-8."""
    return bytes.fromhex(text[2:]) if text.startswith("0x") else text.encode()


def variants(pallet_name, kind):
    entry = pallet(pallet_name)[kind]
    return types()[entry["ty"]]["def"]["variant"]["variants"] if entry else []


@cache
def bounds():
    """Every bound that the facts give a figure for, by its name."""
    found = dict(NAMED_BOUNDS)
    for entry in protocol()["pallets"].values():
        for source in (entry.get("constants"), (entry.get("notes") or {}).get("constants")):
            found |= {name: value for name, value in (source or {}).items() if type(value) is int}
    return found


def generics(text):
    """The head of a Rust type and its arguments, or its items where it is a tuple."""
    text = re.sub(r"\s+", " ", text or "").strip()
    match = re.fullmatch(r"([\w:]*)<(.*)>|\((.*)\)", text)
    if match is None:
        return text, []
    inner, parts, depth = match[2] if match[3] is None else match[3], [""], 0
    for character in inner:
        depth += (character in "<([") - (character in ">)]")
        if character == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return match[1] or "()", [part.strip() for part in parts if part.strip()]


class Difference:
    """Walks a codec and a type of the metadata side by side and notes where they part."""

    def __init__(self):
        self.found = []

    def note(self, where, ours, theirs):
        if ours != theirs:
            self.found.append(f"{where}: {ours!r} declared, {theirs!r} on the chain")

    def walk(self, where, codec, type_id, text=None):
        head, args = generics(text)
        if head == "Box":
            return self.walk(where, codec, type_id, args[0])
        if text in CLASS_OF_NAME and hasattr(codec, "cls"):
            self.note(f"{where} ({text} as {codec.cls.__name__})", codec.cls in CLASS_OF_NAME[text], True)
        if isinstance(codec, ZeroPadded):
            return self.walk(where, codec.inner, type_id, text)
        entry = types()[type_id]
        ((kind, body),) = entry["def"].items()
        return getattr(self, f"_{kind}")(where, codec, entry, body, text)

    def _primitive(self, where, codec, entry, body, text):
        self.note(where, codec.name, body)

    def _compact(self, where, codec, entry, body, text):
        inner = types()[body["type"]]["def"]
        name = "()" if inner == {"tuple": []} else f"Compact<{inner.get('primitive')}>"
        self.note(where, codec.name, name)
        _, args = generics(text)
        if args and args[0] in CLASS_OF_NAME:
            self.note(f"{where} ({args[0]} as {codec.cls.__name__})", codec.cls in CLASS_OF_NAME[args[0]], True)

    def _tuple(self, where, codec, entry, body, text):
        if not body:
            return self.note(where, codec.name, "()")
        # A structure whose fields have no names in JSON may stand for a tuple.
        is_tuple = isinstance(codec, scale.TupleCodec) or (isinstance(codec, scale.FieldsCodec) and codec.unnamed)
        self.note(f"{where} (a tuple)", is_tuple, True)
        items = codec.codecs if isinstance(codec, scale.FieldsCodec) else codec.items
        head, args = generics(text)
        self.note(f"{where} (number of items)", len(items), len(body))
        for place, (item, inner) in enumerate(zip(items, body, strict=False)):
            self.walk(f"{where}.{place}", item, inner, args[place] if head == "()" else None)
        return None

    def _sequence(self, where, codec, entry, body, text, bounded=False):
        _, args = generics(text)
        self.note(f"{where} (bounded)", codec.bound is not None, bounded)
        if bounded:
            self._bound(where, codec.bound, args[-1] if args else text)
        if types()[body["type"]]["def"].get("primitive") == "u8":
            return self.note(where, type(codec), scale.Bytes)
        self.note(where, type(codec), scale.SequenceCodec)
        return self.walk(f"{where}[]", codec.item, body["type"], args[0] if args else None)

    def _bound(self, where, ours, text):
        match = re.fullmatch(r"ConstU32<(\w+)>", text or "")
        name = (match[1] if match else text or "").split("::")[-1]
        name = FIELD_LIMITS.get(where.split(".")[0], name) if name == "FieldLimit" else name
        theirs = int(name) if name.isdecimal() else bounds().get(name)
        if theirs is not None:
            self.note(f"{where} (bound {text})", ours, theirs)

    def _array(self, where, codec, entry, body, text):
        if types()[body["type"]]["def"].get("primitive") == "u8":
            return self.note(where, codec.name, f"[u8; {body['len']}]")
        self.note(where, codec.length, body["len"])
        return self.walk(f"{where}[]", codec.item, body["type"])

    def _composite(self, where, codec, entry, body, text):
        fields, path = body["fields"], entry["path"]
        if path[-1] in ("BoundedVec", "WeakBoundedVec"):
            sequence = types()[fields[0]["type"]]["def"]["sequence"]
            return self._sequence(where, codec, entry, sequence, text, bounded=path[-1] == "BoundedVec")
        if path[0] == "substrate_fixed":
            return self.note(where, codec.name, fixed_name(entry))
        if path[-1] == "U256":
            return self.note(where, codec.name, "u256")
        if len(fields) == 1 and fields[0]["name"] is None:
            # A newtype is its content; only a collection keeps the text of its arguments.
            inner = text if path[-1].startswith("BTree") else fields[0].get("typeName")
            wrapped = codec.items[0][1] if isinstance(codec, scale.FieldsCodec) else codec
            return self.walk(where, wrapped, fields[0]["type"], inner)
        return self._fields(where, codec, fields)

    def _fields(self, where, codec, fields):
        names = [scale.json_name(name) for name, _ in codec.items]
        if any(field["name"] is not None for field in fields):
            self.note(f"{where} (fields)", names, [field["name"] for field in fields])
            self.note(f"{where} (unnamed)", codec.unnamed, False)
        else:
            self.note(f"{where} (number of fields)", len(names), len(fields))
            self.note(f"{where} (unnamed)", codec.unnamed or not fields, True)
        for (name, item), field in zip(codec.items, fields, strict=False):
            self.walk(f"{where}.{name}", item, field["type"], field.get("typeName"))

    def _variant(self, where, codec, entry, body, text):
        shapes, path = body["variants"], entry["path"]
        _, args = generics(text)
        if path[-1] == "Option":
            self.note(where, type(codec), scale.Option)
            return self.walk(f"{where}?", codec.inner, shapes[1]["fields"][0]["type"], args[0] if args else None)
        interface = declared_interface()
        whole = {"DispatchError": interface.error_codec, "Result": interface.result_codec}.get(path[-1])
        if whole is not None:
            return self.note(where, codec, whole)
        if path[-1] == "RuntimeCall":
            # In storage a call is bytes, for which calls there are depends on the revision.
            return self.note(where, codec is declared_interface().call_codec or type(codec) is scale.Rest, True)
        if isinstance(codec, scale.EnumerationCodec):
            ours = {index: member.name for index, member in codec.members.items()}
            return self.note(where, ours, {shape["index"]: shape["name"] for shape in shapes if not shape["fields"]})
        return self._shapes(where, codec, {shape["index"]: shape for shape in shapes})

    def _shapes(self, where, codec, theirs):
        raw = getattr(codec, "raw", None)
        if isinstance(codec, DataCodec):
            theirs, codec = self._without_raw(where, codec, theirs), codec.others
        names = {index: name for name, index in codec.indices.items() if codec.shapes[index].cls is not raw}
        self.note(where, names, {index: shape["name"] for index, shape in theirs.items()})
        for index in names.keys() & theirs.keys():
            self._fields(f"{where}.{names[index]}", codec.shapes[index], theirs[index]["fields"])

    def _without_raw(self, where, codec, theirs):
        """The shapes but those for raw bytes, which must be one for each length up to the bound."""
        for size in range(codec.bound + 1):
            shape = theirs.pop(size + 1)
            array = types()[shape["fields"][0]["type"]]["def"]["array"]
            self.note(f"{where}.Raw{size}", (f"Raw{size}", size), (shape["name"], array["len"]))
        return theirs


def fixed_name(entry):
    """The name of a fixed-point type, whose fraction is a number written in types."""
    signed, fraction = entry["path"][-1][5] == "I", typenum(entry["params"][0]["type"])
    return f"{'I' if signed else 'U'}{128 - fraction}F{fraction}"


def typenum(type_id):
    entry = types()[type_id]
    if entry["path"][-1] == "UTerm":
        return 0
    higher, lowest = (parameter["type"] for parameter in entry["params"])
    return 2 * typenum(higher) + (types()[lowest]["path"][-1] == "B1")


def differences(where, codec, type_id, text=None):
    walk = Difference()
    walk.walk(where, codec, type_id, text)
    return walk.found


def field_differences(where, codec, fields):
    walk = Difference()
    walk._fields(where, codec, fields)
    return walk.found
