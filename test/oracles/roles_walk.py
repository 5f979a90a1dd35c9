"""What every float constant of an .onnx file is for, found by following the graph.

    python roles_walk.py MODEL.onnx

An independent reading, written from the ONNX operator specification. Prints a JSON line per use:
tensor, kind, operator, the node (its first output) and slot, and for kernels the fan in: the
number of terms of the weighted sum that reaches one output element (for a transposed convolution
the mean over positions), the scale that the graph multiplies the tensor by before the sum, whether
the sum runs over the tensor's last axis, and the groups. Kinds: kernel, recurrent-kernel, bias,
recurrent-bias, norm-scale, norm-shift, running-mean, running-variance, embedding, table
(added or joined to an activation, as positions and class tokens are), slope, magnitude (of weight normalization), scale (broadcast over a
kernel), other.
"""

import json
import sys

import numpy as np

from constant_graph import ConstantGraph, attributes

NORM_SLOTS = {
    "BatchNormalization": {1: "norm-scale", 2: "norm-shift", 3: "running-mean", 4: "running-variance"},
    "InstanceNormalization": {1: "norm-scale", 2: "norm-shift"},
    "GroupNormalization": {1: "norm-scale", 2: "norm-shift"},
    "LayerNormalization": {1: "norm-scale", 2: "norm-shift"},
    "RMSNormalization": {1: "norm-scale"},
}
RECURRENT = {"LSTM", "GRU", "RNN"}
# Operators that hand on the numbers of their first input, perhaps in another order or in part.
PASSING = {
    "Identity", "Reshape", "Flatten", "Transpose", "Squeeze", "Unsqueeze", "Cast", "CastLike", "Dropout", "Slice",
    "Split", "Gather", "Expand",
}  # fmt: skip


def product(sizes):
    return int(np.prod(sizes, dtype=np.int64))


def kernel_of(graph, node, slot):
    """fan in, alpha, groups and whether the sum runs over the last axis; None for other operands."""
    shape = graph.value(node.input[slot]).shape
    given = attributes(node)
    op = node.op_type
    if op == "Conv" and slot == 1:
        return product(shape[1:]), 1.0, given.get("group", 1), False
    if op == "ConvTranspose" and slot == 1:
        groups, strides = given.get("group", 1), product(given.get("strides", [1]))
        return shape[0] // groups * product(shape[2:]) / strides, 1.0, groups, False
    if op == "Gemm" and slot in (0, 1):
        last = bool(given.get("transB", 0)) if slot == 1 else not given.get("transA", 0)
        return shape[1 if last else 0], given.get("alpha", 1.0), 1, last
    if op == "MatMul":
        last = slot == 0 or len(shape) == 1
        return shape[-1] if last else shape[-2], 1.0, 1, last
    if op in RECURRENT and slot in (1, 2):
        return shape[-1], 1.0, 1, True
    if op == "Einsum":
        terms = einsum_terms(given["equation"].decode(), slot, shape)
        return None if terms is None else (terms, 1.0, 1, False)
    return None


def einsum_terms(equation, slot, shape):
    """Sizes of the weight's axes that the sum runs over; None without an explicit result."""
    if "->" not in equation:
        return None
    left, result = equation.replace(" ", "").split("->")
    labels = left.split(",")[slot].replace("...", "")
    return product([size for label, size in zip(labels, shape[len(shape) - len(labels) :]) if label not in result])


def behind(graph, name):
    """The node that made the numbers of an activation, through what only hands them on."""
    node = graph.producer.get(name)
    while node is not None and node.op_type in PASSING:
        node = graph.producer.get(node.input[0])
    return node


def is_normalized(graph, name):
    """Whether an activation is divided by a root of a mean: x / sqrt(…mean…) in any spelling."""
    node = behind(graph, name)
    if node is None:
        return False
    if node.op_type in NORM_SLOTS:
        return True
    if node.op_type == "Div":
        return root_of_mean(graph, node.input[1])
    return node.op_type == "Mul" and any(root_of_mean(graph, part) for part in node.input)


def root_of_mean(graph, name, depth=6):
    node = graph.producer.get(name)
    if node is None or depth == 0:
        return False
    if node.op_type in ("Sqrt", "Pow"):
        return has_mean(graph, node.input[0])
    if node.op_type in ("Reciprocal", "Div", "Identity", "Cast"):
        return any(root_of_mean(graph, part, depth - 1) for part in node.input)
    return False


def has_mean(graph, name, depth=5):
    node = graph.producer.get(name)
    if node is None or depth == 0:
        return False
    if node.op_type in ("ReduceMean", "GlobalAveragePool"):
        return True
    return node.op_type in ("Add", "Cast", "Mul", "Div", "Max", "Clip") and any(
        has_mean(graph, part, depth - 1) for part in node.input
    )


def makes_weighted_sums(graph, node):
    """Whether a node is a layer: one of its operands is a kernel."""
    if node is None:
        return False
    if node.op_type in ("Mul", "Div") and any(graph.value(part) is not None for part in node.input):
        return any(makes_weighted_sums(graph, graph.producer.get(part)) for part in node.input)
    return any(
        part and graph.leaves_of(part) and graph.value(part) is not None and kernel_of(graph, node, slot) is not None
        for slot, part in enumerate(node.input[:2])
    )


def one_axis(shape):
    """Whether at most one axis is longer than 1: a number per channel."""
    return sum(size > 1 for size in shape) <= 1


def looked_up(graph, name):
    """Whether a constant is rows of a table, at constant places."""
    node = graph.producer.get(name)
    while node is not None and node.op_type in PASSING:
        if node.op_type == "Gather":
            return True
        node = graph.producer.get(node.input[0])
    return False


def added_kind(graph, node, slot):
    other = node.input[1 - slot]
    if looked_up(graph, node.input[slot]):
        return "table"
    if not one_axis(graph.value(node.input[slot]).shape):
        return "table"
    source = behind(graph, other)
    if makes_weighted_sums(graph, source):
        return "bias"
    if source is not None and source.op_type in NORM_SLOTS:
        return "norm-shift"
    scaled = source is not None and source.op_type == "Mul" and any(graph.value(p) is not None for p in source.input)
    if scaled and any(is_normalized(graph, part) for part in source.input if graph.value(part) is None):
        return "norm-shift"
    return "other"


def multiplied_kind(graph, node, slot):
    array = graph.value(node.input[slot])
    channels = one_axis(array.shape) and array.size > 1
    return "norm-scale" if channels and is_normalized(graph, node.input[1 - slot]) else "other"


def kind_of(graph, node, slot):
    """The kind of a constant operand of a node with an operand that is no constant."""
    op = node.op_type
    if op in NORM_SLOTS:
        return NORM_SLOTS[op].get(slot, "other")
    if op in RECURRENT:
        return {1: "kernel", 2: "recurrent-kernel", 3: "recurrent-bias"}.get(slot, "other")
    if kernel_of(graph, node, slot) is not None:
        return "kernel"
    if op in ("Conv", "ConvTranspose", "Gemm") and slot == 2:
        return "bias"
    if op == "Gather" and slot == 0 and graph.value(node.input[0]).ndim == 2:
        return "embedding"
    if op == "PRelu" and slot == 1:
        return "slope"
    if op == "Add" and len(node.input) == 2:
        return added_kind(graph, node, slot)
    if op == "Concat":
        return "table"
    if op == "Mul":
        return multiplied_kind(graph, node, slot)
    return "other"


def parts_of(graph, name):
    """(leaf, scale, part) of a constant operand: part is "itself", "scale", "direction" or "magnitude"."""
    value = graph.value(name)
    leaves = [leaf for leaf in graph.leaves_of(name) if graph.leaves[leaf].size > 0]
    if leaves == [name]:
        return [(name, 1.0, "itself")]
    found = []
    for leaf in leaves:
        array = np.array(graph.leaves[leaf], np.float64)
        array[~np.isfinite(array) | (np.abs(array) > 1e30)] = 1e30  # a mask's -inf
        doubled = graph.with_leaf(name, leaf, (2 * array).astype(graph.leaves[leaf].dtype))
        above = graph.with_leaf(name, leaf, (array + 1).astype(graph.leaves[leaf].dtype))
        if doubled is None or above is None:
            found.append((leaf, 1.0, "itself"))
        elif doubled.shape != np.shape(value) or above.shape != np.shape(value):
            found.append((leaf, 1.0, "scale"))  # a size, as the end of a Range
        elif np.allclose(doubled, value, rtol=1e-3) and array.any():
            found.append((leaf, 1.0, "direction"))
        else:
            touched = int(np.count_nonzero(~np.isclose(doubled, value, rtol=1e-6, atol=0)))
            part = "scale" if array.size < touched else "itself"
            slopes = np.abs(above.astype(np.float64) - value)
            slopes = slopes[slopes > 0]
            found.append((leaf, float(np.median(slopes)) if slopes.size else 1.0, part))
    if any(part == "direction" for _, _, part in found):
        found = [(leaf, scale, "magnitude" if part == "scale" else part) for leaf, scale, part in found]
    return found


def uses(graph):
    """Every use of a float constant by a node that also reads an activation."""
    for node in graph.nodes:
        constants = [bool(part) and graph.value(part) is not None for part in node.input]
        if all(constants) or graph.value(node.output[0]) is not None:
            continue
        for slot, part in enumerate(node.input):
            if not constants[slot] or not graph.leaves_of(part):
                continue
            kind = kind_of(graph, node, slot)
            for leaf, scale, role in parts_of(graph, part):
                # What broadcasts over a kernel is no kernel; over a bias or a norm it is a fill.
                whole = role in ("itself", "direction") or kind == "table"
                own = kind if whole else ("other" if kind != "kernel" else role)
                use = {"tensor": leaf, "kind": own, "operator": node.op_type, "node": node.output[0], "slot": slot}
                if own in ("kernel", "recurrent-kernel"):
                    fan_in, alpha, groups, last = kernel_of(graph, node, slot)
                    use |= {"fan_in": fan_in, "scale": scale * alpha, "transposed": last, "groups": groups}
                    use |= {"weight_norm": role == "direction"}
                yield use


if __name__ == "__main__":
    walked = ConstantGraph(sys.argv[1])
    rows = list(uses(walked))
    for row in rows:
        print(json.dumps(row))
    for leaf in walked.leaves:
        if walked.is_float(leaf) and not any(row["tensor"] == leaf for row in rows):
            print(json.dumps({"tensor": leaf, "kind": "other", "operator": None}))
