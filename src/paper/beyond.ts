/** Where initialization decides: final test accuracy by depth and method, for each activation and optimizer. */

import type { StudyModel } from "../study/plan/specification.js";
import { type Estimate, estimate } from "../study/results/estimate.js";
import type { StudyRuns } from "../study/results/runs.js";
import { isStuck } from "../study/results/summary.js";

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
  readonly rows: readonly { readonly init: string; readonly cells: readonly BeyondCell[] }[];
}

export function beyondTables({ study, cells }: StudyRuns): BeyondTable[] {
  const data = study.data[0]!;
  const groups = new Map<string, StudyModel[]>();
  for (const model of study.models) {
    const key = `${model.options.activation} ${optimizerOf(model)}`;
    groups.set(key, [...(groups.get(key) ?? []), model]);
  }
  return [...groups.values()].map((models) => {
    const sorted = [...models].sort((a, b) => Number(a.options.depth) - Number(b.options.depth));
    const rows = study.inits.map(({ label: init }) => ({
      init,
      cells: sorted.map(({ label, options }): BeyondCell => {
        const runs = cells.filter((cell) => cell.model === label && cell.init === init);
        const learned = runs.filter((run) => run.status === "done" && !isStuck(run, data));
        return {
          depth: Number(options.depth),
          testAccuracy: estimate(learned.map(({ epochs }) => epochs.at(-1)!.testAccuracy)),
          runs: runs.length,
          failed: runs.length - learned.length,
        };
      }),
    }));
    const [first] = sorted;
    return {
      activation: String(first!.options.activation),
      optimizer: optimizerOf(first!),
      width: Number(first!.options.width),
      depths: sorted.map(({ options }) => Number(options.depth)),
      rows,
    };
  });
}

function optimizerOf({ recipe }: StudyModel): string {
  return `${recipe.optimizer.kind}, learning rate ${recipe.optimizer.learningRate}`;
}

/** What a table says of each depth: how far apart the methods end, failures being at chance. */
export function beyondSentences({ depths, rows }: BeyondTable): string[] {
  return depths.flatMap((depth, i) => {
    const ended = rows.filter(({ cells }) => cells[i]!.runs > 0);
    const learned = ended
      .flatMap(({ init, cells }) =>
        cells[i]!.testAccuracy === null ? [] : [{ init, mean: cells[i]!.testAccuracy!.mean }],
      )
      .sort((a, b) => b.mean - a.mean);
    const none = ended.filter(({ cells }) => cells[i]!.testAccuracy === null).map(({ init }) => init);
    if (ended.length === 0) return [];
    const [best, worst] = [learned[0], learned.at(-1)];
    if (best === undefined || worst === undefined) return [`Depth ${depth}: no run learned from ${none.join(", ")}.`];
    const span =
      best === worst
        ? `only ${best.init} learned (${told(best.mean)})`
        : `from ${told(worst.mean)} (${worst.init}) to ${told(best.mean)} (${best.init}) among those that learned`;
    const rest = none.length === 0 || best === worst ? "" : `; no run learned from ${none.join(", ")}`;
    return [`Depth ${depth}: ${span}${rest}.`];
  });
}

const told = (mean: number): string => `${(100 * mean).toFixed(1)} %`;
