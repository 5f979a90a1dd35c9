/**
 * The figure by which a study compares its methods: the one home of its name, its direction and how
 * it is printed. Read this first; `metric-request.ts` makes it from a study's key, and
 * `results/metric-text.ts` puts its values into words.
 */

/** Which of two values of a figure is better. */
export type Direction = "higher" | "lower";

/** A figure that is measured after each epoch, and that decides which method is better. */
export interface Metric {
  /** As a trainer's lines have it: "testPerplexity". Sentences say "test perplexity". */
  readonly name: string;
  /** Whether more of it is better, or less. */
  readonly better: Direction;
  /** Stands behind its values: "bits"; none, if left out. */
  readonly unit?: string | undefined;
  /** Decimals of its values, from 0 to 10. Of test accuracy, those of a percentage. */
  readonly decimals: number;
  /**
   * Its value for an answer that does not look at the sample: a run that is not better has learned
   * nothing. If left out, accuracies and losses decide that, where they are reported.
   */
  readonly chance?: number | undefined;
}

/** What a study compares by if it says nothing. */
export const accuracyMetric: Metric = { name: "testAccuracy", better: "higher", decimals: 2 };

/** What a study compares by whose trainer reports losses and no accuracy. */
export const lossMetric: Metric = { name: "testLoss", better: "lower", decimals: 4 };

/** Metrics that a study can name without saying their direction. */
export const knownMetrics: readonly Metric[] = [
  accuracyMetric,
  lossMetric,
  { name: "testError", better: "lower", decimals: 4 },
  { name: "testPerplexity", better: "lower", decimals: 2 },
];

/** The figures of an epoch that a metric may be. */
interface Measurements {
  readonly testAccuracy: number;
  readonly testLoss: number;
  readonly metric?: number | undefined;
}

/** What a study must say of itself for its metric. */
interface Measured {
  readonly metric?: Metric | undefined;
  readonly trainer?: object | undefined;
}

/** Whether a metric is test accuracy, a share of samples that is printed as a percentage. */
export const isAccuracy = ({ name }: Pick<Metric, "name">): boolean => name === accuracyMetric.name;

/**
 * The metric of a study: what it states; test accuracy where it states nothing; but test loss where
 * its trainer has reported losses and no accuracy so far.
 *
 * @param runs what its runs reported so far
 */
export function metricOf(
  { metric, trainer }: Measured,
  runs: readonly { readonly epochs: readonly Measurements[] }[] = [],
): Metric {
  if (metric !== undefined || trainer === undefined) return metric ?? accuracyMetric;
  const last = runs.flatMap(({ epochs }) => epochs.at(-1) ?? []);
  const reports = (figure: "testAccuracy" | "testLoss") =>
    last.some((epoch) => typeof epoch[figure] === "number" && !Number.isNaN(epoch[figure]));
  return !reports("testAccuracy") && reports("testLoss") ? lossMetric : accuracyMetric;
}

/** A study with the metric that its runs are compared by, where that is not test accuracy. */
export function withMetric<S extends Measured>(
  study: S,
  runs: readonly { readonly epochs: readonly Measurements[] }[],
): S {
  const metric = metricOf(study, runs);
  return study.metric !== undefined || metric === accuracyMetric ? study : { ...study, metric };
}

/** The key of an epoch's figures that has a metric. */
export type MetricKey = "testAccuracy" | "testLoss" | "metric";

/** Where an epoch has the values of a metric. */
export const metricKey = ({ name }: Pick<Metric, "name">): MetricKey =>
  name === "testAccuracy" || name === "testLoss" ? name : "metric";

/** Where an epoch has a metric of the samples held out. */
export function heldOutKey({ name }: Pick<Metric, "name">) {
  if (name === "testAccuracy") return "validationAccuracy";
  return name === "testLoss" ? "validationLoss" : "validationMetric";
}

/** What a trainer calls a metric of the samples held out: testPerplexity → validationPerplexity. */
export const heldOutName = ({ name }: Pick<Metric, "name">): string =>
  name.startsWith("validation") ? name : `validation${capital(name.replace(/^test(?=[A-Z_])_?/, ""))}`;

/** The value of a metric after an epoch; NaN where the epoch has none. */
export const metricValue = (metric: Pick<Metric, "name">, epoch: Measurements): number =>
  epoch[metricKey(metric)] ?? Number.NaN;

/** Whether one value of a metric is better than another. */
export const isBetterBy = ({ better }: Pick<Metric, "better">, one: number, other: number): boolean =>
  better === "higher" ? one > other : one < other;

/** A value turned so that more of it is better. */
export const turned = ({ better }: Pick<Metric, "better">, value: number): number =>
  better === "higher" ? value : 0 - value;

/**
 * The name of a metric in a sentence: "testPerplexity" and "test_perplexity" → "test perplexity".
 */
export const metricWords = ({ name }: Pick<Metric, "name">): string =>
  name
    .replaceAll(/[_\s]+/g, " ")
    .replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, " ")
    .split(" ")
    .map((word) => (/^[A-Z][a-z]*$/.test(word) ? word.toLowerCase() : word))
    .join(" ")
    .trim();

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
