/**
 * Misspelt options do not compile, and are refused at run time. `npm run check` compiles this file.
 */
import { expect, test } from "vitest";
import { InputError } from "../errors.js";
import { buildModel, type Model, mlp, mnistCnn, parametersOf } from "../network/models/index.js";
import {
  defineInitializer,
  draw,
  he,
  type Initializer,
  initialWeights,
  kernelTensor,
  real,
  truncatedNormal,
  zero,
} from "./index.js";

const tensors = [kernelTensor([2, 2])];

test("built-in methods", () => {
  expect(draw(he, [2, 2], { seed: 0, options: { negativeSlope: 0.1 } })).toHaveLength(4);
  expect(draw(truncatedNormal, [2, 2], { seed: 0, options: { corrected: "no" } })).toHaveLength(4);
  // @ts-expect-error: misspelt
  expect(() => draw(he, [2, 2], { seed: 0, options: { gian: 2 } })).toThrow('Unknown option of he "gian"');
  // @ts-expect-error: misspelt
  expect(() => initialWeights(he, tensors, 0, { negativSlope: 2 })).toThrow('did you mean "negativeSlope"?');
  // @ts-expect-error: no such name
  expect(() => draw(truncatedNormal, [2, 2], { seed: 0, options: { corrected: "on" } })).toThrow("Known: yes, no.");
  // @ts-expect-error: a text for a number
  expect(() => draw(he, [2, 2], { seed: 0, options: { negativeSlope: "0" } })).toThrow("must be a number");
  // @ts-expect-error: there are no options
  expect(() => draw(zero, [2, 2], { seed: 0, options: { value: 1 } })).toThrow("zero has no options");
});

test("users' methods: defined, and plain objects", () => {
  const description = { name: "mine", title: "Mine", formula: "W = a", summary: "Constant.", references: [] };
  const options = { a: real(1, 0, 10, "every element") };
  const method = defineInitializer({
    ...description,
    options,
    initialize: (_stream, { shape }, { a }) => new Float32Array(shape[0]! * shape[1]!).fill(a),
  });
  const plain: Initializer = {
    ...description,
    options: { a: { default: 1, low: 0, high: 10, meaning: "every element" } },
    initialize: (_stream, { shape }, values) => new Float32Array(shape[0]! * shape[1]!).fill(Number(values.a)),
  };
  const expected = new Float32Array(4).fill(2);
  expect(draw(method, [2, 2], { seed: 0, options: { a: 2 } })).toEqual(expected);
  expect(draw(plain, [2, 2], { seed: 0, options: { a: 2 } })).toEqual(expected);
  // @ts-expect-error: misspelt
  expect(() => draw(method, [2, 2], { seed: 0, options: { b: 2 } })).toThrow('Unknown option of mine "b"');
  // The type of a plain object does not say which options it has.
  expect(() => draw(plain, [2, 2], { seed: 0, options: { b: 2 } })).toThrow('Unknown option of mine "b"');
  defineInitializer({
    ...description,
    options,
    // @ts-expect-error: the method has no option of that name
    initialize: (_stream, _tensor, { b }) => new Float32Array(b),
  });
});

test("a method fits wherever any method does", () => {
  const table: readonly Initializer[] = [he, zero, truncatedNormal];
  expect(draw(table[0]!, [2, 2], { seed: 0, options: { negativeSlope: 0 } })).toEqual(draw(he, [2, 2], { seed: 0 }));
});

test("models", () => {
  const problem = { input: [1, 28, 28], classes: 10 };
  expect(parametersOf(mlp, problem, { depth: 1, width: 8 }).total).toBe(784 * 8 + 8 + 80 + 10);
  // @ts-expect-error: misspelt
  expect(() => buildModel(mlp, problem, { widht: 8 })).toThrow('Unknown option of mlp "widht"; did you mean "width"?');
  // @ts-expect-error: misspelt
  expect(() => parametersOf(mlp, problem, { dept: 8 })).toThrow('did you mean "depth"?');
  // @ts-expect-error: there are no options
  expect(() => buildModel(mnistCnn, problem, { depth: 1 })).toThrow("mnist_cnn has no options");
  // @ts-expect-error: misspelt
  expect(() => mlp.build(problem, { depth: 1, widht: 8, activation: "relu" })).toThrow(InputError);
  const table: readonly Model[] = [mlp, mnistCnn];
  expect(buildModel(table[0]!, problem, { depth: 1 })).toBeDefined();
});
