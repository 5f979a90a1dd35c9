import { describe, expect, it } from "vitest";
import { readDoctorRequest } from "./doctor-request.js";

const two = ["a.onnx", "b.onnx"];
const read = (words: readonly string[], options: Readonly<Record<string, string>> = {}) =>
  readDoctorRequest(words, new Map(Object.entries(options)));

describe("--loss", () => {
  it.each([
    ["mse", { name: "mse" }],
    ["mean-squared-error", { name: "mse" }],
    ["binary-cross-entropy", { name: "binary-cross-entropy" }],
    ["cross-entropy", { name: "cross-entropy" }],
    ["cross-entropy:axis=1", { name: "cross-entropy", axis: 1 }],
    ["cross-entropy:axis=12", { name: "cross-entropy", axis: 12 }],
  ])("%s", (text, loss) => {
    expect(read(["mlp"], { loss: text }).loss).toEqual(loss);
  });

  it.each([
    ["cross-entrop", 'did you mean "cross-entropy"'],
    ["hinge", "Known: "],
    ["", "Known: "],
    ["cross-entropy:axis=0", "the batch is axis 0"],
    ["cross-entropy:axis=-1", "cross-entropy:axis=N"],
    ["cross-entropy:axis=1.5", "cross-entropy:axis=N"],
    ["cross-entropy:axis", "cross-entropy:axis=N"],
    ["cross-entropy:axis=1:axis=2", "cross-entropy:axis=N"],
    ["mse:axis=1", "cross-entropy:axis=N"],
  ])("%j is refused with the legal ones", (text, message) => {
    expect(() => read(["mlp"], { loss: text })).toThrow(message);
  });
});

describe("two files", () => {
  it("are compared with --json and --fail-on alone", () => {
    const { models, failOn } = read(two, { json: "", "fail-on": "different,not-finite" });
    expect({ models, failOn }).toEqual({ models: two, failOn: ["different", "not-finite"] });
  });

  it.each([
    { data: "glyphs" },
    { fix: "c.onnx" },
    { html: "c.html" },
    { init: "he" },
    { widths: "64,128" },
    { loss: "mse" },
    { steps: "3" },
    { curvature: "" },
    { all: "" },
  ])("%j is refused", (options) => {
    const [name] = Object.keys(options) as [string];
    expect(() => read(two, { json: "", ...options })).toThrow(`--${name} belongs to the diagnosis of one model`);
  });

  it("all options that do not fit are named at once", () => {
    expect(() => read(two, { fix: "c.onnx", data: "glyphs" })).toThrow("--fix, --data belong to");
  });

  it.each(["vanishing", "sick", "cannot-tell"])("have no --fail-on %s", (kind) => {
    expect(() => read(two, { "fail-on": kind })).toThrow("With two files: different, not-finite.");
  });

  it("are what --fail-on different needs", () => {
    expect(() => read(["a.onnx"], { "fail-on": "different" })).toThrow("doctor A.onnx B.onnx --fail-on different");
  });
});
