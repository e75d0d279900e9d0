"""A bundle as a folder: `manifest.json` and one `.npy` per array, opened with mmap. Nothing in it can run code.

File names follow from the dataclass fields (`items.price` -> `items.price.npy`) and from the names of models and
columns, which are held to letters, digits and _ when they are written and when they are read: a forged manifest cannot
name a file outside the folder.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import types
import typing
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.lib import format as npy

from data.errors import Fault
from data.stores.rows import NOTHING_READ, Mark
from models.bundle.bundle import Bundle
from models.bundle.digests import DIGESTS, STRONG, digests_of
from models.bundle.policy import Policy
from models.bundle.shelf import sync
from models.recommenders import RECOMMENDERS
from models.recommenders.protocol import Model

FORMAT = 4
MANIFEST = "manifest.json"
BESIDE = ("id", "mark")  # of a bundle: what says which one it is, and is no part of what it holds
_AN_ARRAY = "in a file of its own"
_NAME = re.compile("[a-z0-9_]{1,100}")
"""What may be part of a file's name."""


class BrokenBundle(Fault):
    """The folder does not hold the bundle that its manifest describes; the message names the file."""


def write_bundle(bundle: Bundle, folder: Path, notes: dict[str, Any]) -> str:
    """Write every array and the manifest, all on disk when this returns; the name to publish under is the answer.

    The name is as_of and the beginning of the content's hash, so the same content has the same name. `notes` (window,
    versions, metrics ...) go into the manifest beside it and are no part of the hash.
    """
    arrays: dict[str, Any] = {}
    values: dict[str, Any] = {}
    _take_apart("", bundle, arrays, values)
    written = {name: _write(folder / f"{name}.npy", array) for name, array in arrays.items()}
    hashes = {digest: {name: found[digest] for name, found in written.items()} for digest in DIGESTS}
    content = _digest(hashes[STRONG], values)
    name = f"{bundle.as_of}-{content[:8]}"
    about = {"format": FORMAT, "id": name, "as_of": bundle.as_of, "content": content, "mark": bundle.mark._asdict()}
    manifest = {**about, **notes, "values": values, **hashes}
    manifest["seal"] = seal_of(manifest)
    _write_bytes(folder / MANIFEST, json.dumps(manifest, indent=1, sort_keys=True).encode())
    sync(folder)
    return name


def open_bundle(folder: Path) -> Bundle:
    """The bundle in the folder, its arrays mapped, not read: microseconds each. Raises BrokenBundle."""
    manifest = read_manifest(folder)
    try:
        bundle = _put_together("", Bundle, folder, dict.fromkeys(manifest[STRONG], _AN_ARRAY) | manifest["values"])
        return replace(bundle, id=manifest["id"], mark=Mark(**manifest.get("mark", NOTHING_READ._asdict())))
    except (OSError, ValueError, KeyError, TypeError, EOFError) as error:
        raise BrokenBundle(f"{folder.name}: {error}") from None


def verify_bundle(folder: Path, digest: str = STRONG) -> None:
    """Every file has the digest that the manifest gives: STRONG, or QUICK where a service waits for the answer.

    Reads everything. Raises BrokenBundle naming the first that has not. A manifest that is older than the quick digest
    is held to the strong one.
    """
    manifest = read_manifest(folder)
    digest = digest if digest in manifest else STRONG
    for name, expected in manifest[digest].items():
        file = folder / f"{name}.npy"
        if file.parent != folder or not file.is_file() or digests_of(file, digest)[digest] != expected:
            raise BrokenBundle(f"{folder.name}: {name}.npy is not what was published")
    if _digest(manifest[STRONG], manifest["values"]) != manifest["content"]:
        raise BrokenBundle(f"{folder.name}: {MANIFEST} is not what was published")


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest as a dict. Raises BrokenBundle when it is missing, no JSON, of another format or was changed."""
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError) as error:
        raise BrokenBundle(f"{folder.name}: {MANIFEST}: {error}") from None
    said = typing.cast("dict[str, Any]", manifest if isinstance(manifest, dict) else {})
    if said.get("format") != FORMAT:
        raise BrokenBundle(f"{folder.name}: {MANIFEST} is not of format {FORMAT}")
    if said.get("seal") != seal_of(said):
        raise BrokenBundle(f"{folder.name}: {MANIFEST} is not what was published")
    return said


def _take_apart(path: str, part: Any, arrays: dict[str, Any], values: dict[str, Any]) -> None:
    if isinstance(part, np.ndarray):
        arrays[path] = part
    elif isinstance(part, Policy | tuple):
        values[path] = msgspec.to_builtins(typing.cast("Any", part), enc_hook=np.generic.item)
    elif is_dataclass(part):
        for field in fields(part):
            if field.name not in BESIDE or path:
                _take_apart(_join(path, field.name), getattr(part, field.name), arrays, values)
    elif isinstance(part, dict):
        held = typing.cast("dict[str, Any]", part)
        values[path] = [_plain(name) for name in held]
        for name in held:
            _take_apart(_join(path, name), held[name], arrays, values)
    else:
        values[path] = part


def _put_together(path: str, shape: Any, folder: Path, values: dict[str, Any]) -> Any:
    if typing.get_origin(shape) in (typing.Union, types.UnionType):  # X | None
        if _says_nothing(values, path):
            return None
        shape = typing.get_args(shape)[0]
    if typing.get_origin(shape) is np.ndarray:
        return np.load(folder / f"{path}.npy", mmap_mode="r", allow_pickle=False).view(np.ndarray)
    if shape is Policy:
        return msgspec.convert(values[path], Policy)
    if typing.get_origin(shape) is dict:
        shapes = _shapes(typing.get_args(shape)[1], values[path])
        return {name: _put_together(_join(path, name), each, folder, values) for name, each in shapes.items()}
    if typing.get_origin(shape) is tuple:
        return msgspec.convert(values[path], shape)
    if is_dataclass(shape):
        hints = typing.get_type_hints(shape)
        named = {f.name: hints[f.name] for f in fields(shape) if f.name not in BESIDE or path}
        given = {name: _put_together(_join(path, name), hint, folder, values) for name, hint in named.items()}
        return typing.cast("type[Any]", shape)(**given, **({} if path else {"id": ""}))
    return values[path]


def _says_nothing(values: dict[str, Any], path: str) -> bool:
    """Whether the manifest gives None, or was written before there was such a thing."""
    if path in values:
        return values[path] is None
    return not any(name.startswith(f"{path}.") for name in values)


def _shapes(shape: Any, names: list[str]) -> dict[str, Any]:
    """The shape of each member of a dict: of a model its own, else the same for all. Raises ValueError, KeyError."""
    models = {row.name: row.model for row in RECOMMENDERS}
    return {_plain(name): models[name] if shape is Model else shape for name in names}


def _plain(name: str) -> str:
    """The name again. Raises ValueError for one that may be no part of a file's name."""
    if not _NAME.fullmatch(name):
        raise ValueError(f"'{name}' is no name of a model or a column; they are made of a-z, 0-9 and _")
    return name


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _digest(hashes: dict[str, str], values: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps([hashes, values], sort_keys=True).encode()).hexdigest()


def seal_of(manifest: dict[str, Any]) -> str:
    """A hash over all that the manifest says, so that a damaged one is told from a whole one."""
    said = {name: value for name, value in manifest.items() if name != "seal"}
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _write(file: Path, array: Any) -> dict[str, str]:
    """As np.save writes it; but np.save, on a full disk, raises an error that does not say so."""
    whole = np.ascontiguousarray(array)
    with file.open("wb") as out:
        npy.write_array_header_1_0(out, npy.header_data_from_array_1_0(whole))
        out.write(whole.data)
        out.flush()
        os.fsync(out.fileno())
    return digests_of(file, *DIGESTS)


def _write_bytes(file: Path, content: bytes) -> None:
    with file.open("wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
