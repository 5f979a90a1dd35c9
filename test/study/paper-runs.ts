/** Runs of the paper's data sets made up for tests of what is concluded from them. */
import type { EpochResult } from "../../src/study/plan/cell.js";
import type { DataDescription } from "../../src/study/plan/description.js";
import { analyse, type ProblemOutcome } from "../../src/study/results/outcome.js";
import type { RunResult } from "../../src/study/results/records.js";
import { records, study } from "./made-up.js";

const names = ["mnist", "cifar10", "fashion-mnist"] as const;

function describeData(name: string): DataDescription {
  const share = name === "mnist" ? 0.1135 : 0.1;
  return {
    name,
    checksum: "a".repeat(64),
    shape: [1, 28, 28],
    classes: 10,
    trainSamples: 60_000,
    testSamples: 10_000,
    majority: { className: "1", share },
  };
}

/**
 * One run with these running training accuracies after its epochs. Test accuracy is a point lower,
 * losses are 1 − accuracy.
 */
export function run(accuracies: readonly number[]): RunResult {
  const epochs = accuracies.map(
    (accuracy, i): EpochResult => ({
      epoch: i + 1,
      trainAccuracy: accuracy,
      trainLoss: 1 - accuracy,
      evalTrainAccuracy: accuracy,
      evalTrainLoss: 1 - accuracy,
      testAccuracy: Math.max(0, accuracy - 0.01),
      testLoss: 1.01 - accuracy,
      seconds: 10,
    }),
  );
  return { status: "done", epochs };
}

/**
 * All three data sets: `curve(init, seed, data)` gives a run's accuracies; undefined leaves it out.
 */
export function paperRuns(
  curve: (init: string, seed: number, data: string) => readonly number[] | undefined,
  {
    inits = ["zero", "random", "xavier-fan-in", "he"],
    seeds = [0, 1, 2, 3, 4],
    data = names as readonly string[],
  } = {},
): readonly ProblemOutcome[] {
  const of = study({ models: ["mnist_cnn"], inits, seeds }, data.map(describeData));
  const all = records(of, (one) => {
    const accuracies = curve(one.init, one.seed, one.data);
    return accuracies === undefined ? undefined : run(accuracies);
  });
  return analyse(of, all).problems;
}
