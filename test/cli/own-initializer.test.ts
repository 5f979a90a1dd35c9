/**
 * `compare --init ./mine.ts`: loaded in the main process and in the workers, checked field by
 * field.
 */
import { copyFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { InputError } from "../../src/errors.js";
import { loadInitializer } from "../../src/study/plan/node/modules/index.js";
import { output, stepzero, temporaryFolder } from "./run.js";

const small = ["compare", "--model", "mlp:depth=1", "--limit", "256", "--epochs", "1", "--seeds", "1"];
const folder = temporaryFolder();
const file = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

describe("a user's initializer", () => {
  it("is compared like any other, with its options: examples/my-initializer.ts", () => {
    const path = resolve("examples/my-initializer.ts");
    const ended = stepzero([...small, "--json", "--init", `he,${path},${path}:gain=2`]);
    expect(ended.stderr).not.toContain("refused");
    const { runs, study } = output(ended);
    expect(runs.map(({ method }) => method)).toEqual(["he", "two-sided", "two-sided:gain=2"]);
    for (const { ending } of runs) expect(["learned", "stuck"]).toContain(ending);
    const [he, twoSided] = study.methods.map(({ initializer }) => initializer);
    expect(twoSided!.file?.path).toBe(path);
    expect(twoSided!.description?.formula).toBe("|W| ~ U(a/2, a), a = gain · √(12 / 7 fanIn)");
    expect(he!.description).toBeUndefined();
    expect(new Set(runs.map(({ id }) => id)).size).toBe(3);
  });

  it("may set learning rates: at zero nothing moves, and an error names a mistake in them", () => {
    const rates = (name: string, body: string) =>
      file(
        `${name}.mjs`,
        `export default { name: "${name}", initialize: (_, { shape }) => new Float32Array(shape.reduce((n, m) => n * m, 1)).fill(0.01),
           learningRateMultipliers: (tensors, optimizer) => ${body} };`,
      );
    const still = rates("still", "Object.fromEntries(tensors.map(({ name }) => [name, optimizer === 'sgd' ? 0 : 1]))");
    const { runs } = output(
      stepzero([...small.with(small.indexOf("--epochs") + 1, "2"), "--json", "--init", `he,${still}`]),
    );
    const [moving, fixed] = runs.map(({ epochs }) => epochs.map(({ testLoss }) => testLoss));
    expect(moving![1]).not.toBe(moving![0]);
    expect(fixed![1]).toBe(fixed![0]);
    for (const [body, message] of [
      ["({ 'dense1/kernal': 2 })", 'did you mean "dense1/kernel"?'],
      ["({ 'dense1/kernel': -1 })", 'the learning rate of "dense1/kernel" is multiplied by -1'],
      ["tensors.missing.length", "learningRateMultipliers for sgd threw"],
      ["7", "learningRateMultipliers for sgd returned 7, expected { name: number }"],
    ] as const) {
      const { code, stderr } = stepzero([...small, "--init", rates("wrong", body)]);
      expect(code, stderr).toBe(2);
      expect(stderr.replace(/\s+/g, " ")).toContain(message);
    }
  });

  it("has results that belong to the file's contents, not to its name", () => {
    const code = (value: string) =>
      `${value}
       export const initializer = { name: "flat", initialize: (_, { shape }) =>
         new Float32Array(shape.reduce((n, m) => n * m, 1)).fill(value) };
`;
    const helper = (value: number) => file("value.mjs", `export const value = ${value};`);
    const path = file("flat.mjs", code('import { value } from "./value.mjs";'));
    helper(0.01);
    const ids = (init: string) => output(stepzero([...small, "--json", "--init", init])).runs.map(({ id }) => id);
    const [first] = ids(path);
    const moved = join(temporaryFolder(), "flat.mjs");
    copyFileSync(path, moved);
    writeFileSync(join(moved, "../value.mjs"), "export const value = 0.01;");
    expect(ids(moved)).toEqual([first]);
    helper(0.02); // what it imports decides the numbers too
    expect(ids(path)).not.toEqual([first]);
  });

  it.each([
    [
      "nothing.ts",
      "export {};",
      'must export an initializer { name, initialize }, as default or under the name "initializer"; it exports nothing.',
    ],
    ["function.ts", "export default () => 0;", "it exports default (a function)."],
    [
      "typo.ts",
      'export default { name: "x", initialise: () => 0 };',
      'no field "initialise"; did you mean "initialize"?',
    ],
    [
      "unnamed.js",
      "export default { initialize: () => 0 };",
      'field "name" of the initializer is missing, expected letters',
    ],
    [
      "taken.ts",
      'export default { name: "he", initialize: () => 0 };',
      "a name of its own (stepzero's He normal has this one)",
    ],
    [
      "text.ts",
      'export default { name: "x", initialize: "he" };',
      'field "initialize" of the initializer is "he", expected a function',
    ],
    [
      "range.ts",
      'export default { name: "x", initialize: () => 0, options: { a: { default: 3, low: 0, high: 1 } } };',
      'field "options.a.default" of the initializer is 3, expected a number from 0 to 1.',
    ],
    [
      "syntax.ts",
      "export default {\n  name: ,\n};",
      "cannot be loaded: ParseError: Unexpected token (line 2, column 8)",
    ],
    ["import.ts", 'import "./nowhere.js"; export default 1;', "cannot be loaded: "],
  ])("%s is refused, naming file and field", async (name, code, message) => {
    const path = file(name, code);
    const error: unknown = await loadInitializer(path).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(InputError);
    expect((error as Error).message).toContain(message);
    expect((error as Error).message).toContain(path);
  });

  it.each([
    [
      "list.ts",
      'export default { name: "x", initialize: (_: unknown, { shape }: { shape: number[] }) => [1, 2] };',
      'initialize of "dense1/kernel" [128, 784] returned [1,2], expected a Float32Array of 100352 numbers.',
    ],
    [
      "throws.ts",
      'export default { name: "x", initialize: () => { throw new Error("oh"); } };',
      'initialize of "dense1/kernel" [128, 784] threw: oh',
    ],
    [
      "few.ts",
      'export default { name: "x", initialize: () => new Float32Array(3) };',
      'initialize of "dense1/kernel" [128, 784] returned 3 numbers, expected 100352.',
    ],
    [
      "holes.ts",
      'export default { name: "x", initialize: (_, { shape }) => new Float32Array(shape[0] * (shape[1] ?? 1)).fill(NaN, 7) };',
      'initialize of "dense1/kernel" [128, 784] returned NaN at index 7, expected finite numbers.',
    ],
  ])("%s is refused by the worker, naming file and tensor", (name, code, message) => {
    const path = file(name, code);
    const { code: exit, stderr, stdout } = stepzero([...small, "--init", path]);
    expect(stderr).toContain(message);
    expect(stderr).toContain(path);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: "" });
  });

  it("is an error where there is no file", () => {
    expect(stepzero([...small, "--init", "./nowhere.ts"]).stderr).toContain("There is no file ./nowhere.ts (/");
  });
});
