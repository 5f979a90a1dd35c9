/**
 * How large a study may be. The bounds hold for study files, the command line and programs alike,
 * and are checked before anything is read or planned.
 */
import { InputError } from "../../errors.js";

/**
 * The most runs of a study, and therefore the most seeds. Planning takes about 6 µs and 450 bytes
 * for each (`npm run bench:scale`).
 */
export const MOST_RUNS = 1_000_000;

/** The most entries of a list of names or recipes, and the most problems and methods of a study. */
export const MOST_LISTED = 1000;

/** The most verdicts of a study: every pair of methods is judged on every problem. */
const MOST_PAIRS = 1_000_000;

/** Characters of the longest name with its options, or path: systems take paths of 4096. */
export const LONGEST_NAME = 5000;

/** The numbers of a study's problems, methods and seeds. */
export interface StudySize {
  readonly problems: number;
  readonly methods: number;
  readonly seeds: number;
  /** The most rates of each method, and the tuning seeds of each; left out where none is tuned. */
  readonly rates?: { readonly rates: number; readonly seeds: number } | undefined;
}

/**
 * Refuses a study that is too large to plan, or to judge.
 *
 * @param source where it comes from, for messages: "study.yaml"
 * @throws InputError with the numbers, the bound and the remedy
 */
export function mustBeOfSize(source: string, { problems, methods, seeds, rates }: StudySize): void {
  const compared = `${inFigures(problems)} problems × ${inFigures(methods)} methods`;
  const each = rates === undefined ? seeds : rates.rates * rates.seeds + (rates.rates + 1) * seeds;
  const runs = rates === undefined ? `${inFigures(seeds)} seeds` : `${inFigures(each)}, at every rate`;
  const parts = [
    ["problems", problems, MOST_LISTED],
    ["methods", methods, MOST_LISTED],
    [`runs (${compared} × ${runs})`, problems * methods * each, MOST_RUNS],
    [`pairs of methods to judge (${compared})`, (problems * methods * (methods - 1)) / 2, MOST_PAIRS],
  ] as const;
  for (const [what, count, most] of parts) {
    if (count <= most) continue;
    throw new InputError(
      `${source} has ${inFigures(count)} ${what}, and at most ${inFigures(most)} are possible; split it into several studies.`,
    );
  }
}

/** 1000000 → "1,000,000". */
export function inFigures(count: number): string {
  return count.toLocaleString("en");
}
