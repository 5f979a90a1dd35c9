"""Runs `stepzero init --init he` on .onnx files and checks every number by an independent walk.

    python check_init.py [--stepzero "node dist/cli/main.js"] [--verbose] MODEL.onnx ...

For each use of a float constant (roles_walk.py) the *effective* operand is computed from the
written file, with all that the graph does to the tensor before the sum (alpha, constant factors,
Reshape, weight normalization):

- kernels: other numbers than before; root mean square within 5 standard errors of sqrt(2 / fan in)
  (a normal sample of n has the relative error 1 / sqrt(2 n));
- recurrent kernels: the same, or orthogonal gates;
- biases, norm shifts and running means 0; norm scales and running variances 1;
- embeddings: other numbers; a kernel that is also one (tied) may have the embedding's size, and
  what was an embedding's transpose stays it;
- tables that are added or joined to activations (positions, class tokens, masks): the same
  numbers, or named in the output;
- tables of sines, Fourier and mel filters, recognized by their numbers: the same numbers;
- everything else in the file: the same bytes.

Prints a line per file with the counts, and below it each finding. Exits 1 where a file has one.
"""

import argparse
import os
import shlex
import subprocess
import sys
import tempfile

import numpy as np

from constant_graph import ConstantGraph, attributes
from roles_walk import uses

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
EXPECTED = {
    "bias": 0, "recurrent-bias": 0, "norm-shift": 0, "running-mean": 0, "norm-scale": 1, "running-variance": 1,
}  # fmt: skip


def fixed_table(array):
    """Why a constant is no parameter; None for one that is."""
    rows = array.reshape(array.shape[0], -1).astype(np.float64) if array.ndim > 1 else np.zeros((0, 0))
    if min(rows.shape) < 4:
        return None
    if rows.min() >= 0 and np.mean(rows == 0) > 0.5:
        return "a bank of filters, none negative and mostly 0"
    if oscillates(rows) or oscillates(rows.T):
        return "a table of sines or cosines"
    if rows.shape[1] >= 16 and np.median(narrowness(rows)) > 0.95:
        return "a bank of Fourier filters"
    return None


def oscillates(rows):
    """Whether x[t - 1] + x[t + 1] = k x[t] holds down every column, as it does for sin(w t + p)."""
    middle, around = rows[1:-1], rows[:-2] + rows[2:]
    norms = (middle**2).sum(0)
    factor = (middle * around).sum(0) / np.where(norms > 0, norms, 1)
    errors = np.abs(around - factor * middle).max(0)
    moving = np.ptp(rows, axis=0) > 1e-3
    return bool(moving.mean() > 0.4 and errors.max() < 1e-3 * max(np.abs(rows).max(), 1e-9))


def narrowness(rows):
    """The share of each row's energy in its best three neighbouring frequencies."""
    energy = np.abs(np.fft.rfft(rows, axis=1)) ** 2
    total = energy.sum(1)
    three = energy[:, :-2] + energy[:, 1:-1] + energy[:, 2:]
    return three.max(1)[total > 0] / total[total > 0]


class Findings:
    def __init__(self):
        self.lines, self.counts = [], {}

    def count(self, what):
        self.counts[what] = self.counts.get(what, 0) + 1

    def add(self, line):
        if line not in self.lines:
            self.lines.append(line)


def operand_slot(graph, output, slot):
    node = graph.producer.get(output)
    return None if node is None or slot >= len(node.input) else node.input[slot]


def orthogonal_gates(array):
    """Whether every square block [h, h] of a recurrent kernel [..., gates * h, h] is a scaled rotation."""
    h = array.shape[-1]
    blocks = array.reshape(-1, h, h).astype(np.float64)
    for block in blocks:
        gram = block @ block.T
        if not np.allclose(gram, np.eye(h) * gram[0, 0], atol=1e-4 * max(gram[0, 0], 1e-6)):
            return False
    return True


def check_kernel(findings, use, before, after, alpha, tied):
    name, fan_in = f"{use['tensor']} ({use['operator']} {use['node']})", use["fan_in"]
    if np.array_equal(before, after):
        return findings.add(f"KEPT as trained: kernel {name}, fan in {fan_in:g}")
    effective = alpha * after.astype(np.float64)
    expected = np.sqrt(2 / fan_in)
    got = np.sqrt(np.mean(effective**2))
    error = 1 / np.sqrt(2 * effective.size)
    if tied:
        return findings.count("tied to an embedding")
    if abs(got / expected - 1) > 5 * error + 1e-3:
        if use["kind"] == "recurrent-kernel" and orthogonal_gates(after):
            return None
        findings.add(
            f"DEVIATION of kernel {name}: {got:.4f}, expected {expected:.4f} "
            f"(fan in {fan_in:g}, {(got / expected - 1) / error:+.1f} standard errors)"
        )
    return None


def check_use(findings, before, after, use, trained, tables, said):
    """`trained`: leaf -> its kinds other than "other"; `tables`: embeddings; `said`: what stepzero printed."""
    part = operand_slot(after, use["node"], use["slot"])
    if part is None:
        return findings.add(f"NODE GONE: {use['operator']} {use['node']}, which read {use['tensor']}")
    old, new = before.value(operand_slot(before, use["node"], use["slot"])), after.value(part)
    if new is None or np.shape(new) != np.shape(old):
        return findings.add(f"NO CONSTANT any more: input {use['slot']} of {use['operator']} {use['node']}")
    kind = use["kind"]
    findings.count(kind)
    reason = fixed_table(before.leaves[use["tensor"]]) if kind in ("kernel", "embedding") else None
    if reason is not None:
        findings.count(f"kept: {reason}")
        if not np.array_equal(old, new):
            findings.add(f"REDRAWN: {use['tensor']}, which is {reason}")
        return None
    if kind in ("kernel", "recurrent-kernel"):
        alpha = attributes(after.producer[use["node"]]).get("alpha", 1.0) if use["operator"] == "Gemm" else 1.0
        tied = "embedding" in trained[use["tensor"]] or any(np.array_equal(old.T, table) for table in tables)
        return check_kernel(findings, use, old, new, alpha, tied)
    if kind in EXPECTED:
        value = EXPECTED[kind]
        if not np.all(new == value):
            spread = f"{new.min():.4g} to {new.max():.4g}"
            findings.add(f"{kind} {use['tensor']} ({use['operator']} {use['node']}): {spread}, expected {value}")
    elif kind == "embedding" and np.array_equal(old, new):
        findings.add(f"KEPT as trained: embedding {use['tensor']}")
    elif kind == "table":
        leaves = before.leaves_of(operand_slot(before, use["node"], use["slot"]))
        follows = any(trained.get(leaf, set()) - {"table"} for leaf in leaves)
        if not np.array_equal(old, new) and use["tensor"] not in said and not follows:
            findings.add(f"CHANGED without a word: table {use['tensor']}")
    elif kind == "other" and not np.array_equal(old, new, equal_nan=True):
        if not any(trained.get(leaf) for leaf in before.leaves_of(operand_slot(before, use["node"], use["slot"]))):
            findings.add(f"CHANGED: {use['tensor']}, read by {use['operator']} {use['node']}")
    return None


def check_ties(findings, before, after, found):
    """A head that was an embedding's transpose (the exporter folded it) is still it."""
    operands = {
        (use["node"], use["slot"], use["kind"]): (
            before.value(operand_slot(before, use["node"], use["slot"])),
            after.value(operand_slot(after, use["node"], use["slot"])),
        )
        for use in found
        if use["kind"] in ("embedding", "kernel") and operand_slot(after, use["node"], use["slot"])
    }
    for (table, _, first), (old, new) in operands.items():
        for (head, _, second), (old_head, new_head) in operands.items():
            if (first, second) != ("embedding", "kernel") or new is None or new_head is None:
                continue
            if old.ndim == old_head.ndim == 2 and np.array_equal(old, old_head.T) and not np.array_equal(new, new_head.T):
                findings.add(f"CAME APART: the kernel of {head} was the transpose of the embedding of {table}")


def check_rest(findings, before, after, touched):
    """Everything but the touched leaves has the same bytes."""
    old, new = before.model, after.model
    for field in ("ir_version", "producer_name", "producer_version", "domain", "model_version", "doc_string"):
        if getattr(old, field) != getattr(new, field):
            findings.add(f"FILE CHANGED: {field}")
    for field in ("opset_import", "metadata_props", "functions"):
        if list(getattr(old, field)) != list(getattr(new, field)):
            findings.add(f"FILE CHANGED: {field}")
    for field in ("name", "input", "output", "value_info", "metadata_props", "doc_string"):
        one, two = getattr(old.graph, field), getattr(new.graph, field)
        if field == "input" and old.ir_version < 4:  # there initializers are inputs too
            two = [value for value in two if value.name not in after.leaves or value in list(one)]
        if (one if isinstance(one, str) else list(one)) != (two if isinstance(two, str) else list(two)):
            findings.add(f"GRAPH CHANGED: {field}")
    for leaf, array in before.leaves.items():
        if leaf in touched:
            continue
        if leaf not in after.leaves:
            findings.add(f"GONE: constant {leaf}")
        elif array.dtype != after.leaves[leaf].dtype or array.tobytes() != after.leaves[leaf].tobytes():
            findings.add(f"CHANGED: constant {leaf}, which no checked use reads")
        elif before.types[leaf] != after.types[leaf]:
            findings.add(f"TYPE CHANGED: {leaf}")
    for leaf in touched:
        if leaf in after.leaves and before.types[leaf] != after.types[leaf]:
            findings.add(f"TYPE CHANGED: {leaf}")
    mine = {node.output[0]: node for node in new.graph.node}
    for node in old.graph.node:
        twin = mine.get(node.output[0])
        if node.op_type == "Constant" and node.output[0] in touched:
            continue
        if twin is None:
            findings.add(f"NODE GONE: {node.op_type} {node.output[0]}")
        elif twin != node:
            findings.count("nodes with other inputs")
            if (twin.op_type, list(twin.output), list(twin.attribute)) != (
                node.op_type, list(node.output), list(node.attribute),
            ):  # fmt: skip
                findings.add(f"NODE CHANGED: {node.op_type} {node.output[0]}")


def check(path, stepzero):
    """(exit code, findings or None, message): init on one file."""
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "out.onnx")
        command = [*stepzero, "init", "--model", path, "--init", "he", "--seed", "0", "--out", out]
        run = subprocess.run(command, capture_output=True, text=True, timeout=300)
        if not os.path.exists(out):
            return run.returncode, None, (run.stderr.strip() or run.stdout.strip()).replace("\n", " ")
        findings = Findings()
        before, after = ConstantGraph(path), ConstantGraph(out)
        found, trained = list(uses(before)), {}
        for use in found:
            if use["kind"] != "other":
                trained.setdefault(use["tensor"], set()).add(use["kind"])
        tables = [before.leaves[use["tensor"]] for use in found if use["kind"] == "embedding"]
        for use in found:
            check_use(findings, before, after, use, trained, tables, run.stdout + run.stderr)
        check_ties(findings, before, after, found)
        check_rest(findings, before, after, set(trained))
        return run.returncode, findings, run.stderr.strip()


def float_kernels(path):
    """How many kernels the walk finds; None for a file that onnx cannot read."""
    try:
        return sum(use["kind"] in ("kernel", "recurrent-kernel") for use in uses(ConstantGraph(path)))
    except Exception:  # noqa: BLE001: broken files raise anything
        return None


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("models", nargs="+")
    parser.add_argument("--stepzero", default=f"node {ROOT}/dist/cli/main.js")
    parser.add_argument("--verbose", action="store_true", help="also print what stepzero said")
    options = parser.parse_args()
    right = wrong = refused = 0
    for path in options.models:
        name = os.path.basename(path)[: -len(".onnx")]
        code, findings, message = check(path, shlex.split(options.stepzero))
        if findings is None:
            refused += 1
            print(f"{name:44} REFUSED ({code}), {float_kernels(path)} kernels: {message[:300]}", flush=True)
            continue
        counts = ", ".join(f"{n} {what}" for what, n in findings.counts.items())
        print(f"{name:44} {'right' if not findings.lines else 'WRONG'} ({code}): {counts}", flush=True)
        for line in findings.lines:
            print(f"    {line}")
        if options.verbose and message:
            print(f"    said: {message[:500]}")
        right, wrong = right + (not findings.lines), wrong + bool(findings.lines)
    print(f"{right} right, {wrong} wrong, {refused} refused, of {len(options.models)}")
    return 1 if wrong or refused else 0


if __name__ == "__main__":
    sys.exit(main())
