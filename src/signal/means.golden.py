#!/usr/bin/python3
"""Means of activations by mpmath 1.4.1, and correlation maps by NumPy 2.4.6 and SciPy 1.17.1:
python3 means.golden.py > means.golden.json (minutes)

moments: [q, E f(x), E f(x)^2, E f'(x)^2] for x ~ N(0, q).
correlations: a row per q of Q, in it E f(x) f(y) / E f(x)^2 for each c of C, x and y normal with variance q and correlation c.
"""
import json
import mpmath as mp
import numpy as np
from scipy.special import expit, ndtr

sigmoid = lambda x: 1 / (1 + mp.exp(-x)) if x > 0 else mp.exp(x) / (1 + mp.exp(x))
softplus = lambda x: max(x, mp.mpf(0)) + mp.log1p(mp.exp(-abs(x)))
a, b = mp.sqrt(2 / mp.pi), mp.mpf("0.044715")
gate = lambda x: a * (x + b * x**3)
scale, alpha = mp.mpf("1.0507009873554805"), mp.mpf("1.6732632423543772")
swish = lambda k: (lambda x: x * sigmoid(k * x), lambda x: sigmoid(k * x) * (1 + k * x * sigmoid(-k * x)))
inside = lambda x, low, high: 1 if low < x < high else 0
# φ, φ′, and where φ has kinks.
ACTIVATIONS = {
    "linear": (lambda x: x, lambda x: 1, []),
    "relu": (lambda x: max(x, 0), lambda x: inside(x, 0, mp.inf), [0]),
    "leaky-relu": (lambda x: x if x > 0 else x / 100, lambda x: 1 if x > 0 else mp.mpf(1) / 100, [0]),
    "elu": (lambda x: x if x > 0 else mp.expm1(x), lambda x: 1 if x > 0 else mp.exp(x), [0]),
    "selu": (lambda x: scale * (x if x > 0 else alpha * mp.expm1(x)), lambda x: scale * (1 if x > 0 else alpha * mp.exp(x)), [0]),
    "gelu": (lambda x: x * mp.ncdf(x), lambda x: mp.ncdf(x) + x * mp.npdf(x), []),
    "gelu-tanh": (lambda x: x / 2 * (1 + mp.tanh(gate(x))),
                  lambda x: (1 + mp.tanh(gate(x))) / 2 + x / 2 * mp.sech(gate(x)) ** 2 * a * (1 + 3 * b * x * x), []),
    "quick-gelu": (*swish(mp.mpf("1.702")), []),
    "silu": (*swish(1), []),
    "mish": (lambda x: x * mp.tanh(softplus(x)),
             lambda x: mp.tanh(softplus(x)) + x * sigmoid(x) * mp.sech(softplus(x)) ** 2, []),
    "softplus": (softplus, sigmoid, []),
    "sigmoid": (sigmoid, lambda x: sigmoid(x) * sigmoid(-x), []),
    "tanh": (mp.tanh, lambda x: mp.sech(x) ** 2, []),
    "relu6": (lambda x: min(max(x, 0), 6), lambda x: inside(x, 0, 6), [0, 6]),
    "squared-relu": (lambda x: max(x, 0) ** 2, lambda x: 2 * max(x, 0), [0]),
    "hard-tanh": (lambda x: min(max(x, -1), 1), lambda x: inside(x, -1, 1), [-1, 1]),
    "hard-sigmoid": (lambda x: min(max(x / 6 + mp.mpf(1) / 2, 0), 1), lambda x: mp.mpf(inside(x, -3, 3)) / 6, [-3, 3]),
    "hard-swish": (lambda x: x * min(max(x / 6 + mp.mpf(1) / 2, 0), 1),
                   lambda x: (x / 3 + mp.mpf(1) / 2) if abs(x) < 3 else inside(x, 0, mp.inf), [-3, 3]),
    "softsign": (lambda x: x / (1 + abs(x)), lambda x: 1 / (1 + abs(x)) ** 2, [0]),
    "log-sigmoid": (lambda x: -softplus(-x), lambda x: sigmoid(-x), []),
    "tanhshrink": (lambda x: x - mp.tanh(x), lambda x: mp.tanh(x) ** 2, []),
    "sin": (mp.sin, mp.cos, []),
    "step": (lambda x: 1 if x > 0 else 0, lambda x: inside(x, -1, 1), [-1, 0, 1]),
}

def moments(f, d, kinks, q):
    """E φ(x), E φ(x)² and E φ′(x)² of x ~ N(0, q), on pieces that end at kinks and powers of 2."""
    s = mp.sqrt(mp.mpf(q))
    ends = {mp.mpf(k) / s for k in kinks} | {mp.mpf(0)}
    ends |= {sign * mp.mpf(z) for z in (0.5, 1, 2, 3, 4, 6, 8, 10, 13) for sign in (-1, 1)}
    ends |= {sign * mp.mpf(2) ** k / s for k in range(-4, 8) for sign in (-1, 1)}
    ends |= {sign * mp.mpf(16) ** k / s for k in range(2, 20) for sign in (-1, 1)}
    ends = sorted(z for z in ends if abs(z) <= 13)
    # mp.quad stops at an absolute error: unit makes it relative.
    mean = lambda g, unit: float(mp.nstr(unit * mp.quad(lambda z: g(s * z) / unit * mp.npdf(z), ends), 16))
    unit = max(abs(f(s)), abs(f(-s)))
    return [mean(f, unit), mean(lambda x: f(x) ** 2, unit**2), mean(lambda x: d(x) ** 2, 1 if d(s) == 0 else d(s) ** 2)]

# E f(x) f(y), x and y normal with variance q and correlation c, by Gauss-Legendre rules of 30 points
# on pieces that end at the kinks and shrink towards them.
node, weight = np.polynomial.legendre.leggauss(30)
phi = lambda z: np.exp(-z * z / 2) / np.sqrt(2 * np.pi)

def rule(ends):
    a, b = np.array(ends[:-1])[:, None], np.array(ends[1:])[:, None]
    return ((a + b) / 2 + (b - a) / 2 * node).ravel(), ((b - a) / 2 * weight).ravel()

def ends(places, near):
    grid = set(np.arange(-52, 53) / 4)
    for p in places:
        grid |= {p + s * d for d in near for s in (-1, 1)} | {p}
    return sorted(e for e in grid if -13 <= e <= 13)

def product(f, kinks, q, c):
    s, r = np.sqrt(q), np.sqrt((1 - c) * (1 + c))
    kinks = np.array(kinks) / s
    if abs(c) == 1:
        z, w = rule(ends([*kinks, *-kinks, 0], 2.0 ** np.arange(-40, -2)))
        return (w * phi(z) * f(s * z) * f(c * s * z)).sum()
    if c == 0:
        z, w = rule(ends([*kinks, 0], 2.0 ** np.arange(-40, -2)))
        return (w * phi(z) * f(s * z)).sum() ** 2
    z, w = rule(ends([*kinks, *kinks / c], 2.0 ** np.arange(-40, -2)))
    total = 0
    for x, v in zip(z, w * phi(z) * f(s * z)):
        if abs(v) < 1e-22: continue
        y, u = rule(ends((kinks - c * x) / r, 2.0 ** np.arange(-6, -2)))
        total += v * (u * phi(y) * f(s * (c * x + r * y))).sum()
    return total

np_softplus = lambda x: np.logaddexp(0, x)
clip = np.clip
# f and its kinks, on arrays.
ON_ARRAYS = {
  "linear": (lambda x: x, []),
  "relu": (lambda x: np.maximum(x, 0), [0]),
  "leaky-relu": (lambda x: np.where(x > 0, x, .01 * x), [0]),
  "elu": (lambda x: np.where(x > 0, x, np.expm1(np.minimum(x, 0))), [0]),
  "selu": (lambda x: 1.0507009873554805 * np.where(x > 0, x, 1.6732632423543772 * np.expm1(np.minimum(x, 0))), [0]),
  "gelu": (lambda x: x * ndtr(x), []),
  "gelu-tanh": (lambda x: x / 2 * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + .044715 * x**3))), []),
  "quick-gelu": (lambda x: x * expit(1.702 * x), []),
  "silu": (lambda x: x * expit(x), []),
  "mish": (lambda x: x * np.tanh(np_softplus(x)), []),
  "softplus": (np_softplus, []),
  "sigmoid": (expit, []),
  "tanh": (np.tanh, []),
  "relu6": (lambda x: clip(x, 0, 6), [0, 6]),
  "squared-relu": (lambda x: np.maximum(x, 0)**2, [0]),
  "hard-tanh": (lambda x: clip(x, -1, 1), [-1, 1]),
  "hard-sigmoid": (lambda x: clip(x / 6 + .5, 0, 1), [-3, 3]),
  "hard-swish": (lambda x: x * clip(x / 6 + .5, 0, 1), [-3, 3]),
  "softsign": (lambda x: x / (1 + abs(x)), [0]),
  "log-sigmoid": (lambda x: -np_softplus(-x), []),
  "tanhshrink": (lambda x: x - np.tanh(x), []),
  "sin": (np.sin, []),
  "step": (lambda x: 1. * (x > 0), [0]),
}

Q = (0.04, 1, 25)
C = (-1, -0.9999999, -0.9, -0.3, 0, 0.5, 0.99, 0.9999999)
QS = [1e-30, 1e-4, 1, 100, 1e30]

def moment_rows(name, activation):
    # Differences of nearly equal numbers need more digits; mpmath cannot integrate waves at q = 1e30.
    mp.mp.dps = 60 if name == "tanhshrink" else 25
    return [[q, *moments(*activation, q)] for q in QS if name != "sin" or q < 1e30]

def correlation_rows(f, kinks):
    return [[float(f"{product(f, kinks, q, c) / product(f, kinks, q, 1):.12g}") for c in C] for q in Q]

def lines(table):
    return "{\n" + ",\n".join(f'  "{name}": {json.dumps(rows)}' for name, rows in table.items()) + "\n}"

print('{"moments": ' + lines({name: moment_rows(name, a) for name, a in ACTIVATIONS.items()}) + ",")
print('"correlations": ' + lines({name: correlation_rows(*a) for name, a in ON_ARRAYS.items()}) + "}")
