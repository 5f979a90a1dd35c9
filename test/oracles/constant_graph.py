"""An .onnx file's graph with the values of everything that depends on constants alone.

Written from the ONNX operator specification; `onnx` computes the values.
"""

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper, shape_inference
from onnx.reference import ReferenceEvaluator

FLOATS = {TensorProto.FLOAT, TensorProto.DOUBLE, TensorProto.FLOAT16, TensorProto.BFLOAT16}
RANDOM = {"RandomNormal", "RandomUniform", "RandomNormalLike", "RandomUniformLike", "Bernoulli", "Multinomial"}
# Expressions larger than this are not evaluated (a ConstantOfShape can ask for any size).
LARGEST = 50_000_000


def attributes(node):
    return {a.name: helper.get_attribute_value(a) for a in node.attribute}


def constant_of_node(node):
    """The value of a Constant node."""
    given = attributes(node)
    if "value" in given:
        return numpy_helper.to_array(given["value"])
    for name, kind in (("value_float", np.float32), ("value_floats", np.float32)):
        if name in given:
            return np.array(given[name], kind)
    for name in ("value_int", "value_ints"):
        if name in given:
            return np.array(given[name], np.int64)
    return None


class ConstantGraph:
    """`leaves`: name -> array of every initializer and Constant node; `nodes` in file order."""

    def __init__(self, path):
        self.model = onnx.load(path)
        graph = self.model.graph
        self.nodes = list(graph.node)
        self.inputs = {i.name for i in graph.input}
        self.leaves, self.types = {}, {}
        for tensor in graph.initializer:
            self.leaves[tensor.name] = numpy_helper.to_array(tensor)
            self.types[tensor.name] = tensor.data_type
        for node in self.nodes:
            value = constant_of_node(node) if node.op_type == "Constant" else None
            if value is not None:
                self.leaves[node.output[0]] = value
                self.types[node.output[0]] = helper.np_dtype_to_tensor_dtype(value.dtype)
        self.producer = {name: node for node in self.nodes for name in node.output if name}
        self.readers = {}
        for node in self.nodes:
            for slot, name in enumerate(node.input):
                self.readers.setdefault(name, []).append((node, slot))
        self.shapes = self._static_shapes()
        self._values, self._leaves_of = {}, {}

    def _static_shapes(self):
        try:
            inferred = shape_inference.infer_shapes(self.model).graph
        except Exception:  # noqa: BLE001: a file that inference refuses has no shapes to offer
            inferred = self.model.graph
        shapes = {}
        for value in [*inferred.input, *inferred.value_info, *inferred.output]:
            sizes = value.type.tensor_type.shape.dim
            if value.type.tensor_type.HasField("shape") and all(d.HasField("dim_value") for d in sizes):
                shapes[value.name] = [d.dim_value for d in sizes]
        return shapes

    def is_float(self, name):
        return self.types.get(name) in FLOATS

    def value(self, name):
        """The value of a constant expression, or None for what depends on an input."""
        if name not in self._values:
            self._values[name] = self._evaluate(name, self.leaves)
        return self._values[name]

    def with_leaf(self, name, leaf, array):
        """The value of the expression `name` when a leaf has another value."""
        return self._evaluate(name, {**self.leaves, leaf: array}, fresh=True)

    def leaves_of(self, name):
        """The float leaves that an expression reads, in order, without repetition."""
        if name in self.leaves:
            return [name] if self.is_float(name) else []
        if name not in self._leaves_of:
            node = self.producer.get(name)
            found = []
            if node is not None and node.op_type not in ("Shape", "Size"):
                slots = node.input[:1] if node.op_type == "CastLike" else node.input
                found = [leaf for part in slots if part for leaf in self.leaves_of(part)]
            self._leaves_of[name] = list(dict.fromkeys(found))
        return self._leaves_of[name]

    def _evaluate(self, name, leaves, fresh=False):
        if name in leaves:
            return leaves[name]
        if not fresh and name in self._values:
            return self._values[name]
        node = self.producer.get(name)
        if node is None or node.op_type in RANDOM or any(a.type == onnx.AttributeProto.GRAPH for a in node.attribute):
            return None
        if node.op_type in ("Shape", "Size") and node.input[0] in self.shapes and node.input[0] not in leaves:
            feeds = [np.empty(self.shapes[node.input[0]], np.float32)]
        elif node.op_type == "CastLike":  # the type of an activation: float32 in all that we read
            feeds = [self._evaluate(node.input[0], leaves, fresh)]
            return None if feeds[0] is None else feeds[0].astype(np.float32)
        else:
            feeds = [self._evaluate(part, leaves, fresh) if part else None for part in node.input]
            if any(part and feed is None for part, feed in zip(node.input, feeds)):
                return None
        if node.op_type in ("ConstantOfShape", "Expand") and np.prod(feeds[-1], dtype=float) > LARGEST:
            return None
        return self._run(node, feeds, name)

    def _run(self, node, feeds, name):
        infos = [
            helper.make_tensor_value_info(part, helper.np_dtype_to_tensor_dtype(feed.dtype), feed.shape)
            for part, feed in dict(zip(node.input, feeds)).items()
            if part
        ]
        results = [helper.make_empty_tensor_value_info(out) for out in node.output if out]
        one = helper.make_model(
            helper.make_graph([node], "one", infos, results),
            opset_imports=list(self.model.opset_import),
            ir_version=self.model.ir_version,
        )
        try:
            outputs = ReferenceEvaluator(one).run([name], {p: f for p, f in zip(node.input, feeds) if p})
        except Exception:  # noqa: BLE001: an operator that the evaluator lacks is no constant for us
            return None
        return np.asarray(outputs[0])
