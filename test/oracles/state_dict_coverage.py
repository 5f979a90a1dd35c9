"""Which entries of a module's state dictionary an exported file holds, and in what form.

    python state_dict_coverage.py FOLDER [NETWORK-SETTING ...]

FOLDER is what export_models.py wrote ("trained" settings: their tensors all differ). Prints a row
per file: how many entries it holds as they are, under another name, transposed, reshaped or in
part; which it holds under their name with other numbers (batch norms folded into a kernel); and
which it lacks.
"""

import glob
import os
import sys

import numpy as np
import onnx
from onnx import numpy_helper

from networks import build


def constants(model):
    """Every constant of the graph: its initializers and the values of its Constant nodes."""
    found = {t.name: numpy_helper.to_array(t) for t in model.graph.initializer}
    for node in model.graph.node:
        if node.op_type == "Constant" and node.attribute[0].name == "value":
            found[node.output[0]] = numpy_helper.to_array(node.attribute[0].t)
    return found


def same(a, b):
    return a.shape == b.shape and np.allclose(a, b, rtol=1e-6, atol=1e-7)


def find(value, held):
    """(form, name) of the constant that holds a value; (None, None) where none does."""
    for name, other in held.items():
        if same(value, other):
            return "renamed", name
    for name, other in held.items():
        if value.ndim == 2 and same(value.T, other):
            return "transposed", name
    for name, other in held.items():
        if value.size == other.size and value.size > 1 and same(value.ravel(), other.ravel()):
            return "reshaped", name
    numbers = set(np.round(value.ravel(), 5).tolist()) if value.size > 4 else set()
    for name, other in held.items():
        if other.size > 4 and other.dtype == value.dtype:
            mine = np.round(other.ravel(), 5).tolist()
            if other.size < value.size and numbers.issuperset(mine):
                return "in part", name
            if other.size > value.size and numbers.issubset(mine):
                return "within", name
    return None, None


def coverage(path):
    """form -> [(entry of the state dictionary, constant of the file)]."""
    name = os.path.basename(path).split("-")[0]
    module, _ = build(name)
    held = constants(onnx.load(path))
    forms = {}
    for entry, tensor in module.state_dict().items():
        value = tensor.numpy()
        if entry in held and same(value, held[entry]):
            form, constant = "same", entry
        elif entry in held and value.shape == held[entry].shape:
            form, constant = "other numbers", entry
        else:
            form, constant = find(value, held)
        forms.setdefault(form or "absent", []).append((entry, constant))
    return forms


def main(folder, names):
    pattern = os.path.join(folder, "*.onnx")
    for path in sorted(glob.glob(pattern)):
        stem = os.path.basename(path)[: -len(".onnx")]
        if stem.endswith("fresh") or (names and stem not in names):
            continue
        print(f"{stem}:")
        for form, pairs in coverage(path).items():
            entries = [e if c in (None, e) else f"{e} = {c}" for e, c in pairs]
            print(f"  {form} ({len(entries)}): {', '.join(entries)}")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
