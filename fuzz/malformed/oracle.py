"""What Debian's Python reads from the same bytes: one line of JSON per file, null where it refuses.

    oracle.py READER FILE...

NumPy, onnx, csv, gzip, json and yaml are independent of stepzero; the formats without a library
(IDX, CIFAR-10, safetensors) are read here as their authors describe them.
"""
import csv
import gzip
import hashlib
import io
import json
import re
import struct
import sys

import numpy as np
import onnx
import yaml
from onnx import numpy_helper

DECIMAL = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.I | re.A)


def of_numbers(values):
    doubles = np.ascontiguousarray(np.asarray(values, dtype="<f8")).ravel().copy()
    doubles[np.isnan(doubles)] = np.nan
    return hashlib.sha256(doubles.tobytes()).hexdigest()


def of_array(array):
    return f"[{','.join(map(str, array.shape))}] {of_numbers(array)}"


def npy(data):
    return of_array(np.lib.format.read_array(io.BytesIO(data), allow_pickle=False))


def npz(data):
    arrays = np.load(io.BytesIO(data), allow_pickle=False)
    names = [name for name in ("x_train", "y_train", "x_test", "y_test") if name in arrays]
    return "; ".join(of_array(arrays[name]) for name in names)


def words(data):
    array = np.lib.format.read_array(io.BytesIO(data), allow_pickle=False)
    assert array.dtype.kind in "US"
    texts = [one if array.dtype.kind == "U" else one.decode() for one in array.ravel()]
    codes = [code for text in texts for code in [*map(ord, text), -1]]
    return f"[{','.join(map(str, array.shape))}] {of_numbers(codes)}"


def decimal(text):
    assert DECIMAL.fullmatch(text.strip(" \t"))
    number = float(text)
    assert np.isfinite(number)
    return number


def csv_table(data):
    head, *rows = [row for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")) if row]
    at = [i for i, name in enumerate(head) if name.strip().lower() in ("label", "class", "target", "y")]
    assert len(at) == 1
    labels = [row[at[0]].strip() for row in rows]
    features = [[decimal(cell) for i, cell in enumerate(row) if i != at[0]] for row in rows]
    return f"{of_array(np.array(features))} {json.dumps(labels, ensure_ascii=False, separators=(',', ':'))}"


def idx(data):
    zero, kind, axes = struct.unpack(">HBB", data[:4])
    assert zero == 0
    sizes = struct.unpack(f">{axes}I", data[4 : 4 + 4 * axes])
    width = {8: 1, 9: 1, 11: 2, 12: 4, 13: 4, 14: 8}[kind]
    body = data[4 + 4 * axes :]
    count = width
    for size in sizes:
        count *= size
    assert len(body) == count
    return f"{sizes[0]} {of_numbers(np.frombuffer(body, np.uint8)) if kind == 8 else 'scaled'}"


def cifar(data):
    records = np.frombuffer(data, np.uint8).reshape(-1, 3073)
    assert len(records) > 0 and records[:, 0].max() < 10
    return f"[{','.join(map(str, records[:, 0]))}] {of_numbers(records[:, 1:])}"


def distinct(pairs):
    assert len({key for key, _ in pairs}) == len(pairs)
    return dict(pairs)


def safetensors(data):
    (length,) = struct.unpack("<Q", data[:8])
    assert length <= len(data) - 8
    header = json.loads(data[8 : 8 + length].decode(), object_pairs_hook=distinct)
    body = data[8 + length :]
    parts, places = [], []
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        begin, end = entry["data_offsets"]
        raw = body[begin:end]
        assert 0 <= begin <= end <= len(body)
        if entry["dtype"] == "BF16":
            values = (np.frombuffer(raw, "<u2").astype("<u4") << 16).view("<f4")
        else:
            values = np.frombuffer(raw, {"F16": "<f2", "F32": "<f4", "F64": "<f8"}[entry["dtype"]])
        places.append((begin, end))
        parts.append(f"{name} {of_array(values.reshape(entry['shape']))}")
    # By the format, no byte lies between tensors, in two of them, or behind the last.
    at = 0
    for begin, end in sorted(places):
        assert begin == at
        at = end
    assert at == len(body)
    return "; ".join(parts)


def parses(data):
    onnx.load_model_from_string(data)
    return None


def outline(data):
    tensors = [one for one in onnx.load_model_from_string(data).graph.initializer if one.data_type == 1]
    return "; ".join(f"{one.name} {of_array(numpy_helper.to_array(one))}" for one in tensors)


def number_text(text):
    """A number as JavaScript writes it."""
    number = float(text)
    if number.is_integer() and abs(number) < 1e21:
        return str(int(number))
    return re.sub(r"e([+-])0", r"e\1", repr(number))


def plain(value):
    if isinstance(value, list):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {key: plain(value[key]) for key in sorted(value) if key != "$schema"}
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    if isinstance(value, (int, float)):
        return number_text(value)
    return re.sub(r"^.*/", "", value, flags=re.S)


def of_study(value):
    return json.dumps(plain(value), ensure_ascii=False, separators=(",", ":"))


def refuse(name):
    raise ValueError(name)


def study_json(data):
    return of_study(json.loads(data.decode(), object_pairs_hook=distinct, parse_constant=refuse))


def study_yaml(data):
    """All scalars as texts, so that YAML 1.1 and 1.2 agree; numbers in one form."""

    def typed(value):
        if isinstance(value, list):
            return [typed(one) for one in value]
        if isinstance(value, dict):
            return {key: typed(one) for key, one in value.items()}
        return number_text(value) if DECIMAL.fullmatch(value) else value

    return of_study(typed(yaml.load(data.decode(), Loader=yaml.BaseLoader)))


def audit(data):
    text = data.decode("utf-8", "replace").removeprefix("\ufeff")
    first = re.split(r"[\r\n]", text)[0]
    separator = next(one for one in "\t;," if one in first)
    rows = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator) if row]
    values = [[decimal(re.sub(r"\s*%$", "", cell).replace("−", "-")) for cell in row[1:]] for row in rows[1:]]
    assert all(len(row) == len(rows[0]) for row in rows)
    names = [[row[0] for row in rows[1:]], rows[0][1:]]
    return json.dumps(names, ensure_ascii=False, separators=(",", ":")) + of_numbers([x for row in values for x in row])


READERS = {
    "npy": npy,
    "npy-in-npz": npy,
    "words-in-npz": words,
    "npz": npz,
    "csv": csv_table,
    "idx": idx,
    "idx-gz": lambda data: idx(gzip.decompress(data)),
    "cifar": cifar,
    "safetensors": safetensors,
    "onnx-graph": parses,
    "onnx-init": parses,
    "onnx-network": parses,
    "onnx-outline": outline,
    "study-json": study_json,
    "study-yaml": study_yaml,
    "audit-table": audit,
}

reader, *files = sys.argv[1:]
for file in files:
    with open(file, "rb") as opened:
        data = opened.read()
    try:
        print(json.dumps({"read": READERS[reader](data)}))
    except Exception as error:
        print(json.dumps({"refused": f"{type(error).__name__}: {error}"[:200]}))
