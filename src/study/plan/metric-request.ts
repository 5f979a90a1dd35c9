/** The key of a study that says by which figure its methods are compared. */
import { z } from "zod";
import { closest, excerpt, InputError } from "../../errors.js";
import { heldOutName, knownMetrics, type Metric, metricWords } from "./metric.js";

/** Decimals of a metric where the study says nothing. */
const DECIMALS = 4;

/** A metric as a study file writes it. */
export const metricField = z
  .union([
    z.string().min(1).max(100),
    z.strictObject({
      name: z
        .string()
        .regex(/^[A-Za-z][A-Za-z0-9_]{0,99}$/, "must be letters, digits and _, as testPerplexity")
        .describe("The key of the trainer's lines that has it"),
      better: z.enum(["higher", "lower"]).optional().describe("Whether more of it is better, or less"),
      unit: z.string().min(1).max(30).optional().describe('Unit of its values, as "bits"'),
      decimals: z.int().min(0).max(10).optional().describe("Decimals of its values: 4"),
      chance: z
        .number()
        .optional()
        .describe("Its value for an answer that does not look at the sample; a run that is not better is stuck"),
    }),
  ])
  .optional()
  .describe(
    `By which figure methods are compared: ${knownMetrics.map(({ name }) => name).join(", ")}, or of a trainer any that it reports, as { name: validationBleu, better: higher }. By default testAccuracy, or testLoss of a trainer that reports losses only`,
  );

/** The keys of a study that have to do with its metric. */
export interface MetricKeys {
  readonly metric?: z.infer<typeof metricField>;
  readonly trainer?: unknown;
  readonly learningRate?: number | "auto" | undefined;
  readonly validation?: number | undefined;
  readonly margin?: number | undefined;
  readonly target?: number | undefined;
}

/** Keys of a trainer's lines that are no figures. */
const notFigures = ["epoch", "seconds", "batches", "runtime", "data", "sha256"];

/**
 * The metric that a study states; undefined where it states none, and where it states test accuracy
 * and stepzero trains, which is the same.
 *
 * @throws InputError for a name without a direction, a figure that only a trainer could report, a
 *   direction that is not the figure's, and for a margin or target that an accuracy cannot have
 */
export function metricFrom(options: MetricKeys, source: string): Metric | undefined {
  const { metric: value, trainer, learningRate, validation } = options;
  const statement = typeof value === "string" ? { name: value } : value;
  const metric = statement && complete(statement, source);
  if (metric === undefined || metric.name === "testAccuracy") mustSuitAccuracy(options, source);
  if (metric === undefined) return undefined;
  if (trainer === undefined && metric.name !== "testAccuracy" && metric.name !== "testLoss") {
    throw new InputError(
      `${source}: networks that stepzero trains have the metrics testAccuracy and testLoss, and metric names ${metric.name}. Name one of these, or a trainer that reports ${metric.name} (docs/your-trainer.md).`,
    );
  }
  if ((learningRate === "auto" || validation !== undefined) && heldOutName(metric) === metric.name) {
    const key = learningRate === "auto" ? 'learningRate "auto" chooses rates' : "validation evaluates";
    throw new InputError(
      `${source}: ${key} on held-out samples by ${heldOutName(metric)}, and metric compares methods by the same figure. ` +
        `Let the trainer report a ${metricWords({ name: metric.name.replace(/^validation/, "test") })} of other samples and name that, or leave out ${learningRate === "auto" ? "learningRate" : "validation"}.`,
    );
  }
  return trainer === undefined && metric.name === "testAccuracy" ? undefined : metric;
}

/** A metric with all that the study leaves out. */
function complete(statement: Exclude<MetricKeys["metric"], string | undefined>, source: string): Metric {
  const { name, unit, chance } = statement;
  if (notFigures.includes(name)) {
    throw new InputError(
      `${source}: metric names ${name}, which is no figure. Name one that the trainer reports after each epoch, as { name: testPerplexity, better: lower }.`,
    );
  }
  const usual = knownMetrics.find((one) => one.name === name);
  const better = statement.better ?? usual?.better;
  if (better === undefined) {
    const near = closest(
      name,
      knownMetrics.map((one) => one.name),
    );
    const hint = near === undefined ? "" : ` Did you mean ${near}?`;
    throw new InputError(
      `${source}: metric names "${excerpt(name)}", and does not say whether more of it is better.${hint} ` +
        `Legal: ${knownMetrics.map((one) => one.name).join(", ")}, or an object with the direction: { name: ${excerpt(name)}, better: lower }.`,
    );
  }
  if (usual !== undefined && better !== usual.better) {
    throw new InputError(
      `${source}: metric says that a ${better} ${metricWords({ name })} is better, and it is the ${usual.better} one. Leave out better, or give the figure another name.`,
    );
  }
  const decimals = statement.decimals ?? usual?.decimals ?? DECIMALS;
  return {
    name,
    better,
    decimals,
    ...(unit === undefined ? {} : { unit }),
    ...(chance === undefined ? {} : { chance }),
  };
}

/** @throws InputError for a margin or a target that no accuracy can have */
function mustSuitAccuracy({ margin, target }: MetricKeys, source: string): void {
  if (margin !== undefined && margin > 0.1) {
    throw new InputError(
      `${source} is not a study: margin must be a difference in test accuracy as a fraction, above 0 and at most 0.1 (0.003 is 0.3 points), got ${margin}.`,
    );
  }
  if (target !== undefined && !(target > 0 && target < 1)) {
    throw new InputError(
      `${source} is not a study: target must be a test accuracy as a fraction, above 0 and below 1, got ${target}.`,
    );
  }
}
