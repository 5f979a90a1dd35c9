/** What the tuning of learning rates came to on a problem, for the outcome. */
import type { RaceState } from "../../statistics/index.js";
import type { RateGuess } from "../plan/rate-tuning.js";
import type { TunedRate } from "../plan/tuned-rate.js";
import type { Advice } from "./advice.js";
import type { MethodOutcome } from "./methods.js";
import type { ProblemVerdicts } from "./problem-verdicts.js";
import type { RunRecord } from "./records.js";

/** The tuning of one method on a problem. */
export interface MethodTuning extends Omit<TunedRate, "next"> {
  /** The method's label. */
  readonly method: string;
  /** Whether it has final runs, or may have some. */
  readonly isFinalist: boolean;
  /** Where its grid began. */
  readonly guess: Pick<RateGuess, "step" | "curvature" | "reason">;
}

/** The methods of a problem, all at one rate. */
export interface SameRate {
  /** The recipe's. */
  readonly learningRate: number;
  readonly methods: readonly MethodOutcome[];
  readonly verdicts: ProblemVerdicts | undefined;
  readonly race: RaceState | undefined;
  readonly advice: Advice;
}

/** The rates of a problem, and what holds at one rate. */
export interface RateOutcome {
  /** Training samples that were held out. */
  readonly heldOut: number;
  /** Of every method, in the study's order. */
  readonly methods: readonly MethodTuning[];
  readonly same: SameRate;
  /** How rates were chosen, and what that says, in words. */
  readonly sentences: readonly string[];
  /** All runs of the problem: tuning, at the best rates, at the recipe's. */
  readonly runs: readonly RunRecord[];
}
