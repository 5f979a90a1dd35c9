/** Cells of methods that are more than weights: what looks at data has its cost beside, and learning rates of its own train it. */
import { expect, it } from "vitest";
import type { Recipe } from "../../src/recipe.js";
import { loadRuntime } from "../../src/runtime/node/load-runtime.js";
import type { CellResult } from "../../src/study/plan/cell.js";
import { checkOptions } from "../../src/study/plan/specification.js";
import { createCellRunner } from "../../src/study/run/run-cell.js";
import { randomImages } from "./small-problem.js";

/** Runs cells of `mlp:depth=2,width=8` on noise by one runner, as a worker does. */
async function cellsOn(inits: readonly string[]) {
  const { runtime } = await loadRuntime();
  const dataset = randomImages([1, 6, 6], 40, 4);
  let now = 0;
  const runner = createCellRunner(runtime, dataset, () => (now += 250));
  const checked = checkOptions({
    data: ["noise"],
    models: ["mlp:depth=2,width=8"],
    inits,
    seeds: [0],
    recipe: { epochs: 2, batch: 16 },
  });
  const { name: model, options: modelOptions, recipe: own } = checked.models[0]!;
  const run = (label: string, { seed = 0, recipe = own }: { seed?: number; recipe?: Recipe } = {}) => {
    const { name: init, options: initOptions } = checked.inits.find((one) => one.label === label)!;
    const what = { id: "", data: "noise", dataChecksum: "" };
    return runner.run({ ...what, model, modelOptions, init, initOptions, seed, recipe });
  };
  return { run, recipe: own, release: runner.release };
}

const figures = ({ epochs }: CellResult) => epochs.map(({ testLoss }) => testLoss);

it("lsuv beside he: cost in passes and seconds, and no cost", async () => {
  const { run, release } = await cellsOn(["lsuv", "he"]);
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

it("mup trains by its own rates, which changes nothing for others; at its base width there is nothing to change", async () => {
  const [wide, equal] = ["mup:baseWidth=2", "mup:baseWidth=2,rates=equal"] as const; // width 8 is four times the base
  const [base, equalBase] = ["mup:baseWidth=8", "mup:baseWidth=8,rates=equal"] as const;
  const { run, recipe, release } = await cellsOn(["he", wide, equal, base, equalBase]);
  const he = figures(await run("he"));
  const own = figures(await run(wide));
  expect(own).not.toEqual(figures(await run(equal)));
  expect(figures(await run(base))).toEqual(figures(await run(equalBase)));
  expect(figures(await run(wide))).toEqual(own);
  expect(figures(await run("he"))).toEqual(he);
  const adadelta: Recipe = { ...recipe, optimizer: { kind: "adadelta", learningRate: 1 } };
  await expect(run(wide, { recipe: adadelta })).rejects.toThrow('"mup" has no learning rates for adadelta');
  expect((await run(equal, { recipe: adadelta })).status).toBe("done");
  await release();
});
