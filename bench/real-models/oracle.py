"""Forward outputs and gradients of .onnx models by other programs than stepzero.

A line of JSON on standard input asks, a line on standard output answers:

- {"ask": "oracle", "model": PATH, "out": PATH.npz, "shapes": {INPUT: [...]}}: random inputs, what
  ONNX Runtime's Python package returns for them, what onnx2torch's module returns in double
  precision where the converter knows the operators, and gradients of the sum of each float output
  times fixed random numbers (test/oracles/gradients.py says by what).
- {"ask": "check", "model": PATH, "feeds": PATH.npz}: how far ONNX Runtime's outputs for
  `input/NAME` are from `output/NAME`, of the largest.
"""

import json
import os
import sys
import warnings

import numpy as np
import onnx
import onnxruntime

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../test/oracles"))
from gradients import FLOATS, by_converter, differences, example  # noqa: E402

warnings.filterwarnings("ignore")
SECONDS = 60  # for differences: onnx's evaluator is slow
LARGEST = 60_000  # numbers that go in, for differences


def with_initializers(model):
    """The model whose Constant nodes are initializers of the same names."""
    nodes = list(model.graph.node)
    del model.graph.node[:]
    for node in nodes:
        value = node.attribute[0].t if node.op_type == "Constant" and node.attribute[0].name == "value" else None
        if value is None or value.data_type not in FLOATS:
            model.graph.node.append(node)
        else:
            model.graph.initializer.append(onnx.TensorProto())
            model.graph.initializer[-1].CopyFrom(value)
            model.graph.initializer[-1].name = node.output[0]
    return model


def sized(model, shapes):
    """The model with the sizes of its inputs."""
    for value in model.graph.input:
        for dim, size in zip(value.type.tensor_type.shape.dim, shapes.get(value.name, [])):
            dim.dim_value = size
    return model


def session(path, level=onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL):
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = level
    options.log_severity_level = 4
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def outputs_of(path, inputs, *level):
    runner = session(path, *level)
    names = [o.name for o in runner.get_outputs()]
    return dict(zip(names, runner.run(names, {i.name: inputs[i.name] for i in runner.get_inputs()})))


def by_torch(model, inputs):
    """Outputs of the converted module in double precision."""
    import torch
    from onnx2torch import convert

    module = convert(model).eval().double()
    feeds = [torch.from_numpy(x) for x in inputs.values()]
    with torch.no_grad():
        outputs = module(*[x.double() if x.is_floating_point() else x for x in feeds])
    outputs = list(outputs) if isinstance(outputs, (list, tuple)) else [outputs]
    return {o.name: y.numpy() for o, y in zip(model.graph.output, outputs)}


def oracle(model, out, shapes):
    proto, random = onnx.load(model), np.random.default_rng(0)
    inputs = example(sized(onnx.load(model), shapes), random)
    for value in proto.graph.input:
        if value.name in inputs and value.type.tensor_type.elem_type == onnx.TensorProto.FLOAT16:
            inputs[value.name] = inputs[value.name].astype(np.float16)
    results = {n: np.asarray(y) for n, y in outputs_of(model, inputs).items()}
    arrays = {f"input/{n}": np.asarray(x, np.float32 if x.dtype == np.float16 else x.dtype) for n, x in inputs.items()}
    arrays |= {f"output/{n}": y.astype(np.float32) for n, y in results.items()}
    plainly = outputs_of(model, inputs, onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL)
    for n, y in results.items():
        spread = np.abs(y.astype(np.float64) - plainly[n]).max() if y.size > 0 else 0.0
        arrays[f"spread/{n}"] = np.array([spread], np.float64)
    answer = {"forward": "onnxruntime", "gradient": None}
    plain = {n: x.astype(np.float32) if x.dtype == np.float16 else x for n, x in inputs.items()}
    try:
        twin = by_torch(onnx.load(model), plain)
        arrays |= {f"twin/{n}": np.asarray(y, np.float64) for n, y in twin.items() if y.dtype.kind == "f"}
        answer["forward"] = "onnxruntime, PyTorch"
    except Exception as error:  # noqa: BLE001: the converter raises anything for what it lacks
        answer["noTwin"] = f"{type(error).__name__}: {' '.join(str(error).split())[:100]}"
    floats = {o.name for o in proto.graph.output if o.type.tensor_type.elem_type in (*FLOATS, 0)}
    weights = {n: random.normal(size=y.shape).astype(np.float32).astype(np.float64) for n, y in results.items() if n in floats}
    found = {}
    try:
        found = by_converter(with_initializers(onnx.load(model)), plain, weights)
        answer["gradient"] = "PyTorch"
    except Exception as error:  # noqa: BLE001
        answer["noConverter"] = f"{type(error).__name__}: {' '.join(str(error).split())[:100]}"
        try:
            if sum(x.size for x in inputs.values()) > LARGEST:
                raise ValueError("too large for differences")
            found = differences(with_initializers(sized(proto, shapes)), plain, weights, random, SECONDS)
            answer["gradient"] = "differences" if found else None
        except Exception as other:  # noqa: BLE001
            answer["noDifferences"] = f"{type(other).__name__}: {' '.join(str(other).split())[:100]}"
    arrays |= {f"weight/{n}": w.astype(np.float32) for n, w in weights.items()}
    for name, (places, values, *_) in found.items():
        arrays |= {f"index/{name}": places, f"gradient/{name}": values}
    np.savez(out, **arrays)
    return answer


def check(model, feeds):
    arrays = np.load(feeds)
    runner = session(model)
    types = {"tensor(float16)": np.float16, "tensor(double)": np.float64, "tensor(int64)": np.int64}
    types |= {"tensor(int32)": np.int32, "tensor(uint8)": np.uint8, "tensor(bool)": bool}
    inputs = {
        i.name: arrays[f"input/{i.name}"].astype(types.get(i.type, np.float32))
        for i in runner.get_inputs()
        if f"input/{i.name}" in arrays
    }
    names = [name[len("output/") :] for name in arrays if name.startswith("output/")]
    worst = 0.0
    for name, y in zip(names, runner.run(names, inputs)):
        expected = arrays[f"output/{name}"]
        y = np.asarray(y, np.float64).reshape(expected.shape)
        error = np.abs(y - expected).max() / max(np.abs(expected).max(), 1e-30)
        worst = max(worst, float(error)) if np.isfinite(error) else float("inf")
    return {"error": worst}


def main():
    asks = {"oracle": oracle, "check": check}
    for line in sys.stdin:
        request = json.loads(line)
        try:
            answer = asks[request.pop("ask")](**request)
        except Exception as error:  # noqa: BLE001: said in the answer
            answer = {"failed": f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
