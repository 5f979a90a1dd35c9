/**
 * Where initialization decides: final test accuracy by depth and initializer, for each activation
 * and optimizer.
 */
import type { Recipe } from "../recipe.js";
import { overrideRecipe } from "../study/plan/recipe-overrides.js";
import type { Method, ModelChoice, Study } from "../study/plan/study.js";
import { type Estimate, estimate } from "../study/results/estimate.js";
import { finalValues } from "../study/results/figures.js";
import type { Outcome } from "../study/results/outcome.js";

/** One depth of one row. */
export interface BeyondCell {
  readonly depth: number;
  /** Of the runs that learned; null where none did. */
  readonly testAccuracy: Estimate | null;
  readonly runs: number;
  /** Diverged, crashed, refused or stuck. */
  readonly failed: number;
}

/** One activation with one optimizer. */
export interface BeyondTable {
  readonly activation: string;
  readonly optimizer: string;
  readonly width: number;
  readonly depths: readonly number[];
  /** A row per initializer. */
  readonly rows: readonly { readonly method: string; readonly cells: readonly BeyondCell[] }[];
}

/** A network and a method that are trained by one optimizer. */
interface Entry {
  readonly model: ModelChoice;
  readonly method: Method;
}

/**
 * A table per activation and optimizer. Optimizers are those of the complete recipes: today the
 * methods change them, in results of version 3 and before each network has its recipe.
 */
export function beyondTables(outcome: Outcome): BeyondTable[] {
  const groups = new Map<string, Entry[]>();
  for (const entry of entriesOf(outcome.study)) {
    const key = `${entry.model.options.activation} ${optimizerOf(entry)}`;
    groups.set(key, [...(groups.get(key) ?? []), entry]);
  }
  return [...groups.values()].map((entries) => tableOf(outcome, entries));
}

/** By network, then optimizer, so that tables of one activation stand together. */
function entriesOf({ models, methods }: Study): Entry[] {
  return models.flatMap((model) => methods.map((method) => ({ model, method })));
}

function tableOf(outcome: Outcome, entries: readonly Entry[]): BeyondTable {
  const models = [...new Set(entries.map(({ model }) => model))].sort((a, b) => depthOf(a) - depthOf(b));
  const labels = [...new Set(entries.map(({ method }) => method.initializer.label))];
  const [first] = entries as readonly [Entry];
  return {
    activation: String(first.model.options.activation),
    optimizer: optimizerOf(first),
    width: Number(first.model.options.width),
    depths: models.map(depthOf),
    rows: labels.map((label) => ({
      method: label,
      cells: models.map((model) => {
        const entry = entries.find((one) => one.model === model && one.method.initializer.label === label);
        return cellOf(outcome, model, entry?.method);
      }),
    })),
  };
}

function cellOf({ problems }: Outcome, model: ModelChoice, method: Method | undefined): BeyondCell {
  const problem = problems.find((one) => one.model.label === model.label);
  const { runs = [], learned = [] } = problem?.methods.find(({ label }) => label === method?.label) ?? {};
  return {
    depth: depthOf(model),
    testAccuracy: estimate(finalValues(learned, "testAccuracy")),
    runs: runs.length,
    failed: runs.length - learned.length,
  };
}

const depthOf = ({ options }: ModelChoice): number => Number(options.depth);

function optimizerOf({ model, method }: Entry): string {
  const { optimizer }: Recipe = overrideRecipe(model.recipe, method.recipe);
  return `${optimizer.kind}, learning rate ${optimizer.learningRate}`;
}

/** A sentence per depth: from the worst to the best method that learned, and the others. */
export function beyondSentences({ depths, rows }: BeyondTable): string[] {
  return depths.flatMap((depth, i) => {
    const ended = rows.filter(({ cells }) => cells[i]!.runs > 0);
    const learned = ended
      .flatMap(({ method, cells }) => {
        const { testAccuracy } = cells[i]!;
        return testAccuracy === null ? [] : [{ method, mean: testAccuracy.mean }];
      })
      .sort((a, b) => b.mean - a.mean);
    const none = ended.filter(({ cells }) => cells[i]!.testAccuracy === null).map(({ method }) => method);
    if (ended.length === 0) return [];
    const [best, worst] = [learned[0], learned.at(-1)];
    if (best === undefined || worst === undefined) return [`Depth ${depth}: no run learned from ${none.join(", ")}.`];
    const span =
      best === worst
        ? `only ${best.method} learned (${percent(best.mean)})`
        : `from ${percent(worst.mean)} (${worst.method}) to ${percent(best.mean)} (${best.method}) ` +
          "among those that learned";
    const rest = none.length === 0 || best === worst ? "" : `; no run learned from ${none.join(", ")}`;
    return [`Depth ${depth}: ${span}${rest}.`];
  });
}

const percent = (mean: number): string => `${(100 * mean).toFixed(1)} %`;
