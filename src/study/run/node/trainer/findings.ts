/** What a few short runs of a trainer say about it. Pure: runs → findings in words. */
import type { CellResult, EpochResult } from "../../../plan/cell.js";
import type { Reported } from "./metrics.js";

/** A run that a check made. */
export interface ShortRun {
  readonly result: CellResult;
  /** What it reported; undefined where it was not started. */
  readonly reported: Reported | undefined;
  readonly seconds: number;
}

/** The answer to one question about a trainer. */
export interface Finding {
  /** What was asked: whether a run ends well, weights are used, the seed repeats a run, … */
  readonly subject: "run" | "weights" | "seed repeats" | "seed decides" | "batches";
  /** "unknown" where the metrics do not tell. */
  readonly verdict: "yes" | "no" | "unknown";
  /** The answer with its evidence, and what to change. */
  readonly sentence: string;
}

/** What findings are about. */
export interface FindingsContext {
  readonly classes: number;
  /** The label of the method of the first two runs and the last. */
  readonly method: string;
}

/** A loss this near to that of equal answers, as a share of it, is theirs. */
const NEAR = 1e-3;

/**
 * @param runs one method twice with one seed, zero weights with that seed, the method's weights
 *   with another seed; fewer where one failed
 */
export function findingsOf(runs: readonly ShortRun[], context: FindingsContext): Finding[] {
  const failed = runs.find(({ result }) => result.status === "crashed" || result.status === "refused");
  if (failed !== undefined) {
    return [
      { subject: "run", verdict: "no", sentence: `A run of it ${failed.result.status}: ${failed.result.reason}.` },
    ];
  }
  const [first, again, zero, other] = runs as readonly [ShortRun, ShortRun, ShortRun, ShortRun];
  return [
    weightsFinding(first, zero, context),
    repeats(first, again),
    decides(first, other),
    ...batchesFinding(first, zero, other),
  ];
}

/** The figures of a run without its times. */
const figuresOf = ({ result }: ShortRun): string =>
  JSON.stringify([result.status, result.epochs.map(({ seconds: _, ...figures }: EpochResult) => figures)]);

function weightsFinding(first: ShortRun, zero: ShortRun, { classes, method }: FindingsContext): Finding {
  const subject = "weights";
  const [loss, lossOfZero] = [first, zero].map(({ reported }) => lossBefore(reported));
  if (loss === undefined || lossOfZero === undefined) {
    const hint = 'Let the trainer report {"epoch": 0, "testLoss": …} before its first step for a proof.';
    if (figuresOf(first) === figuresOf(zero)) {
      const sentence = `${method} and zero weights give the same run, figure for figure: the weights are not used. ${hint}`;
      return { subject, verdict: "no", sentence };
    }
    return {
      subject,
      verdict: "yes",
      sentence: `${method} and zero weights give different runs: the weights are used, all of them or some. ${hint}`,
    };
  }
  const [shown, shownZero] = [loss.toFixed(4), lossOfZero.toFixed(4)];
  if (loss === lossOfZero) {
    const sentence = `Before the first step the loss is ${shown} from ${method} and from zero weights alike: the weights are not used. Load the file {weights}.`;
    return { subject, verdict: "no", sentence };
  }
  const equal = Math.log(classes);
  const sentence = `Before the first step the loss is ${shownZero} from zero weights and ${shown} from ${method}`;
  if (Math.abs(lossOfZero - equal) <= NEAR * equal) {
    return {
      subject,
      verdict: "yes",
      sentence: `${sentence}; equal answers for all ${classes} classes give ${equal.toFixed(4)}.`,
    };
  }
  return {
    subject,
    verdict: "unknown",
    sentence:
      `${sentence}: some weights are used. Equal answers for all ${classes} classes, as zero weights give them, have a ` +
      `cross-entropy of ${equal.toFixed(4)}: either the loss is another one, or some tensors are not those of the file.`,
  };
}

/** A loss before training; that of the test samples, if it was reported. */
const lossBefore = (reported: Reported | undefined): number | undefined =>
  reported?.before?.testLoss ?? reported?.before?.validationLoss ?? reported?.before?.trainLoss;

function repeats(first: ShortRun, again: ShortRun): Finding {
  const subject = "seed repeats";
  if (figuresOf(first) === figuresOf(again)) {
    return { subject, verdict: "yes", sentence: "One seed gives one run: two runs have the same figures." };
  }
  const [a, b] = [first, again].map(({ result }) => result.epochs.at(-1)?.testAccuracy ?? Number.NaN);
  const apart = Number.isFinite(a! + b!) ? ` (${percentOf(a!)} and ${percentOf(b!)} of test accuracy)` : "";
  return {
    subject,
    verdict: "no",
    sentence:
      `One seed gives two runs that differ${apart}. Pairs by seed are then less alike, and a run cannot be made again. ` +
      "Seed batches, dropout and augmentation with {seed}; on a GPU, ask for deterministic algorithms.",
  };
}

const percentOf = (share: number): string => `${(100 * share).toFixed(2)} %`;

function decides(first: ShortRun, other: ShortRun): Finding {
  const subject = "seed decides";
  if (figuresOf(first) !== figuresOf(other)) {
    return { subject, verdict: "yes", sentence: "Another seed gives another run from the same weights." };
  }
  return {
    subject,
    verdict: "no",
    sentence:
      "Another seed gives the same run from the same weights: the seed decides neither batches nor dropout. " +
      "Then only initial weights vary, and runs vary less than they would. Seed the order of the samples with {seed}.",
  };
}

function batchesFinding(first: ShortRun, zero: ShortRun, other: ShortRun): Finding[] {
  const subject = "batches";
  const [batches, ofZero, ofOther] = [first, zero, other].map(({ reported }) => reported?.batches);
  if (batches === undefined || ofZero === undefined) {
    const sentence =
      'Whether methods share their batches is not reported. Add a "batches" to the line of each epoch, such as its first indices.';
    return [{ subject, verdict: "unknown", sentence }];
  }
  if (batches !== ofZero) {
    const sentence =
      "With one seed two methods have different batches: pairs by seed then share less. Let {seed} alone decide the order, through a generator that nothing else draws from.";
    return [{ subject, verdict: "no", sentence }];
  }
  if (batches === ofOther) {
    const sentence = "Methods share their batches, but so do different seeds. Let {seed} decide the order.";
    return [{ subject, verdict: "no", sentence }];
  }
  return [
    {
      subject,
      verdict: "yes",
      sentence: "With one seed two methods have the same batches, and another seed has others.",
    },
  ];
}
