/** One answer, from what theory, measurement and races say. Pure. */
import type { Outcome, ProblemOutcome } from "../study/results/outcome.js";
import { rateText } from "../study/results/rate-sentences.js";
import type { Candidate, Recommendation } from "./recommendation.js";

/** Candidates as the measurement left them, and the race. */
export interface Findings {
  /** In the order of theory. */
  readonly candidates: readonly Candidate[];
  /** Undefined where nothing was raced. */
  readonly outcome: Outcome | undefined;
  readonly margin: number;
  /** Of the recipe: for an answer without races. */
  readonly rate: number;
  /** Why nothing was raced, or why the race ended early; undefined where neither holds. */
  readonly shortage: string | undefined;
}

/** The answer without what it took. */
export type Conclusion = Pick<Recommendation, "use" | "rate" | "basis" | "runnerUp" | "sentences" | "candidates">;

/** Fewer seeds than this decide nothing. */
const FEWEST = 3;

/** The method to use, with its evidence in sentences. */
export function conclude(findings: Findings): Conclusion {
  const { outcome } = findings;
  const problem = outcome?.problems[0];
  const seeds = problem?.race?.seeds ?? 0;
  return problem === undefined || seeds < FEWEST || problem.methods.every(({ rank }) => rank === null)
    ? withoutRace(findings)
    : withRace(findings, problem, seeds);
}

function withoutRace({ candidates, rate, shortage }: Findings): Conclusion {
  const well = candidates.filter(({ health, left }) => health !== "sick" && left === null);
  const ranked = [...well.filter(({ health }) => health === "healthy"), ...well].filter(
    (one, i, all) => all.indexOf(one) === i,
  );
  const first = ranked[0] ?? candidates[0]!;
  const second = ranked[1];
  const verdict =
    ranked.length === 0
      ? `No candidate is healthy here: the network itself is in the way. ${first.method} is what theory names first.`
      : first.health === "not-measured"
        ? `Theory names it first (${first.reason}); nothing was measured.`
        : `Theory names it first of those that doctor does not call sick: ${first.reason}.`;
  return {
    use: first.method,
    rate: first.rate ?? rate,
    basis: "theory-and-measurement",
    runnerUp: second?.method ?? null,
    sentences: [
      `Use ${first.method}, by theory and measurement alone.`,
      verdict,
      ...(shortage === undefined ? [] : [shortage]),
    ],
    candidates: [...candidates],
  };
}

/** What the race adds to a candidate. */
function raced(candidate: Candidate, problem: ProblemOutcome): Candidate {
  const method = problem.methods.find(({ label }) => nameIn(label) === candidate.method);
  if (method === undefined) return candidate;
  const gone = problem.race?.left.find(({ name }) => nameIn(name) === candidate.method);
  return {
    ...candidate,
    seeds: method.runs.length,
    accuracy: method.rank === null ? null : (method.testAccuracy?.mean ?? null),
    left:
      gone !== undefined
        ? `beaten by ${nameIn(gone.beatenBy)} after ${gone.look} seeds`
        : method.rank === null
          ? "no run learned anything"
          : candidate.left,
  };
}

/** "he [lr 0.1]" → "he": the label of a method in a study of several rates. */
export const nameIn = (label: string): string => label.replace(/ \[[^\]]*\]$/, "");

const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;
const points = (share: number): string => (100 * share).toFixed(2);

function withRace({ candidates: before, margin, rate, shortage }: Findings, problem: ProblemOutcome, seeds: number) {
  const candidates = before.map((candidate) => raced(candidate, problem));
  const standing = candidates.filter(({ accuracy, left }) => accuracy !== null && left === null);
  const best = standing.reduce((one, other) => (other.accuracy! > one.accuracy! ? other : one));
  // Of those within the margin of the best mean, the one that theory and custom put first.
  const use = standing.find(({ accuracy }) => best.accuracy! - accuracy! <= margin)!;
  const others = candidates
    .filter((one) => one !== use && one.accuracy !== null)
    .sort((a, b) => Number(b.left === null) - Number(a.left === null) || b.accuracy! - a.accuracy!);
  const runnerUp = others[0];
  const race = problem.race!;
  const isOnly = standing.length === 1;
  const basis = isOnly ? "race" : race.outcome === "equivalent" ? "equivalent" : "no-difference";
  const names = standing.filter((one) => one !== use).map(({ method }) => method);
  const at = `${percent(use.accuracy!)} test accuracy at rate ${rateText(use.rate ?? rate)}, mean of ${use.seeds} seeds`;
  const answer =
    basis === "race"
      ? `Use ${use.method}: ${at}; no other candidate is left.`
      : basis === "equivalent"
        ? `Use ${use.method}: ${at}. ${list(names)} differ${names.length === 1 ? "s" : ""} by less than ${points(margin)} points.`
        : `Use ${use.method}: ${at}. No detectable difference from ${list(names)} after ${seeds} seeds.`;
  const why =
    basis === "race" || use === best
      ? `Theory on it: ${use.reason}.`
      : `It is named as the most usual of those within ${points(margin)} points of the best mean (${best.method}, ${percent(best.accuracy!)}): ${use.reason}.`;
  const second =
    runnerUp === undefined
      ? "Nothing else learned."
      : `Runner-up: ${runnerUp.method}, ${percent(runnerUp.accuracy!)} (${runnerUp.left ?? "not told apart"}).`;
  return {
    use: use.method,
    rate: use.rate ?? rate,
    basis,
    runnerUp: runnerUp?.method ?? null,
    sentences: [answer, why, second, ...(shortage === undefined ? [] : [shortage])],
    candidates,
  } satisfies Conclusion;
}

const list = (names: readonly string[]): string =>
  names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
