/** A study's outcome as the object that `compare --json` prints. */
import type { MethodOutcome } from "./methods.js";
import type { Outcome, ProblemOutcome } from "./outcome.js";
import type { CompareOutput, MethodRow, RunRow } from "./schema.js";

/** Raised when a program that reads the object must change. */
export const COMPARE_FORMAT = "stepzero/compare/4";

/**
 * The object of `compare --json`: see `schema.ts` and docs/compare.md. Keys and runs come in a
 * fixed order; only `seconds` differ when a study is run again.
 */
export function compareOutput({ study, stepzero, runtimes, problems, across }: Outcome): CompareOutput {
  const { resultsVersion, ...rest } = study;
  return {
    format: COMPARE_FORMAT,
    study: { stepzero, resultsVersion, runtimes, ...rest },
    runs: problems.flatMap((problem) => runRows(problem, study.methods)),
    summary: problems.flatMap((problem) => problem.methods.map((method) => methodRow(problem, method))),
    ...(study.race === undefined
      ? {}
      : { races: problems.flatMap(({ race, ...problem }) => (race ? [{ ...labelsOf(problem), ...race }] : [])) }),
    ...(study.tuning === undefined ? {} : ratesAndSameRate(problems)),
    advice: problems.map(({ advice, sentences, reasons, ...problem }) => ({
      ...labelsOf(problem),
      ...advice,
      evidence: sentences,
      ...(study.probe === true ? { reasons } : {}),
    })),
    verdicts: problems.flatMap(({ verdicts, ...problem }) =>
      verdicts === undefined ? [] : [{ ...labelsOf(problem), ...verdicts }],
    ),
    across,
  };
}

/** The runs of a problem with the labels of what was run, in the study's order. */
export function runRows(problem: ProblemOutcome, methods: readonly { readonly label: string }[]): RunRow[] {
  const { runs = problem.runs } = problem.rates ?? {};
  return runs.map(({ id, method, seed, learningRate, ending, reason, step, cost, notes, epochs, readings }) => ({
    id,
    ...labelsOf(problem),
    method: methods[method]!.label,
    seed,
    learningRate,
    ending,
    reason,
    step,
    cost,
    notes,
    epochs,
    readings,
  }));
}

/** How the rates of each problem were chosen, and what holds at the recipe's. */
function ratesAndSameRate(problems: readonly ProblemOutcome[]): Pick<CompareOutput, "rates" | "sameRate"> {
  const tuned = problems.flatMap(({ rates, ...problem }) => (rates === undefined ? [] : [{ ...problem, rates }]));
  return {
    rates: tuned.map(({ rates: { heldOut, methods, sentences }, ...problem }) => ({
      ...labelsOf(problem),
      heldOut,
      methods,
      sentences,
    })),
    sameRate: tuned.map((problem) => {
      const { learningRate, methods, verdicts, race, advice } = problem.rates.same;
      return {
        ...labelsOf(problem),
        learningRate,
        summary: methods.map((method) => methodRow(problem, method)),
        advice,
        verdicts: verdicts ?? null,
        race: race ?? null,
      };
    }),
  };
}

/** A method on a problem with its labels; its runs are counted. */
function methodRow(problem: Pick<ProblemOutcome, "data" | "model">, outcome: MethodOutcome): MethodRow {
  const { method: _, label, recipe: __, learned: ___, averaged: ____, rank, runs, ...figures } = outcome;
  return { ...labelsOf(problem), method: label, rank, runs: runs.length, ...figures };
}

function labelsOf({ data, model }: Pick<ProblemOutcome, "data" | "model">) {
  return { data: data.name, model: model.label };
}
