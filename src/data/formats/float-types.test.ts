/** Files of weights in float16, bfloat16, float32 and float64, read by NumPy and PyTorch. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { havePython } from "../../../test/oracles.js";
import { runPython } from "../../../test/python.js";
import type { NamedTensor } from "./array.js";
import { parseNpz, writeNpz } from "./npz.js";
import { parseSafetensors, writeSafetensors } from "./safetensors.js";

const folder = mkdtempSync(join(tmpdir(), "stepzero-types-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const numbers = [0.1, -3, 1 / 3];
/** In an order in which widths go up and down. */
const tensors: readonly NamedTensor[] = [
  { name: "half", shape: [3], data: Float32Array.from(numbers), type: "float16" },
  { name: "double", shape: [3], data: Float64Array.from(numbers) },
  { name: "brain", shape: [1, 3], data: Float32Array.from(numbers), type: "bfloat16" },
  { name: "single", shape: [3, 1], data: Float32Array.from(numbers) },
  { name: "narrowed", shape: [3], data: Float64Array.from(numbers), type: "float32" },
];

describe("types of floats in files of weights", () => {
  it.skipIf(!havePython("numpy"))(".npz: NumPy reads them; bfloat16 is float32", () => {
    const file = join(folder, "types.npz");
    writeFileSync(file, writeNpz(tensors));
    const program = `
import json, sys, numpy as np
arrays = np.load(sys.argv[1])
numbers = np.array([0.1, -3, 1 / 3])
print(json.dumps({k: [v.dtype.str, list(v.shape), [float(x) for x in v.ravel()]] for k, v in arrays.items()}))
print(json.dumps({t: [float(x) for x in numbers.astype(t)] for t in ["<f2", "<f4", "<f8"]}))`;
    const [read, rounded] = runPython(program, [file])
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line)) as [Record<string, unknown>, Record<string, number[]>];
    expect(read).toEqual({
      half: ["<f2", [3], rounded["<f2"]],
      double: ["<f8", [3], rounded["<f8"]],
      brain: ["<f4", [1, 3], rounded["<f4"]],
      single: ["<f4", [3, 1], rounded["<f4"]],
      narrowed: ["<f4", [3], rounded["<f4"]],
    });
    const arrays = parseNpz(writeNpz(tensors), "test");
    for (const [name, array] of arrays) expect([...array().data], name).toEqual((read[name] as unknown[])[2]);
  });

  it.skipIf(!havePython("torch"))(".safetensors: PyTorch views the bytes where they lie", () => {
    const file = join(folder, "types.safetensors");
    writeFileSync(file, writeSafetensors(tensors));
    // A view of the storage in another type needs offsets that are multiples of its width.
    const program = `
import json, struct, sys, torch
raw = open(sys.argv[1], "rb").read()
n = struct.unpack("<Q", raw[:8])[0]
header = json.loads(raw[8:8 + n])
body = torch.frombuffer(bytearray(raw[8 + n:]), dtype=torch.uint8)
types = {"F16": torch.float16, "BF16": torch.bfloat16, "F32": torch.float32, "F64": torch.float64}
ends = sorted(tuple(t["data_offsets"]) for t in header.values())
assert all(a[1] == b[0] for a, b in zip(ends, ends[1:])) and ends[0][0] == 0 and ends[-1][1] == len(raw) - 8 - n
out = {}
for name, t in header.items():
    a, b = t["data_offsets"]
    x = body[a:b].view(types[t["dtype"]]).reshape(t["shape"])
    want = torch.tensor([0.1, -3, 1 / 3], dtype=torch.float64)
    if name != "double": want = want.float()
    out[name] = [t["dtype"], t["shape"], bool((x.ravel() == want.to(x.dtype)).all())]
print(json.dumps(out))`;
    expect(JSON.parse(runPython(program, [file]))).toEqual({
      half: ["F16", [3], true],
      double: ["F64", [3], true],
      brain: ["BF16", [1, 3], true],
      single: ["F32", [3, 1], true],
      narrowed: ["F32", [3], true],
    });
  });

  it("come back from .safetensors: names in order, types, and numbers that the type holds", () => {
    const type = fc.constantFrom("float16", "bfloat16", "float32", "float64");
    const values = fc.array(fc.integer({ min: -128, max: 128 }), { maxLength: 5 });
    fc.assert(
      fc.property(fc.array(fc.tuple(type, values), { maxLength: 6 }), (all) => {
        const plain = all.map(([one, data], i): NamedTensor => {
          const array = one === "float64" ? Float64Array.from(data) : Float32Array.from(data);
          return {
            name: `${i}`,
            shape: [data.length],
            data: array,
            ...(one.startsWith("float") && one !== "float16" ? {} : { type: one }),
          };
        });
        const byName = (a: NamedTensor, b: NamedTensor) => Number(a.name) - Number(b.name);
        expect([...parseSafetensors(writeSafetensors(plain), "test")].sort(byName)).toEqual(plain);
      }),
    );
  });

  it("refuse a number that is too large for the type", () => {
    const large: NamedTensor = { name: "w", shape: [1], data: Float32Array.of(1e5), type: "float16" };
    for (const write of [writeNpz, writeSafetensors]) {
      expect(() => write([large])).toThrow("w is float16, whose largest number is 65504, and 100000 is beyond it");
    }
  });
});
