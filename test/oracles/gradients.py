"""Gradients of .onnx models by other programs than stepzero, for test/long/oracle-gradients.test.ts.

    python gradients.py FOLDER MODEL.onnx ...

The loss is the sum of each float output times fixed random numbers. For MODEL.onnx, FOLDER gets
MODEL.npz: `input/NAME` and `weight/OUTPUT` arrays, and for each float initializer the loss depends
on `index/TENSOR` (positions in the flattened tensor), `gradient/TENSOR` (the derivatives there) and
`single/TENSOR` (how far PyTorch's own derivatives in single precision are off, of the largest).

- A file of export_models.py (NETWORK-SETTING.onnx) is rebuilt as its PyTorch module, whose
  autograd in double precision gives all derivatives. A constant of the file that is an entry of
  the state dictionary, or its transpose, has the entry's gradient.
- Any other file that onnx2torch converts: autograd of the converted module.
- For the rest: central differences of onnx's reference evaluator in double precision, at a
  few random places of each tensor. A place where the difference changes by more than 1e-5 when the
  step is halved lies at a kink and is left out.
"""

import os
import sys
import time

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnx.reference import ReferenceEvaluator

FLOATS = (TensorProto.FLOAT, TensorProto.FLOAT16, TensorProto.BFLOAT16)
PLACES, STEP = 2, 1e-5


def in_double(model):
    """The same model with every float in double precision."""
    twin = onnx.ModelProto()
    twin.CopyFrom(model)
    del twin.graph.value_info[:]

    def convert(tensor):
        if tensor.data_type in FLOATS:
            tensor.CopyFrom(numpy_helper.from_array(numpy_helper.to_array(tensor).astype(np.float64), tensor.name))

    def walk(graph):
        for tensor in graph.initializer:
            convert(tensor)
        for value in [*graph.input, *graph.output]:
            if value.type.tensor_type.elem_type in FLOATS:
                value.type.tensor_type.elem_type = TensorProto.DOUBLE
        for node in graph.node:
            for attribute in node.attribute:
                if attribute.type == onnx.AttributeProto.TENSOR:
                    convert(attribute.t)
                elif attribute.type == onnx.AttributeProto.GRAPH:
                    walk(attribute.g)
                elif node.op_type == "Cast" and attribute.name == "to" and attribute.i in FLOATS:
                    attribute.i = TensorProto.DOUBLE
                elif node.op_type == "Constant" and attribute.name in ("value_float", "value_floats"):
                    value = np.array(helper.get_attribute_value(attribute), np.float64)
                    attribute.CopyFrom(helper.make_attribute("value", numpy_helper.from_array(value)))

    walk(twin.graph)
    return twin


def example(model, random):
    """Random inputs; an open first axis has 2 rows, other open axes 8."""
    constants = {t.name: numpy_helper.to_array(t) for t in model.graph.initializer}
    tables = [
        constants[n.input[0]].shape[0] for n in model.graph.node if n.op_type == "Gather" and n.input[0] in constants
    ]
    inputs, named = {}, {}
    for value in model.graph.input:
        if value.name in constants:
            continue
        kind, shape = value.type.tensor_type.elem_type, []
        for axis, dim in enumerate(value.type.tensor_type.shape.dim):
            size = dim.dim_value or named.setdefault(dim.dim_param or f"{value.name}{axis}", 2 if axis == 0 else 8)
            shape.append(size)
        if kind in FLOATS:
            inputs[value.name] = random.normal(size=shape).astype(np.float32)
        elif kind == TensorProto.BOOL:
            inputs[value.name] = np.ones(shape, bool)
        else:
            inputs[value.name] = random.integers(0, min([10, *tables]), shape).astype(
                helper.tensor_dtype_to_np_dtype(kind)
            )
    return inputs


def differences(model, inputs, weights, random, seconds=float("inf")):
    """tensor -> (places, derivatives), of tensors in a random order until the time is over."""
    end = time.monotonic() + seconds
    opset = max(o.version for o in model.opset_import if o.domain in ("", "ai.onnx"))
    if opset < 14 and any(node.op_type == "BatchNormalization" for node in model.graph.node):
        # It computes with a mixture of the running and the batch's statistics, which ONNX has nowhere.
        raise ValueError("onnx's evaluator is no oracle of BatchNormalization before opset 14")
    twin = in_double(model)
    feeds = {name: x.astype(np.float64) if x.dtype == np.float32 else x for name, x in inputs.items()}
    names = list(weights)

    evaluator = ReferenceEvaluator(twin)

    def loss(name, array, place, step):
        moved = array.copy()
        moved.reshape(-1)[place] += step
        outputs = evaluator.run(names, {**feeds, name: moved})  # what is fed stands before initializers
        return sum(float((np.asarray(y, np.float64) * weights[n]).sum()) for n, y in zip(names, outputs))

    found = {}
    tensors = list(twin.graph.initializer)
    for at in random.permutation(len(tensors)) if seconds < float("inf") else range(len(tensors)):
        tensor = tensors[at]
        if tensor.data_type != TensorProto.DOUBLE or not tensor.dims:
            continue
        if time.monotonic() > end:
            break
        array, size = numpy_helper.to_array(tensor), int(np.prod(tensor.dims))
        places, values = [], []
        for place in random.choice(size, min(PLACES, size), replace=False):
            whole, half = (
                (loss(tensor.name, array, place, h) - loss(tensor.name, array, place, -h)) / (2 * h)
                for h in (STEP, STEP / 2)
            )
            if abs(whole - half) <= 1e-5 * max(1e-3, abs(half)):
                places.append(int(place))
                values.append(half)
        if places:
            found[tensor.name] = (np.array(places, np.int32), np.array(values))
    return found


def by_autograd(path, model, inputs, weights):
    """tensor -> (places, derivatives), from the PyTorch module that the file was exported from."""
    import torch

    from networks import build
    from state_dict_coverage import constants, find, same

    module, x = build(os.path.basename(path).split("-")[0])
    x = torch.from_numpy(next(iter(inputs.values()))) if inputs else x
    entries = {name: value.detach().numpy().copy() for name, value in module.state_dict().items()}
    weight = torch.from_numpy(next(iter(weights.values())))
    (module(x) * weight.float()).sum().backward()
    single = {name: p.grad.double().numpy() for name, p in module.named_parameters() if p.grad is not None}
    module.zero_grad()
    module.double()
    (module(x.double() if x.is_floating_point() else x) * weight).sum().backward()
    held, found = constants(model), {}
    shared = [p for _, p in module.named_parameters(remove_duplicate=False)]
    for name, parameter in module.named_parameters(remove_duplicate=False):
        # A tied entry has the sum of its uses' gradients; exporters may give each use a constant.
        # A recurrent module's first step may be folded, with its share of the bias's gradient.
        tied = sum(p is parameter for p in shared) > 1
        if parameter.grad is None or tied or name.startswith("rnn.bias_hh"):
            continue
        form, constant = ("same", name) if name in held and same(entries[name], held[name]) else find(entries[name], held)
        gradient = parameter.grad.numpy()
        error = np.abs(single[name] - gradient).max() / max(np.abs(gradient).max(), 1e-30)
        if form == "transposed":
            gradient = gradient.T
        elif form not in ("same", "renamed", "reshaped"):
            continue
        found[constant] = (np.arange(gradient.size, dtype=np.int32), gradient.reshape(-1), error)
    return found


def by_converter(model, inputs, weights):
    """tensor -> (places, derivatives), from onnx2torch; raises for what it does not convert."""
    import torch
    from onnx2torch import convert

    if any(node.op_type == "ReduceL2" for node in model.graph.node):
        raise ValueError("onnx2torch's ReduceL2 loses a part of the gradient")  # 1.5.15, weight norm
    module = convert(model)
    arrays = {t.name: numpy_helper.to_array(t) for t in model.graph.initializer if t.data_type in FLOATS}
    arrays = {name: array for name, array in arrays.items() if array.size > 1 and np.ptp(array) > 0}
    tensors = dict(module.named_parameters())
    tensors |= {n: b for n, b in module.named_buffers() if b.is_floating_point() and "running" not in n}
    values = {name: tensor.detach().numpy().copy() for name, tensor in tensors.items()}
    module.eval().double()
    leaves = dict([*module.named_parameters(), *module.named_buffers()])
    for name in tensors:
        leaves[name].requires_grad_(True)
    feeds = [torch.from_numpy(x) for x in inputs.values()]
    outputs = module(*[x.double() if x.is_floating_point() else x for x in feeds])
    outputs = list(outputs) if isinstance(outputs, (list, tuple)) else [outputs]
    names = [o.name for o in model.graph.output]
    sum((y * torch.from_numpy(weights[n])).sum() for n, y in zip(names, outputs) if n in weights).backward()
    found = {}
    for constant, array in arrays.items():
        array = array.astype(np.float32)
        equal = [n for n, v in values.items() if v.shape == array.shape and np.array_equal(v, array)]
        turned = [n for n, v in values.items() if v.ndim == array.ndim == 2 and np.array_equal(v.T, array)]
        # Equal constants (tied or merged ones) cannot be told apart.
        if len({*equal, *turned}) != 1 or leaves[(equal or turned)[0]].grad is None:
            continue
        gradient = leaves[equal[0]].grad.numpy() if equal else leaves[turned[0]].grad.numpy().T
        found[constant] = (np.arange(gradient.size, dtype=np.int32), gradient.reshape(-1))
    if not found:
        raise ValueError("onnx2torch: no constant has a gradient")
    return found


def rebuilt_or_differences(model, inputs, weights, random):
    try:
        return "onnx2torch", by_converter(model, inputs, weights)
    except Exception:  # noqa: BLE001: the converter raises anything for what it lacks
        return "differences", differences(model, inputs, weights, random)


def main(folder, paths):
    os.makedirs(folder, exist_ok=True)
    for path in paths:
        stem = os.path.basename(path)[: -len(".onnx")]
        try:
            model, random = onnx.load(path), np.random.default_rng(0)
            inputs = example(model, random)
            exported = os.path.exists(path.replace(".onnx", ".npz"))
            if exported:
                sample = np.load(path.replace(".onnx", ".npz"))["x"]
                inputs = {model.graph.input[0].name: sample}
            twin = in_double(model)
            feeds = {n: x.astype(np.float64) if x.dtype == np.float32 else x for n, x in inputs.items()}
            kinds = [o.name for o in model.graph.output if o.type.tensor_type.elem_type in (*FLOATS, 0)]
            outputs = dict(zip(kinds, ReferenceEvaluator(twin).run(kinds, feeds)))
            how = "PyTorch's module"
            weights = {n: random.normal(size=np.shape(y)) for n, y in outputs.items()}
            weights = {n: w.astype(np.float32).astype(np.float64) for n, w in weights.items()}
            if exported:
                found = by_autograd(path, model, inputs, weights)
            else:
                how, found = rebuilt_or_differences(model, inputs, weights, random)
        except Exception as error:  # noqa: BLE001: the evaluator raises anything
            print(f"{stem}: {type(error).__name__}: {' '.join(str(error).split())[:160]}", flush=True)
            continue
        arrays = {f"input/{n}": x for n, x in inputs.items()}
        arrays |= {f"weight/{n}": w.astype(np.float32) for n, w in weights.items()}
        for name, (places, values, *error) in found.items():
            arrays |= {f"index/{name}": places, f"gradient/{name}": values, f"single/{name}": np.array(error or [0.0])}
        if found:
            np.savez(os.path.join(folder, f"{stem}.npz"), **arrays)
        print(f"{stem}: {len(found)} tensors by {how}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
