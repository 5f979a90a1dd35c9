/** Studies and results made up for tests of what is computed from them. */
import { createHash } from "node:crypto";
import { formatInitializer, parseInitializer } from "../../src/initializers/index.js";
import { formatModel, parseModel } from "../../src/network/models/index.js";
import type { DataDescription } from "../../src/study/plan/description.js";
import { describeOverrides, overrideRecipe, type RecipeOverrides } from "../../src/study/plan/recipe-overrides.js";
import { type Method, RESULTS_VERSION, type Study } from "../../src/study/plan/study.js";
import { type RunRecord, type RunResult, recordOf } from "../../src/study/results/records.js";

export const glyphs: DataDescription = {
  name: "glyphs",
  checksum: "a".repeat(64),
  shape: [1, 28, 28],
  classes: 10,
  trainSamples: 10_000,
  testSamples: 2000,
  majority: { className: "ring", share: 0.1 },
};

/** What a made-up study may ask for. */
export interface MadeUpOptions
  extends Partial<Pick<Study, "seeds" | "limit" | "validation" | "evaluateTrain" | "vary" | "margin" | "target">> {
  readonly models?: readonly string[];
  readonly inits?: readonly string[];
  readonly recipe?: RecipeOverrides;
  /** Recipes to compare. */
  readonly training?: readonly RecipeOverrides[];
}

/** Every network on every data set, by every initializer with every recipe. */
export function study(options: MadeUpOptions = {}, data: readonly DataDescription[] = [glyphs]): Study {
  const { models: names = ["mlp"], inits = ["he", "zero"], recipe = {}, training = [{}], ...rest } = options;
  const models = names.map((text) => {
    const { model, options: complete } = parseModel(text);
    const label = formatModel({ model, options: complete });
    return { label, name: model.name, options: complete, recipe: overrideRecipe(model.recipe, recipe) };
  });
  const methods = inits.flatMap((text) =>
    training.map((overrides): Method => {
      const { initializer, options: complete } = parseInitializer(text);
      const label = formatInitializer({ initializer, options: complete });
      return {
        label: training.length === 1 ? label : `${label} [${describeOverrides(overrides)}]`,
        initializer: { label, name: initializer.name, options: complete },
        recipe: overrides,
      };
    }),
  );
  const problems = data.flatMap(({ name }) => models.map(({ label }) => ({ data: name, model: label })));
  return {
    resultsVersion: RESULTS_VERSION,
    data,
    models,
    methods,
    problems,
    seeds: [0, 1, 2],
    evaluateTrain: false,
    vary: "all",
    ...rest,
  };
}

/** Which run of a made-up study it is, in words. */
export interface MadeUpRun {
  readonly data: string;
  readonly model: string;
  /** The method's label, and the name of its initializer. */
  readonly method: string;
  readonly init: string;
  readonly seed: number;
}

/** The records of a study's runs, in its order; runs without a result are missing. */
export function records(of: Study, resultOf: (run: MadeUpRun) => RunResult | undefined): RunRecord[] {
  return of.problems.flatMap(({ data, model }, problem) =>
    of.methods.flatMap(({ label, initializer }, method) =>
      of.seeds.flatMap((seed) => {
        const result = resultOf({ data, model, method: label, init: initializer.name, seed });
        const id = createHash("sha256").update(`${data} ${model} ${label} ${seed}`).digest("hex").slice(0, 32);
        return result === undefined ? [] : [recordOf(of, { id, problem, method, seed }, result)];
      }),
    ),
  );
}

/** A finished run with these test accuracies after its epochs; the other figures follow from them. */
export function done(testAccuracies: readonly number[]): RunResult {
  return {
    status: "done",
    epochs: testAccuracies.map((testAccuracy, i) => ({
      epoch: i + 1,
      trainAccuracy: Math.min(1, testAccuracy + 0.01),
      trainLoss: testAccuracy > 0.1 ? 1 - testAccuracy : 2.3024,
      testAccuracy,
      testLoss: testAccuracy > 0.1 ? 2 * (1 - testAccuracy) : Math.LN10,
      seconds: 1.5,
    })),
  };
}

export function failed(status: "diverged" | "crashed" | "refused", reason: string): RunResult {
  return { status, epochs: [], reason };
}
