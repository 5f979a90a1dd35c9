/** Claim 8: who needs fewer epochs, and less time, to the same accuracy. */
import { type Comparison, pairBySeed, type Verdict, verdictSentence } from "../../statistics/index.js";
import { paperProblems } from "../paper.js";
import { learned, type ProblemRuns, type Run } from "../runs.js";
import { type ClaimPart, type ClaimVerdict, percent, together } from "./claim.js";
import { judgeGroups } from "./judge-groups.js";

const others = ["xavier-fan-in", "random"] as const;

/** How far a run had to go to a running training accuracy. */
export interface Way {
  /** From 1, straight lines between the epochs' figures; 1 where the first epoch's is at the target already. */
  readonly epochs: number;
  /** Wall time of so many epochs. */
  readonly seconds: number;
}

/** Null where a run never reaches the target. */
export function wayTo({ epochs }: Pick<Run, "epochs">, target: number): Way | null {
  const at = epochs.findIndex(({ trainAccuracy }) => trainAccuracy >= target);
  if (at < 0) return null;
  const reached = epochs[at]!.trainAccuracy;
  const before = epochs[at - 1]?.trainAccuracy;
  const part = before === undefined ? 1 : (target - before) / (reached - before);
  const seconds = epochs.slice(0, at).reduce((sum, epoch) => sum + epoch.seconds, 0);
  return { epochs: at + part, seconds: seconds + part * epochs[at]!.seconds };
}

/**
 * The target of a data set is the highest running training accuracy that every run of the three methods reaches, so that none is
 * left out; who learned nothing within the budget cannot be timed and is named.
 */
export function heFaster(problems: readonly ProblemRuns[]): ClaimPart[] {
  const timed = paperProblems.map(({ data, name }) => {
    const problem = problems.find((one) => one.data.name === data);
    const runs = ["he", ...others].map((init) => ({ init, runs: problem === undefined ? [] : learned(problem, init) }));
    const curves = runs.flatMap((one) => one.runs);
    const best = curves.map(({ epochs }) => Math.max(...epochs.map(({ trainAccuracy }) => trainAccuracy)));
    const ways = (figure: keyof Way) => (init: string) => {
      const ofInit = runs.find((one) => one.init === init)!.runs;
      return new Map(ofInit.map((run) => [run.seed, wayTo(run, Math.min(...best))![figure]]));
    };
    const absent = runs.filter((one) => one.runs.length === 0).map(({ init }) => init);
    return { name, target: Math.min(...best), ways, absent, short: curves.every(({ epochs }) => epochs.length < 2) };
  });
  return (["epochs", "seconds"] as const).flatMap((figure) => {
    const compared = timed.map((one) => ({
      ...one,
      comparisons: others
        .filter((init) => ![init, "he"].some((name) => one.absent.includes(name)))
        .map((b): Comparison => {
          const by = one.ways(figure);
          return { a: "he", b, differences: pairBySeed(by("he"), by(b)).differences };
        }),
    }));
    const verdicts = judgeGroups(
      compared.map(({ comparisons }) => comparisons),
      "lower",
    );
    return compared.map(({ name, target, absent, short }, i): ClaimPart => {
      const own = verdicts[i]!;
      const says = `He needs ${figure === "epochs" ? "fewer epochs" : "less time"} than Xavier and random on ${name}.`;
      const missing = absent.map((init) => `No run of ${init} on ${name} learned anything within this budget.`);
      if (own.length === 0 || short) return { says, verdict: "cannot be told", evidence: missing };
      const words = {
        figure: `the way to ${percent(target)} running training accuracy on ${name}`,
        unit: figure,
        scale: 1,
        decimals: figure === "epochs" ? 2 : 1,
      };
      return {
        says,
        verdict: together([...own.map(kindOf), ...absent.map((): ClaimVerdict => "cannot be told")]),
        evidence: [...own.map((verdict) => `${verdictSentence(verdict, words)}.`), ...missing],
      };
    });
  });
}

function kindOf({ kind, winner }: Verdict): ClaimVerdict {
  if (kind !== "winner") return "cannot be told";
  return winner === "he" ? "holds" : "does not hold";
}
