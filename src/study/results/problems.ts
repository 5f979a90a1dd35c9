/** A study's outcome, problem by problem, as figures and pages need it. */

import { type MethodLook, methodLooks } from "../../report/colours.js";
import type { DataDescription } from "../plan/description.js";
import { resultsOf, type StudyOutput } from "./output.js";
import { findings } from "./sentences.js";
import { isStuck, type MethodSummary } from "./summary.js";
import type { ProblemVerdicts } from "./verdicts.js";

type OutputCell = StudyOutput["cells"][number];

/** A run, and how it ended. */
export interface Run extends OutputCell {
  /** "learned" is done and better than always answering one class; "stuck" is done and not. */
  readonly ending: "learned" | "stuck" | "diverged" | "crashed" | "refused";
}

export interface ReportProblem {
  /** "problem-1": for names of files and anchors. */
  readonly id: string;
  /** "glyphs × mlp". */
  readonly title: string;
  readonly data: DataDescription;
  readonly model: StudyOutput["study"]["models"][number];
  /** By rank. */
  readonly methods: readonly MethodSummary[];
  /** In the study's order. */
  readonly runs: readonly Run[];
  /** Undefined for fewer than two methods that learned. */
  readonly verdicts: ProblemVerdicts | undefined;
  /** Who leads and whether that is shown, then what went wrong with whom. */
  readonly sentences: readonly string[];
  /** Runs of the study that are not there. */
  readonly missing: readonly { readonly init: string; readonly seed: number }[];
}

/** The problems of a study that have at least one run. */
export function problemsOf(output: StudyOutput): ReportProblem[] {
  const { study, cells, summary, verdicts } = output;
  const results = resultsOf(output);
  const present = new Set(cells.map(({ data, model, init, seed }) => JSON.stringify([data, model, init, seed])));
  return study.problems.flatMap(({ data: name, model: label }, i) => {
    const isHere = (one: { readonly data: string; readonly model: string }) => one.data === name && one.model === label;
    const data = study.data.find((one) => one.name === name)!;
    const methods = summary.filter(isHere);
    const judged = verdicts.find(isHere);
    if (methods.length === 0) return [];
    const runs = cells.flatMap((cell, at): Run[] => {
      if (!isHere(cell)) return [];
      const done = isStuck(results[at]!, data) ? "stuck" : "learned";
      return [{ ...cell, ending: cell.status === "done" ? done : cell.status }];
    });
    return [
      {
        id: `problem-${i + 1}`,
        title: `${name} × ${label}`,
        data,
        model: study.models.find((one) => one.label === label)!,
        methods,
        runs,
        verdicts: judged,
        sentences: findings(study, results, methods, judged),
        missing: study.inits.flatMap(({ label: init }) =>
          study.seeds
            .filter((seed) => !present.has(JSON.stringify([name, label, init, seed])))
            .map((seed) => ({ init, seed })),
        ),
      },
    ];
  });
}

/** The looks of all methods of a study. */
export function looksOf({ study }: StudyOutput): ReadonlyMap<string, MethodLook> {
  return methodLooks(study.inits.map(({ label }) => label));
}

/** The runs that a method's figures are means of: those that learned, or the stuck ones where none did. */
export function averagedRuns({ runs }: Pick<ReportProblem, "runs">, init: string): Run[] {
  const mine = runs.filter((run) => run.init === init);
  const learned = mine.filter(({ ending }) => ending === "learned");
  return learned.length > 0 ? learned : mine.filter(({ ending }) => ending === "stuck");
}
