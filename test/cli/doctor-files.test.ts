/** Files as other programs write them, given to `stepzero doctor`: what it says of what it assumed. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { normals, stream } from "../../src/random/index.js";
import { type File, fileOf, numbers, scalar } from "../onnx/onnx-file.js";
import { stepzero, temporaryFolder } from "./run.js";

const folder = temporaryFolder();
const inOneLine = (text: string) => text.replaceAll(/\s+/g, " ");

function written(name: string, file: File): string {
  const path = join(folder, name);
  writeFileSync(path, fileOf(file));
  return path;
}

/** Numbers that no table of sines has. */
const noise = (...dims: number[]) => ({
  ...numbers(...dims),
  floatData: [
    ...normals(
      stream(dims[0]!, "test"),
      dims.reduce((a, b) => a * b, 1),
    ),
  ].map((x) => x / Math.sqrt(dims[0]!)),
});

const dense = (input: string, kernel: string, output = "y") => ({
  op: "MatMul",
  inputs: [input, kernel],
  outputs: [output],
});

describe("exports in training mode", () => {
  it("a Dropout that draws is one of the network", () => {
    const path = written("dropout.onnx", {
      opset: 13,
      input: ["N", 16],
      nodes: [
        dense("x", "a", "h"),
        { op: "Relu", inputs: ["h"], outputs: ["r"] },
        { op: "Dropout", inputs: ["r", "ratio", "mode"], outputs: ["d"] },
        dense("d", "b"),
      ],
      constants: {
        a: noise(16, 64),
        b: noise(64, 4),
        ratio: scalar(0.5),
        mode: { dataType: 9, dims: [], int32Data: [1] },
      },
    });
    const { code, stdout, stderr } = stepzero(["doctor", path]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("2 layers with a kernel");
  });
});

describe("a file of which nothing can be judged", () => {
  it("without a kernel: it cannot be told, and no table stands there empty", () => {
    const path = written("no-kernel.onnx", {
      opset: 17,
      input: ["N", 6],
      nodes: [{ op: "Mul", inputs: ["x", "scale"], outputs: ["y"] }],
      constants: { scale: noise(6) },
    });
    const { code, stdout } = stepzero(["doctor", path, "--fail-on", "cannot-tell"]);
    expect(code).toBe(1);
    expect(stdout).not.toContain("✓");
    expect(stdout).not.toContain("\n\n\n");
  });

  it("with small kernels only: it cannot be told whether they are trained", () => {
    const path = written("small.onnx", {
      opset: 17,
      input: ["N", 8],
      nodes: [dense("x", "a", "h"), { op: "Relu", inputs: ["h"], outputs: ["r"] }, dense("r", "b")],
      constants: { a: noise(8, 24), b: noise(24, 3) },
    });
    const { code, stdout } = stepzero(["doctor", path, "--fail-on", "cannot-tell"]);
    expect(code).toBe(1);
    expect(inOneLine(stdout)).toContain("? Cannot tell: every kernel has fewer than 1,000 numbers");
    expect(stdout).toContain("update/w");
    expect(stepzero(["doctor", path, "--init", "he"]).stdout).toContain("✓ Healthy");
  });
});

describe("what was assumed", () => {
  it("an output as wide as the input is an autoencoder's, until a loss is named", () => {
    const path = written("autoencoder.onnx", {
      opset: 17,
      input: ["N", 64],
      nodes: [dense("x", "a", "h"), { op: "Relu", inputs: ["h"], outputs: ["r"] }, dense("r", "b")],
      constants: { a: noise(64, 32), b: noise(32, 64) },
    });
    const assumed = inOneLine(stepzero(["doctor", path]).stdout);
    expect(assumed).toContain(
      "mse (the mean squared error) over 64 outputs (assumed from the output [N, 64], which is as wide as the input; another: --loss cross-entropy",
    );
    expect(assumed).toContain("targets are the samples themselves, as of an autoencoder");
    const { network } = JSON.parse(stepzero(["doctor", path, "--json"]).stdout);
    // The variance of 128 numbers N(0, 1), over 64 outputs: 127 / 128 within 4 σ.
    expect(Math.abs(network.classLoss - 127 / 128)).toBeLessThan(4 * Math.sqrt(2 / (128 * 64)));
    const named = inOneLine(stepzero(["doctor", path, "--loss", "cross-entropy"]).stdout);
    expect(named).toContain("loss: cross-entropy over 64 classes; targets are the drawn labels");
  });

  it("tokens are drawn as tokens", () => {
    const path = written("tokens.onnx", {
      opset: 17,
      input: ["N", 4],
      inputType: 7,
      nodes: [
        { op: "Gather", inputs: ["table", "x"], outputs: ["e"] },
        { op: "ReduceMean", inputs: ["e"], outputs: ["m"], attributes: { axes: [1], keepdims: 0 } },
        dense("m", "a"),
      ],
      constants: { table: noise(50, 32), a: noise(32, 40) },
    });
    const stdout = inOneLine(stepzero(["doctor", path]).stdout);
    expect(stdout).toContain("the network reads tokens: they are drawn uniformly, whole numbers from 0 to 49");
    expect(stdout).not.toContain("rounded toward zero");
  });
});
