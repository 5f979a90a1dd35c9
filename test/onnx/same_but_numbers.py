"""What of an .onnx file differs from another one: the numbers of tensors, and anything else.

Arguments: pairs of files, before and after. Prints a list with an object for each pair:
  changed   the tensors whose numbers differ, as "initializer NAME" or "OPERATOR OUTPUT"
  added     the initializers that only the second file has
  renamed   number of inputs of nodes that read an added initializer instead
  same      whether all else is equal: nodes, attributes, inputs, outputs, types, shapes, metadata
  inside    whether the second file has all numbers in it
  numbers   the first numbers of the changed tensors, in the second file
"""

import json
import os
import sys

import numpy as np
import onnx
from onnx import TensorProto, numpy_helper

DATA = ["raw_data", "float_data", "int32_data", "double_data", "external_data", "data_location"]


def graphs_in(node):
    for attribute in node.attribute:
        if attribute.HasField("g"):
            yield attribute.g
        yield from attribute.graphs


def tensors_in(graph, prefix=""):
    """Every tensor that a graph and its subgraphs store."""
    for tensor in graph.initializer:
        yield f"{prefix}initializer {tensor.name}", tensor
    for node in graph.node:
        for attribute in node.attribute:
            if attribute.HasField("t"):
                yield f"{prefix}{node.op_type} {node.output[0]}", attribute.t
        for i, inner in enumerate(graphs_in(node)):
            yield from tensors_in(inner, f"{prefix}{node.output[0]}/{i}/")


def restore_inputs(before, after, added):
    """Gives inputs that read an added initializer their old names; counts them."""
    count = 0
    for old, new in zip(before.node, after.node):
        for i, (a, b) in enumerate(zip(old.input, new.input)):
            if a != b and b in added:
                new.input[i] = a
                count += 1
        for a, b in zip(graphs_in(old), graphs_in(new)):
            count += restore_inputs(a, b, added)
    return count


def compare(before_path, after_path):
    before = onnx.load(before_path, load_external_data=False)
    after = onnx.load(after_path, load_external_data=False)
    old = dict(tensors_in(before.graph))
    new = dict(tensors_in(after.graph))
    inside = all(tensor.data_location != TensorProto.EXTERNAL for tensor in new.values())
    had = {tensor.name for tensor in before.graph.initializer}
    added = {tensor.name for tensor in after.graph.initializer} - had
    renamed = restore_inputs(before.graph, after.graph, added)
    for field in [after.graph.initializer, after.graph.input]:
        for i in reversed(range(len(field))):
            if field[i].name in added:
                del field[i]
    changed, numbers = [], {}
    for key, tensor in old.items():
        other = new.get(key)
        if other is None or tensor.data_type == TensorProto.STRING:
            continue
        a = numpy_helper.to_array(tensor, os.path.dirname(before_path))
        b = numpy_helper.to_array(other, os.path.dirname(after_path))
        differs = a.dtype != b.dtype or a.tobytes() != b.tobytes()
        if differs:
            changed.append(key)
            numbers[key] = [float(x) for x in b.ravel()[:40]]
        if differs or tensor.data_location == TensorProto.EXTERNAL:
            for name in DATA:
                tensor.ClearField(name)
                other.ClearField(name)
    same = before.SerializeToString(deterministic=True) == after.SerializeToString(deterministic=True)
    return dict(
        changed=changed, added=sorted(added), renamed=renamed, same=same, inside=inside, numbers=numbers
    )


pairs = zip(sys.argv[1::2], sys.argv[2::2])
print(json.dumps([compare(*pair) for pair in pairs]))
