/** What learning curves are drawn of. */

import type { Recipe } from "../../recipe.js";
import type { EpochResult } from "../../study/plan/cell.js";

export interface Measure {
  readonly key:
    | "testAccuracy"
    | "trainAccuracy"
    | "evalTrainAccuracy"
    | "validationAccuracy"
    | "testLoss"
    | "trainLoss";
  readonly id: string;
  readonly title: string;
  /** Name of its axis, with the unit. */
  readonly axis: string;
  readonly what: string;
}

/** @param loss of the network's recipe */
export function measuresOf(loss: Recipe["loss"]): readonly Measure[] {
  const unit = loss === "cross-entropy" ? "nats per sample" : "squared error per sample";
  return [
    {
      key: "testAccuracy",
      id: "test-accuracy",
      title: "Test accuracy by epoch",
      axis: "test accuracy (%)",
      what: "Accuracy on the test set after each epoch.",
    },
    {
      key: "trainAccuracy",
      id: "training-accuracy",
      title: "Running training accuracy by epoch",
      axis: "training accuracy, running (%)",
      what: "Mean over each epoch's batches, while weights change and dropout is active, as Keras reports it.",
    },
    {
      key: "evalTrainAccuracy",
      id: "evaluated-training-accuracy",
      title: "Evaluated training accuracy by epoch",
      axis: "training accuracy, evaluated (%)",
      what: "Accuracy on the training samples after each epoch, dropout off.",
    },
    {
      key: "validationAccuracy",
      id: "validation-accuracy",
      title: "Validation accuracy by epoch",
      axis: "validation accuracy (%)",
      what: "Accuracy on the training samples held out, after each epoch.",
    },
    {
      key: "testLoss",
      id: "test-loss",
      title: "Test loss by epoch",
      axis: `test loss (${unit})`,
      what: `${loss === "cross-entropy" ? "Cross-entropy" : "Mean squared error"} on the test set after each epoch.`,
    },
    {
      key: "trainLoss",
      id: "training-loss",
      title: "Running training loss by epoch",
      axis: `training loss, running (${unit})`,
      what: "Mean over each epoch's batches, while weights change.",
    },
  ];
}

/** In the axis's unit; undefined where it was not recorded, or is not finite. */
export function figureOf(epoch: EpochResult, { key }: Measure): number | undefined {
  const value: number | null | undefined = epoch[key];
  if (value === undefined || value === null || !Number.isFinite(value)) return undefined;
  return key.endsWith("Loss") ? value : 100 * value;
}
