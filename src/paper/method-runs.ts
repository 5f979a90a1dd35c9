/** The runs of a method by its label, as the paper's claims and tables look them up. */
import type { MethodOutcome } from "../study/results/methods.js";
import type { ProblemOutcome } from "../study/results/outcome.js";
import type { RunRecord } from "../study/results/records.js";

/** A method's outcome; undefined where it has no run. */
export function methodOn({ methods }: ProblemOutcome, label: string): MethodOutcome | undefined {
  return methods.find((one) => one.label === label);
}

/** A method's runs that were trained to the end, stuck ones included. */
export function finishedRuns(problem: ProblemOutcome, label: string): readonly RunRecord[] {
  const runs = methodOn(problem, label)?.runs ?? [];
  return runs.filter(({ ending }) => ending === "learned" || ending === "stuck");
}

/** A method's runs that learned. */
export function learnedRuns(problem: ProblemOutcome, label: string): readonly RunRecord[] {
  return methodOn(problem, label)?.learned ?? [];
}
