/** Files as other programs write them, given to `stepzero doctor`: what it says of what it assumed. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type File, fileOf, numbers, scalar } from "../onnx/onnx-file.js";
import { stepzero, temporaryFolder } from "./run.js";

const folder = temporaryFolder();
const inOneLine = (text: string) => text.replaceAll(/\s+/g, " ");

function written(name: string, file: File): string {
  const path = join(folder, name);
  writeFileSync(path, fileOf(file));
  return path;
}

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
        a: numbers(16, 64),
        b: numbers(64, 4),
        ratio: scalar(0.5),
        mode: { dataType: 9, dims: [], int32Data: [1] },
      },
    });
    const { code, stdout, stderr } = stepzero(["doctor", path]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("2 layers with a kernel");
  });
});
