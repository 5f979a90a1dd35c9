/** No rule without a check, no promised operator without a rule. */
import { describe, expect, it } from "vitest";
import { notDifferentiable } from "../../src/graph/gradients/not-differentiable.js";
import { rules } from "../../src/graph/gradients/rules/index.js";
import { operators } from "../../src/graph/operators/index.js";
import { kernels } from "../reference/index.js";
import { checks } from "./cases/index.js";

/** The operators that the project promises to differentiate. */
const promised = (
  "Add Sub Mul Div MatMul Gemm Conv ConvTranspose MaxPool AveragePool GlobalAveragePool GlobalMaxPool " +
  "Relu LeakyRelu Elu Selu Sigmoid Tanh Softplus Gelu Erf Exp Log Sqrt Pow Softmax LogSoftmax " +
  "ReduceSum ReduceMean ReduceMax Reshape Transpose Slice Concat Split Pad Gather Where Expand Resize " +
  "LayerNormalization BatchNormalization"
).split(" ");

describe("the tables of operators, rules, kernels and checks fit together", () => {
  it("every rule is checked", () => {
    const checked = new Set(Object.keys(checks).map((name) => name.split(" ")[0]!.replace(/,$/, "")));
    expect(Object.keys(rules).filter((name) => !checked.has(name))).toEqual([]);
    expect([...checked].filter((name) => rules[name] === undefined)).toEqual([]);
  });

  it("every promised operator has a rule", () => {
    expect(promised.filter((name) => rules[name] === undefined)).toEqual([]);
  });

  it("every rule is for an operator that exists, and none for one without a gradient", () => {
    expect(Object.keys(rules).filter((name) => !operators.has(name))).toEqual([]);
    expect(Object.keys(rules).filter((name) => notDifferentiable.has(name))).toEqual([]);
    expect([...notDifferentiable].filter((name) => !operators.has(name))).toEqual([]);
  });

  it("every standard operator has a rule or is piecewise constant, and has a reference kernel", () => {
    const standard = [...operators.keys()].filter((name) => !name.includes(":"));
    expect(standard.filter((name) => !(name in rules) && !notDifferentiable.has(name))).toEqual([]);
    expect(standard.filter((name) => kernels[name] === undefined)).toEqual([]);
  });
});
