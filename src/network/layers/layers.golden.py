#!/usr/bin/python3
"""Forward passes of layers by PyTorch 1.13: python3 layers.golden.py > layers.golden.json

Each case: input, parameters by the name stepzero gives them, output; states after the step for batch norm.
"""
import json, math
import torch
import torch.nn.functional as F

torch.manual_seed(1)
flat = lambda t: {"shape": list(t.shape), "data": [float(f"{v:.8g}") for v in t.flatten().tolist()]}
cases = {}

def case(name, x, parameters, y, states=None):
    cases[name] = {"x": flat(x), "parameters": {k: flat(v) for k, v in parameters.items()}, "y": flat(y)}
    if states: cases[name]["states"] = {k: flat(v) for k, v in states.items()}

x = torch.randn(2, 4, 7, 6)
w, b = torch.randn(6, 4, 3, 3), torch.randn(6)
case("conv same", x, {"conv1/kernel": w, "conv1/bias": b}, F.conv2d(x, w, b, padding="same"))
w = torch.randn(6, 4, 2, 4)
case("conv same, even kernel", x, {"conv1/kernel": w, "conv1/bias": b}, F.conv2d(x, w, b, padding="same"))
w = torch.randn(6, 2, 3, 3)
case("conv padding 1, stride 2, dilation 2, groups 2", x, {"conv1/kernel": w},
     F.conv2d(x, w, None, stride=2, padding=1, dilation=2, groups=2))
case("maxPool 3, stride 2, padding 1", x, {}, F.max_pool2d(x, 3, 2, 1))
case("averagePool 3, stride 2, padding 1", x, {}, F.avg_pool2d(x, 3, 2, 1, count_include_pad=False))

x3 = torch.randn(2, 3, 5)
w, b = torch.randn(4, 5), torch.randn(4)
case("dense on tokens", x3, {"dense1/kernel": w, "dense1/bias": b}, F.linear(x3, w, b))
s, h = torch.randn(5), torch.randn(5)
case("layerNorm", x3, {"layernorm1/scale": s, "layernorm1/shift": h}, F.layer_norm(x3, [5], s, h, 1e-5))
s, h = torch.randn(4), torch.randn(4)
case("groupNorm", x, {"groupnorm1/scale": s, "groupnorm1/shift": h}, F.group_norm(x, 2, s, h, 1e-5))
for name, data in (("batchNorm of images", x), ("batchNorm of rows", torch.randn(5, 4))):
    mean, var = torch.randn(4), torch.rand(4) + 0.5
    before = {"batchnorm1/running-mean": mean.clone(), "batchnorm1/running-variance": var.clone()}
    evaluated = F.batch_norm(data, mean, var, s, h, False, 0.1, 1e-5)
    trained = F.batch_norm(data, mean, var, s, h, True, 0.1, 1e-5)  # updates mean and var in place
    parameters = {"batchnorm1/scale": s, "batchnorm1/shift": h}
    case(name, data, parameters, trained, {"batchnorm1/running-mean": mean, "batchnorm1/running-variance": var})
    cases[name]["before"] = {k: flat(v) for k, v in before.items()}
    cases[name]["evaluated"] = flat(evaluated)

t = torch.randn(2, 5, 6)
wi, bi, wo, bo = torch.randn(18, 6) / 2, torch.randn(18), torch.randn(6, 6), torch.randn(6)
y, _ = F.multi_head_attention_forward(t.transpose(0, 1), t.transpose(0, 1), t.transpose(0, 1), 6, 3, wi, bi, None, None, False, 0.0, wo, bo)
y = y.transpose(0, 1)
case("selfAttention, fused", t, {"attention1/query-key-value-kernel": wi, "attention1/query-key-value-bias": bi,
     "attention1/output-kernel": wo, "attention1/output-bias": bo}, y)
names = ("query", "key", "value")
case("selfAttention, separate", t, {**{f"attention1/{n}-kernel": wi[6 * i:6 * i + 6] for i, n in enumerate(names)},
     **{f"attention1/{n}-bias": bi[6 * i:6 * i + 6] for i, n in enumerate(names)},
     "attention1/output-kernel": wo, "attention1/output-bias": bo}, y)

im = torch.randn(2, 3, 4, 6)
w, b, token, place = torch.randn(5, 3, 2, 2), torch.randn(5), torch.randn(1, 1, 5), torch.randn(1, 7, 5)
y = torch.cat([token.expand(2, 1, 5), F.conv2d(im, w, b, stride=2).flatten(2).transpose(1, 2)], 1) + place
case("tokens", im, {"patchembedding1/kernel": w, "patchembedding1/bias": b, "classtoken1/token": token,
     "position1/embedding": place}, y)

w1, w2, a = torch.randn(6, 4, 3, 3) / 6, torch.randn(6, 6, 3, 3) / 6, torch.tensor(0.7)
y = F.conv2d(F.relu(F.conv2d(x, w1, None, stride=2, padding=1)), w2, None, padding=1)
y = F.relu(F.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, 0, 2)) + a * y)  # option A of He et al. 2015
case("residual", x, {"block1/conv1/kernel": w1, "block1/conv2/kernel": w2, "block1/scale": a}, y)

z = torch.cat([torch.linspace(-6, 6, 41), torch.tensor([0.0, 1.0, -1.0, 20.0, -20.0])]).reshape(1, -1)
for name, f in {"relu": F.relu, "leaky-relu": F.leaky_relu, "elu": F.elu, "selu": F.selu, "gelu": F.gelu, "silu": F.silu,
                "mish": F.mish, "softplus": F.softplus, "sigmoid": torch.sigmoid, "tanh": torch.tanh, "sin": torch.sin,
                "gelu-tanh": lambda t: F.gelu(t, approximate="tanh"), "quick-gelu": lambda t: t * torch.sigmoid(1.702 * t),
                "relu6": F.relu6, "squared-relu": lambda t: F.relu(t) ** 2, "hard-tanh": F.hardtanh,
                "hard-sigmoid": F.hardsigmoid, "hard-swish": F.hardswish, "softsign": F.softsign,
                "log-sigmoid": F.logsigmoid, "tanhshrink": F.tanhshrink,
                "softmax": lambda v: F.softmax(v, -1), "linear": lambda v: v}.items():
    case(f"activation {name}", z, {}, f(z))

print(json.dumps(cases))
