/** Which loss an output suggests. */
import { expect, it } from "vitest";
import { type LossQuestion, lossFor, lossLine } from "./assume-loss.js";

const plain = { ending: undefined, axis: undefined };
const ask = (shape: readonly number[], more: Partial<LossQuestion> = {}, form: object = {}) =>
  lossFor({
    name: "net.onnx",
    output: { ...plain, shape, ...form },
    input: [3, 8, 8],
    classes: undefined,
    labelled: false,
    ...more,
  });

it.each([
  ["classes", [10], {}, {}, "cross-entropy", 1],
  ["tokens", [12, 50], {}, {}, "cross-entropy", 2],
  ["segmentation", [2, 8, 8], {}, {}, "cross-entropy", 1],
  ["a softmax over axis 3", [8, 8, 5], {}, { ending: "Softmax", axis: 3 }, "cross-entropy", 3],
  ["an image of one channel", [1, 16, 16], {}, {}, "mse", undefined],
  ["as many channels as the input", [3, 16, 16], {}, {}, "mse", undefined],
  ["a mask behind a sigmoid", [1, 8, 8], {}, { ending: "Sigmoid" }, "binary-cross-entropy", undefined],
  ["one number", [1], {}, {}, "mse", undefined],
  ["one number, data of two classes", [1], { labelled: true, classes: 2 }, {}, "binary-cross-entropy", undefined],
  [
    "ten answers, data of ten classes",
    [10],
    { labelled: true, classes: 10 },
    { ending: "Sigmoid" },
    "cross-entropy",
    1,
  ],
  ["the recipe of a network by name", [10], { ofRecipe: "mean-squared-error" }, {}, "mse", undefined],
] as const)("%s", (_, shape, more, form, name, axis) => {
  const { loss, because } = ask(shape, more, form);
  expect([loss.name, loss.axis]).toEqual([name, axis]);
  expect(because).toBeDefined();
});

it("draws targets where the labels are none", () => {
  expect(ask([10], { labelled: true, classes: 10 }).drawsTargets).toBe(false);
  expect(ask([2, 8, 8], { labelled: true, classes: 10 }).drawsTargets).toBe(true);
  expect(ask([1], { labelled: true, classes: 10, loss: { name: "mse" } }).drawsTargets).toBe(true);
  expect(ask([10], { labelled: true, classes: 10, loss: { name: "mse" } }).drawsTargets).toBe(false);
});

it("says what was assumed, and what else can be said", () => {
  const { loss, because } = ask([10]);
  expect(lossLine({ loss, because }, "targets drawn")).toBe(
    "loss: cross-entropy over 10 classes (assumed from the output [N, 10]; another: --loss mse or binary-cross-entropy); targets drawn",
  );
  expect(lossLine(ask([1]), "targets drawn")).not.toContain("cross-entropy or");
});

it("refuses what does not fit, with the remedy", () => {
  expect(() => ask([1], { loss: { name: "cross-entropy" } })).toThrow("--loss mse; for yes or no: --loss binary");
  expect(() => ask([2, 5], { loss: { name: "cross-entropy", axis: 3 } })).toThrow("takes 1 to 2");
  expect(() => ask([512], { labelled: true, classes: 10 })).toThrow("512 classes, and the data has 10");
  expect(() => ask([2, 8, 8], { loss: { name: "cross-entropy", axis: 2 } }, { ending: "Softmax", axis: 1 })).toThrow(
    "softmax over axis 1",
  );
});
