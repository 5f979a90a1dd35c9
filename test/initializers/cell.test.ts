/**
 * Cells of methods that are more than weights: the cost of methods that look at data, and learning
 * rates per tensor.
 */
import { expect, it } from "vitest";
import type { OptimizerSpecification } from "../../src/recipe.js";
import { loadRuntime } from "../../src/runtime/node/load-runtime.js";
import type { CellResult } from "../../src/study/plan/cell.js";
import { cellsOn, runnerOn } from "../study/local-runner.js";
import { randomImages } from "./small-problem.js";

/** Runs cells of `mlp:depth=2,width=8` on noise by one runner, as a worker does. */
async function methodsOn(inits: string[]) {
  const { runtime } = await loadRuntime();
  const dataset = randomImages([1, 6, 6], 40, 4);
  let now = 0;
  const runner = runnerOn(runtime, dataset, () => (now += 250));
  const cells = cellsOn(dataset, { models: "mlp:depth=2,width=8", inits, seeds: 2, epochs: 2, batch: 16 });
  const run = async (
    label: string,
    { seed = 0, optimizer }: { seed?: number; optimizer?: OptimizerSpecification } = {},
  ) => {
    const cell = cells.find((one) => one.method.label === label && one.seed === seed)!;
    const { method } = cell;
    const recipe = optimizer === undefined ? method.recipe : { ...method.recipe, optimizer };
    const [result] = await runner.run([{ ...cell, method: { ...method, recipe } }]);
    return result!;
  };
  return { run, release: runner.release };
}

const figures = ({ epochs }: CellResult) => epochs.map(({ testLoss }) => testLoss);

it("lsuv beside he: cost in passes and seconds, and no cost", async () => {
  const { run, release } = await methodsOn(["lsuv", "he"]);
  const first = await run("lsuv");
  expect(first.status).toBe("done");
  expect(first.initializationCost).toEqual({ forward: 6, backward: 0, seconds: 0.25 });
  const plain = await run("he");
  expect(plain).not.toHaveProperty("initializationCost");
  // Another cell of the same problem in between changes nothing.
  expect(figures(await run("lsuv"))).toEqual(figures(first));
  expect(figures(await run("lsuv", { seed: 1 }))).not.toEqual(figures(first));
  await release();
});

it("mup trains by its figuresOfWide rates, which changes nothing for others; at its base width there is nothing to change", async () => {
  // A width of 8 is four times the base width.
  const [wide, equal] = ["mup:baseWidth=2", "mup:baseWidth=2,rates=equal"] as const;
  const [base, equalBase] = ["mup:baseWidth=8", "mup:baseWidth=8,rates=equal"] as const;
  const { run, release } = await methodsOn(["he", wide, equal, base, equalBase]);
  const he = figures(await run("he"));
  const figuresOfWide = figures(await run(wide));
  expect(figuresOfWide).not.toEqual(figures(await run(equal)));
  expect(figures(await run(base))).toEqual(figures(await run(equalBase)));
  expect(figures(await run(wide))).toEqual(figuresOfWide);
  expect(figures(await run("he"))).toEqual(he);
  const optimizer = { kind: "adadelta", learningRate: 1 } as const;
  await expect(run(wide, { optimizer })).rejects.toThrow('"mup" has no learning rates for adadelta');
  expect((await run(equal, { optimizer })).status).toBe("done");
  await release();
});
