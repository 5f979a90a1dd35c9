/** The measures that have learning curves. */
import type { Recipe } from "../../recipe.js";
import type { EpochResult } from "../../study/plan/cell.js";
import { accuracyMetric, type Metric, metricKey, metricWords } from "../../study/plan/metric.js";
import { lossText, percent } from "../../study/results/figure-text.js";
import type { FigureKey } from "../../study/results/figures.js";
import { axisOf, valueText } from "../../study/results/metric-text.js";

/** A figure of every epoch, with the words for its chart. */
export interface Measure {
  readonly key: FigureKey;
  readonly isLoss: boolean;
  /** The study's metric, where that is neither accuracy nor loss. */
  readonly metric?: Metric | undefined;
  readonly id: string;
  readonly title: string;
  /** Name of its axis, with the unit. */
  readonly axis: string;
  readonly what: string;
}

/**
 * The figures that have learning curves, that by which methods are compared first.
 *
 * @param loss the loss of the network's recipe
 * @param metric of the study
 */
export function measuresOf(loss: Recipe["loss"], metric: Metric = accuracyMetric): readonly Measure[] {
  const key = metricKey(metric);
  const usual = usualMeasures(loss);
  if (key === "metric") return [measureOf(metric), ...usual];
  return [...usual.filter((one) => one.key === key), ...usual.filter((one) => one.key !== key)];
}

/** The curves of a metric of the user's. */
function measureOf(metric: Metric): Measure {
  const words = metricWords(metric);
  return {
    key: "metric",
    isLoss: false,
    metric,
    id: words.replaceAll(/[^\p{L}\p{N}]+/gu, "-").toLowerCase(),
    title: `${words.charAt(0).toUpperCase()}${words.slice(1)} by epoch`,
    axis: axisOf(metric),
    what: `The ${words} after each epoch; the ${metric.better} is better.`,
  };
}

function usualMeasures(loss: Recipe["loss"]): readonly Measure[] {
  const unit = loss === "cross-entropy" ? "nats per sample" : "squared error per sample";
  return [
    {
      key: "testAccuracy",
      isLoss: false,
      id: "test-accuracy",
      title: "Test accuracy by epoch",
      axis: "test accuracy (%)",
      what: "Accuracy on the test set after each epoch.",
    },
    {
      key: "trainAccuracy",
      isLoss: false,
      id: "training-accuracy",
      title: "Running training accuracy by epoch",
      axis: "training accuracy, running (%)",
      what: "Mean over each epoch's batches, while weights change and dropout is active, as Keras reports it.",
    },
    {
      key: "evalTrainAccuracy",
      isLoss: false,
      id: "evaluated-training-accuracy",
      title: "Evaluated training accuracy by epoch",
      axis: "training accuracy, evaluated (%)",
      what: "Accuracy on the training samples after each epoch, dropout off.",
    },
    {
      key: "validationAccuracy",
      isLoss: false,
      id: "validation-accuracy",
      title: "Validation accuracy by epoch",
      axis: "validation accuracy (%)",
      what: "Accuracy on the training samples held out, after each epoch.",
    },
    {
      key: "testLoss",
      isLoss: true,
      id: "test-loss",
      title: "Test loss by epoch",
      axis: `test loss (${unit})`,
      what: `${loss === "cross-entropy" ? "Cross-entropy" : "Mean squared error"} on the test set after each epoch.`,
    },
    {
      key: "trainLoss",
      isLoss: true,
      id: "training-loss",
      title: "Running training loss by epoch",
      axis: `training loss, running (${unit})`,
      what: "Mean over each epoch's batches, while weights change.",
    },
  ];
}

/** In the axis's unit; undefined where it was not recorded, or is not finite. */
export function figureOf(epoch: EpochResult, { key, isLoss, metric }: Measure): number | undefined {
  const value = epoch[key];
  if (value === undefined || !Number.isFinite(value)) return undefined;
  return isLoss || metric !== undefined ? value : 100 * value;
}

/** A value of an axis as text: "95.13 %", "0.2312". */
export const figureText = (value: number, { isLoss, metric }: Pick<Measure, "isLoss" | "metric">): string =>
  metric !== undefined ? valueText(metric, value) : isLoss ? lossText(value) : percent(value / 100);

/** Whether the less of a measure is the better. */
export const isLowerBetter = ({ isLoss, metric }: Pick<Measure, "isLoss" | "metric">): boolean =>
  metric === undefined ? isLoss : metric.better === "lower";
