"""What the programs that draw tensors by frameworks share: cases as lines of JSON."""
import base64
import json

import numpy as np

DENSE = {"kind": "kernel", "operation": "dense", "activation": "relu"}
CONV = {"kind": "kernel", "operation": "convolution", "activation": "relu"}
TRANSPOSED = {"kind": "kernel", "operation": "transposed-convolution", "activation": "relu", "stride": [2, 2]}
TABLE = {"kind": "embedding", "operation": "embedding"}


def gate(part, gates, units):
    place = {"layer": "lstm", "part": part, "gate": "input", "index": 0, "gates": gates, "units": units}
    return {"kind": "kernel", "operation": "dense", "activation": "sigmoid", "recurrent": place}


def case(call, right, values, role):
    """`values` have stepzero's layout; `right` is the method that a person would name."""
    numbers = np.ascontiguousarray(values, dtype=np.float32)
    data = base64.b64encode(numbers.tobytes()).decode()
    print(json.dumps({"call": call, "right": right, "shape": numbers.shape, "role": role, "data": data}))
