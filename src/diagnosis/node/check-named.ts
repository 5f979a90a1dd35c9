/** The coordinate check of a network that a person names. */
import { InputError } from "../../errors.js";
import { type ChosenInitializer, formatChoice, learningRateMultipliersOf } from "../../initializers/index.js";
import type { Batch, Weights } from "../../initializers/network-access.js";
import type { TensorSpecification } from "../../network/parameter.js";
import type { OptimizerSpecification } from "../../recipe.js";
import type { Runtime } from "../../runtime/runtime.js";
import { type CheckPlan, coordinateCheck, type NetworkAtWork } from "../coordinate-check/check.js";
import type { CoordinateCheck } from "../coordinate-check/coordinate-check.js";
import { lossInWords, targetsInWords } from "../loss/subject-loss.js";
import type { LoadedNetwork } from "./load-network.js";

/** What `--widths` and `--depths` ask for. */
export interface NamedCheck {
  readonly widths?: readonly number[] | undefined;
  readonly depths?: readonly number[] | undefined;
  /** Draws of the weights at each size. */
  readonly seeds: number;
  readonly steps: number;
  /** What to type to check the same by another method. */
  readonly recheck: (method: string) => string;
  /** Called before the first network is trained. */
  readonly onStart?: ((plan: CheckPlan) => void) | undefined;
  /** Called before each network. */
  readonly onNetwork?: ((network: NetworkAtWork) => void) | undefined;
}

/** Samples of the batch: few, since theory's slopes hold where the width is far above them. */
const ROWS = 8;

/** With what the network is drawn and trained. */
export interface CheckedWith {
  readonly runtime: Runtime;
  readonly method: ChosenInitializer;
  readonly draw: (method: ChosenInitializer, parameters: readonly TensorSpecification[], seed: number) => Weights;
  /** A batch of so many samples. */
  readonly batch: (rows: number) => Batch;
  readonly optimizer: OptimizerSpecification;
  readonly seed: number;
}

/**
 * Checks the network at each width and depth.
 *
 * @throws InputError for an .onnx file, which is of one size
 */
export function checkNamed(check: NamedCheck, network: LoadedNetwork, by: CheckedWith): Promise<CoordinateCheck> {
  const { model, problem, dataset } = network;
  const { loss } = network.loss;
  const { runtime, method, draw, batch, optimizer, seed } = by;
  const { initializer, options } = method;
  const { schedule, warmupSteps = 0, augmentation } = model.model.recipe;
  const left = [
    ...(schedule === undefined || schedule.kind === "constant" ? [] : ["schedule"]),
    ...(warmupSteps === 0 ? [] : ["warm-up"]),
    ...(augmentation === undefined || dataset === undefined ? [] : ["augmentation"]),
  ];
  return coordinateCheck(
    { ...model, problem },
    {
      runtime,
      widths: check.widths,
      depths: check.depths,
      batch: batch(ROWS),
      loss,
      optimizer,
      steps: check.steps,
      seeds: Array.from({ length: check.seeds }, (_, i) => seed + i),
      init: formatChoice(initializer, options),
      draw: (parameters, of) => draw(method, parameters, of),
      multipliers: (parameters) => learningRateMultipliersOf(initializer, parameters, optimizer.kind, options),
      recheck: check.recheck,
      onStart: check.onStart,
      onNetwork: check.onNetwork,
      notes: [
        ...(left.length === 0 ? [] : [`without the recipe's ${left.join(" and ")}`]),
        ...(loss.name === "cross-entropy"
          ? []
          : [`loss: ${lossInWords(loss)}; ${targetsInWords(loss, dataset !== undefined)}`]),
      ],
    },
  );
}

/** @throws InputError for an .onnx file */
export function refuseFile({ file, name }: Pick<LoadedNetwork, "file" | "name">): void {
  if (file === undefined) return;
  throw new InputError(
    `--widths and --depths build the network anew, and ${name} holds one of one size. Name a network that has these ` +
      "options (stepzero doctor mlp --widths 64,128,256), or define yours in a .ts file with the options width and depth: docs/diagnosis.md.",
  );
}
