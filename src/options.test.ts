import { describe, expect, test } from "vitest";
import { InputError } from "./errors.js";
import {
  type Configurable,
  choice,
  completeOptions,
  defineOptions,
  formatChoice,
  integer,
  legalValues,
  type OptionValues,
  parseChoice,
  readOptions,
  real,
} from "./options.js";

const options = defineOptions({
  std: real(0.05, 0, 1e6, "standard deviation"),
  depth: integer(2, 1, 200, "number of layers"),
  mode: choice("fan-in", ["fan-in", "fan-out"], "which fan divides"),
});
const method = { name: "method", options };

test("a description gives each value its type", () => {
  const values: OptionValues<typeof options> = completeOptions(method);
  const std: number = values.std;
  const mode: "fan-in" | "fan-out" = values.mode;
  expect([std, values.depth, mode]).toEqual([0.05, 2, "fan-in"]);
  // @ts-expect-error: a misspelt option
  expect(() => completeOptions(method, { sdt: 1 })).toThrow('Unknown option of method "sdt"; did you mean "std"?');
  // @ts-expect-error: a name that is not legal
  expect(() => completeOptions(method, { mode: "fan-im" })).toThrow('Unknown mode of method "fan-im"; did you mean');
  // @ts-expect-error: a text for a number
  expect(() => completeOptions(method, { std: "1" })).toThrow('std must be a number from 0 to 1000000, got "1"');
  // @ts-expect-error: a default that is not legal
  choice("x", ["y", "z"], "");
});

test("defaults stand in for options that are left out or undefined", () => {
  expect(completeOptions(method, { depth: 3 })).toEqual({ std: 0.05, depth: 3, mode: "fan-in" });
  expect(completeOptions(method, { depth: undefined, mode: "fan-out" })).toEqual({
    std: 0.05,
    depth: 2,
    mode: "fan-out",
  });
  expect(completeOptions({ name: "plain" })).toEqual({});
});

test("options without a description are of any name and type", () => {
  const unknown: Configurable = method;
  expect(completeOptions(unknown, { std: 1 }).std).toBe(1);
  expect(() => completeOptions(unknown, { gain: 1 })).toThrow(InputError);
});

test("a method without options accepts none", () => {
  // @ts-expect-error: there are no options
  expect(() => completeOptions({ name: "plain", options: {} }, { std: 1 })).toThrow('plain has no options; got "std".');
  expect(() => completeOptions({ name: "plain" } as Configurable, { toString: 1 })).toThrow("plain has no options");
});

test.each([
  [{ std: -1 }, "method: std must be a number from 0 to 1000000, got -1 (std: standard deviation)."],
  [{ std: Number.NaN }, "got NaN"],
  [{ depth: 2.5 }, "method: depth must be a whole number from 1 to 200, got 2.5 (depth: number of layers)."],
  [{ depth: 201 }, "whole number from 1 to 200, got 201"],
])("%j is refused", (values, message) => {
  expect(() => completeOptions(method, values)).toThrow(InputError);
  expect(() => completeOptions(method, values)).toThrow(message);
});

describe("a choice as text", () => {
  test("is split at the colon, the commas and the equals signs", () => {
    expect(parseChoice("he", "initializer")).toEqual({ name: "he", texts: {} });
    expect(parseChoice("m: std = 1e-2 , mode=fan-out", "model")).toEqual({
      name: "m",
      texts: { std: "1e-2", mode: "fan-out" },
    });
  });

  test.each([
    ["m:", 'Model "m:": options are written name=value, separated by commas; got "".'],
    ["m:std", 'got "std"'],
    ["m:std=", 'got "std="'],
    ["m:=1", 'got "=1"'],
    ["m:std=1=2", 'got "std=1=2"'],
    ["m:std=1,,depth=2", 'got ""'],
    ["m:std=1,std=2", 'Model "m:std=1,std=2": option "std" is given twice.'],
  ])("%s is refused", (text, message) => {
    expect(() => parseChoice(text, "model")).toThrow(InputError);
    expect(() => parseChoice(text, "model")).toThrow(message);
  });

  test("reads back what is written", () => {
    for (const text of ["method", "method:std=0.1", "method:std=1e-7,depth=3,mode=fan-out"]) {
      const { name, texts } = parseChoice(text, "method");
      const values = readOptions({ name, options }, texts);
      expect(formatChoice(method, values)).toBe(text);
    }
    expect(formatChoice(method, completeOptions(method, { std: 0.05 }))).toBe("method");
  });

  test("is checked like values", () => {
    expect(readOptions(method, { depth: "3" }).depth).toBe(3);
    expect(() => readOptions(method, { depth: "three" })).toThrow('must be a whole number from 1 to 200, got "three"');
    expect(() => readOptions(method, { std: "Infinity" })).toThrow('got "Infinity"');
    expect(() => readOptions(method, { mode: "2" })).toThrow("Known: fan-in, fan-out.");
    expect(() => readOptions(method, { __proto__: "1" })).not.toThrow();
    expect(() => readOptions(method, parseChoice("m:__proto__=1", "method").texts)).toThrow("Unknown option");
  });
});

test.each(["x", "std=x", "mode=x", "x=1"])("a text of 10 MB that begins %s is quoted by its beginning", (beginning) => {
  const text = `m:${beginning.replace("x", "x".repeat(10_000_000))}`;
  const read = () => readOptions(method, parseChoice(text, "method").texts);
  expect(read).toThrow(InputError);
  expect(read).toThrow(/^.{50,400}$/);
});

test("legal values in words", () => {
  expect(Object.values(options).map(legalValues)).toEqual(["0 to 1000000", "1 to 200", "fan-in, fan-out"]);
});
