import { expect, test } from "vitest";
import { InputError } from "../errors.js";
import {
  allInitializers,
  findInitializer,
  formatInitializer,
  he,
  initializerFamilies,
  initialWeights,
  isDataDriven,
  parseInitializer,
  random,
} from "./index.js";
import type { Initializer } from "./initializer.js";

const kernel = { name: "fc.kernel", shape: [3, 4], role: { kind: "kernel" } } as const;

test("names and aliases", () => {
  expect(findInitializer("kaiming-normal")).toBe(he);
  expect(findInitializer("patel2019/xavier").name).toBe("xavier-fan-in");
  expect(findInitializer("xavier-normal").name).toBe("glorot-normal");
  expect(() => findInitializer("glorot-unifrom")).toThrow(
    'Unknown initializer "glorot-unifrom"; did you mean "glorot-uniform"?',
  );
  expect(() => findInitializer("xavier")).toThrow(InputError);
});

test("options as they are written", () => {
  expect(parseInitializer("random")).toEqual({ initializer: random, options: { std: 0.01 } });
  expect(parseInitializer("random:std=0.02")).toEqual({ initializer: random, options: { std: 0.02 } });
  expect(parseInitializer("he: negativeSlope = 1e-2").options).toEqual({ negativeSlope: 0.01 });
  for (const text of ["random", "random:std=0.02", "he", "he:negativeSlope=0.1"]) {
    expect(formatInitializer(parseInitializer(text))).toBe(text);
  }
  expect(formatInitializer(parseInitializer("he-normal:negativeSlope=0"))).toBe("he");
});

test.each([
  ["random:std=-1", "random: std must be a number from 0 to 100, got -1 (std: standard deviation of the kernels)."],
  ["random:std=much", 'random: std must be a number from 0 to 100, got "much" (std: '],
  ["random:std=Infinity", 'must be a number from 0 to 100, got "Infinity"'],
  ["random:sdt=1", 'Unknown option of random "sdt"; did you mean "std"? Known: std.'],
  ["zero:std=1", 'zero has no options; got "std".'],
  ["random:", 'options are written name=value, separated by commas; got "".'],
  ["random:std", 'got "std"'],
  ["random:std=1=2", 'got "std=1=2"'],
  ["random:std=1,std=2", 'option "std" is given twice'],
])("%s is refused", (text, message) => {
  expect(() => parseInitializer(text)).toThrow(InputError);
  expect(() => parseInitializer(text)).toThrow(message);
});

test("weights of a network", () => {
  expect(() => initialWeights(he, [kernel, kernel], 0)).toThrow('Two tensors are named "fc.kernel"');
  expect(() => initialWeights(he, [kernel], -1)).toThrow("A seed must be");
  expect(() => initialWeights(he, [{ ...kernel, shape: [4] }], 0)).toThrow(
    'Tensor "fc.kernel" of shape [4] has no fans',
  );
});

test("an error of a user's initializer names it and the tensor", () => {
  const withNumbers = (initialize: Initializer["initialize"]): Initializer => ({ ...he, name: "mine", initialize });
  const short = withNumbers(() => new Float32Array(5));
  const broken = withNumbers(() => new Float32Array(12).fill(Number.NaN));
  expect(() => initialWeights(short, [kernel], 0)).toThrow(
    'Initializer "mine" must return 12 finite numbers for "fc.kernel" [3, 4], got 5.',
  );
  expect(() => initialWeights(broken, [kernel], 0)).toThrow("some are not finite");
});

test("every method is in one family, and every family has methods", () => {
  const names = initializerFamilies.flatMap(({ methods }) => methods.map(({ name }) => name));
  expect(new Set(names).size).toBe(names.length);
  expect(names).toEqual(allInitializers.map(({ name }) => name));
  for (const { name, methods } of initializerFamilies) {
    expect(methods.length, name).toBeGreaterThan(0);
    for (const method of methods) {
      expect(isDataDriven(method) ? method.kind : "data-free").toBe(
        /data-driven|learned/.test(name) ? name : "data-free",
      );
    }
  }
});
