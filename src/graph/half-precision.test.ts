/** float16 against NumPy, bfloat16 against PyTorch: every pattern of bits, and random numbers. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { havePython } from "../../test/oracles.js";
import { runPython } from "../../test/python.js";
import { stream, uniforms } from "../random/index.js";
import { type FloatType, floatBytes, floatsFrom } from "./float-types.js";
import { fromHalf, toHalf } from "./half-precision.js";

const folder = mkdtempSync(join(tmpdir(), "stepzero-half-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const everyPattern = Uint16Array.from({ length: 65536 }, (_, i) => i);
/** Of all sizes, subnormal numbers and overflow included, and the middles between two halves. */
function numbersOf(type: "float16" | "bfloat16"): Float32Array {
  const exponents = uniforms(stream(0, "exponents"), 20_000);
  const fractions = uniforms(stream(0, "fractions"), 20_000);
  const [lowest, span] = type === "float16" ? [-28, 46] : [-140, 268];
  const random = Float32Array.from(exponents, (e, i) => (2 * fractions[i]! - 1) * 2 ** (lowest + span * e));
  const halves = fromHalf(type, everyPattern.subarray(0, 0x7c00));
  const middles = halves.map((x, i) => (x + (halves[i + 1] ?? x)) / 2);
  return Float32Array.of(...random, ...middles, 0, -0, 65519.99, 65520, -65520, 3.4e38, Infinity, -Infinity);
}

describe.each([
  [
    "float16",
    "numpy",
    "y = x.astype(np.float16).view(np.uint16); back = np.arange(65536, dtype=np.uint16).view(np.float16)",
  ],
  [
    "bfloat16",
    "torch",
    `import torch
y = torch.from_numpy(x).bfloat16().view(torch.int16).numpy().view(np.uint16)
back = torch.arange(65536).to(torch.int16).view(torch.bfloat16).float().numpy()`,
  ],
] as const)("%s", (type, module, program) => {
  it.skipIf(!havePython(module))(`rounds and reads as ${module} does`, () => {
    const numbers = numbersOf(type);
    const [input, output] = [join(folder, `${type}.in`), join(folder, `${type}.out`)];
    writeFileSync(input, new Uint8Array(numbers.buffer));
    runPython(
      `import sys, numpy as np
np.seterr(all="ignore")
x = np.fromfile(sys.argv[1], dtype=np.float32)
${program}
open(sys.argv[2], "wb").write(y.tobytes() + back.astype(np.float32).tobytes())`,
      [input, output],
    );
    const bytes = new Uint8Array(readFileSync(output)).slice();
    expect(toHalf(type, numbers)).toEqual(new Uint16Array(bytes.buffer, 0, numbers.length));
    const expected = new Float32Array(bytes.slice(2 * numbers.length).buffer);
    expect(fromHalf(type, everyPattern)).toEqual(expected);
  });

  it("comes back: every number but NaN has its own bits", () => {
    const numbers = fromHalf(type, everyPattern);
    const back = toHalf(type, numbers);
    expect(back.every((bits, i) => Number.isNaN(numbers[i]) || bits === i)).toBe(true);
    expect(Number.isNaN(fromHalf(type, toHalf(type, Float32Array.of(Number.NaN)))[0])).toBe(true);
  });
});

it("rounds a float64 once", () => {
  // 1 + 2⁻¹¹ lies between two float16; the float32 nearest to the number is this middle.
  expect([...toHalf("float16", Float64Array.of(1 + 2 ** -11, 1 + 2 ** -11 + 2 ** -40))]).toEqual([0x3c00, 0x3c01]);
});

describe("floatBytes", () => {
  it.each(["float16", "bfloat16", "float32", "float64"] as FloatType[])("%s comes back", (type) => {
    const numbers = Float64Array.of(0, -1.5, 0.25, 1024, Infinity);
    expect([...floatsFrom(type, floatBytes(type, numbers, "w"))]).toEqual([...numbers]);
  });

  it.each([
    ["float16", 65520, "65504"],
    ["bfloat16", 3.4e38, "3.3895313892515355e+38"],
    ["float32", 1e39, "3.4028234663852886e+38"],
  ] as [FloatType, number, string][])("%s refuses %d", (type, x, largest) => {
    expect(() => floatBytes(type, Float64Array.of(1, x), "w")).toThrow(
      `w is ${type}, whose largest number is ${largest}, and ${x} is beyond it: store it in float32`,
    );
  });
});
