/**
 * What a trainer reports, line by line: JSON objects, one for each epoch, and statements about
 * itself. Pure: text → what it says, or why it is wrong.
 */
import { closest, excerpt } from "../../../../errors.js";
import type { Cell, EpochResult } from "../../../plan/cell.js";
import { heldOutName, metricKey } from "../../../plan/metric.js";

/** Figures that a line may have. */
export const reportedFigures = [
  "trainLoss",
  "trainAccuracy",
  "validationLoss",
  "validationAccuracy",
  "testLoss",
  "testAccuracy",
] as const;

/** The name of a figure in a line. */
export type ReportedFigure = (typeof reportedFigures)[number];

/** Figures of a line by their names: `reportedFigures`, and those of the study's metric. */
export type Figures = Readonly<Record<string, number>>;

/** What a line says. */
export type Report =
  | {
      readonly kind: "epoch";
      /** From 1; 0 for figures before training. */
      readonly epoch: number;
      /** Those that the line has; NaN where they are not finite. */
      readonly figures: Figures;
      /** Seconds of the epoch, where the trainer says them. */
      readonly seconds?: number | undefined;
      /** A text that differs where batches do. */
      readonly batches?: string | undefined;
    }
  | {
      readonly kind: "statement";
      /** What trains: "PyTorch 2.9, CUDA". */
      readonly runtime?: string | undefined;
      /** The data that the trainer reads, with its checksum. */
      readonly data?: string | undefined;
      readonly sha256?: string | undefined;
    }
  /** What is wrong with the line, in words. */
  | { readonly kind: "fault"; readonly reason: string };

/** Python and JavaScript write numbers that are not finite in these words; JSON has none. */
const NOT_FINITE = /([:[,]\s*)(NaN|-?Infinity|nan|-?inf)(?=\s*[,}\]])/g;

/**
 * What one line says.
 *
 * @param others names of figures besides `reportedFigures`
 */
export function reportOf(line: string, others: readonly string[] = []): Report {
  let value: unknown;
  try {
    value = JSON.parse(line.replaceAll(NOT_FINITE, "$1null"));
  } catch {
    return fault(`"${excerpt(line)}" is not JSON`);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return fault(`"${excerpt(line)}" is no object, such as {"epoch": 1, "testAccuracy": 0.9}`);
  }
  const fields = value as Readonly<Record<string, unknown>>;
  if (!("epoch" in fields)) return statementOf(fields, line);
  const { epoch, seconds, batches } = fields;
  if (typeof epoch !== "number" || !Number.isInteger(epoch) || epoch < 0) {
    return fault(`its epoch is ${shown(epoch)}, expected a whole number from 0 on (0 is before training)`);
  }
  const figures: Record<string, number> = {};
  const standard: readonly string[] = reportedFigures;
  for (const key of [...standard, ...others.filter((name) => !standard.includes(name))]) {
    if (!Object.hasOwn(fields, key)) continue;
    const figure = fields[key] ?? Number.NaN;
    if (typeof figure !== "number") return fault(`its ${key} is ${shown(figure)}, expected a number`);
    if (standard.includes(key) && key.endsWith("Accuracy") && (figure < 0 || figure > 1)) {
      return fault(`its ${key} is ${figure}, expected a fraction from 0 to 1`);
    }
    figures[key] = figure;
  }
  if (seconds !== undefined && !(typeof seconds === "number" && seconds >= 0 && seconds < 1e9)) {
    return fault(`its seconds are ${shown(seconds)}, expected a number from 0 on`);
  }
  return { kind: "epoch", epoch, figures, seconds, ...(batches === undefined ? {} : { batches: String(batches) }) };
}

const fault = (reason: string): Report => ({ kind: "fault", reason });
const shown = (value: unknown): string => excerpt(JSON.stringify(value) ?? "missing");

function statementOf({ runtime, data, sha256 }: Readonly<Record<string, unknown>>, line: string): Report {
  const texts = { runtime, data, sha256 };
  const [wrong] = Object.entries(texts).find(([, text]) => text !== undefined && typeof text !== "string") ?? [];
  if (wrong !== undefined)
    return fault(`its ${wrong} is ${shown(texts[wrong as keyof typeof texts])}, expected a text`);
  if (runtime === undefined && data === undefined) {
    return fault(`"${excerpt(line)}" has no epoch, and no statement about runtime or data`);
  }
  return { kind: "statement", ...texts } as Report;
}

/** What the lines of a run say together so far. */
export interface Reported {
  /** Epochs 1, 2, … */
  readonly epochs: readonly EpochResult[];
  /** Figures before training, where the trainer reports them. */
  readonly before?: Figures | undefined;
  /** Of the first epoch that has them. */
  readonly batches?: string | undefined;
  readonly runtime?: string | undefined;
  /** Why the run cannot go on: its end. */
  readonly ending?: { readonly status: "diverged" | "crashed" | "refused"; readonly reason: string } | undefined;
}

/** Nothing was reported. */
export const nothingReported: Reported = { epochs: [] };

/**
 * Adds a line to what was reported.
 *
 * @param seconds since the line before it, where the line says nothing
 * @param sha256 checksum of the study's data, in words of the study
 */
export function addLine(reported: Reported, line: string, cell: Cell, seconds: number): Reported {
  if (reported.ending !== undefined || line.trim() === "") return reported;
  const names = metricNames(cell);
  const report = reportOf(line, names === undefined ? [] : Object.values(names));
  const end = (status: "diverged" | "crashed" | "refused", reason: string): Reported => ({
    ...reported,
    ending: { status, reason },
  });
  if (report.kind === "fault") return end("crashed", `a line of its metrics is wrong: ${report.reason}`);
  if (report.kind === "statement") {
    const { data, dataChecksum } = cell.problem;
    const isOther =
      (report.data !== undefined && report.data !== data) ||
      (report.sha256 !== undefined && report.sha256 !== dataChecksum);
    if (isOther) {
      const got = `${report.data ?? data}${report.sha256 === undefined ? "" : ` with SHA-256 ${report.sha256}`}`;
      return end("refused", `the trainer reads ${got}, and the study is of ${data} with SHA-256 ${dataChecksum}`);
    }
    return { ...reported, runtime: report.runtime ?? reported.runtime };
  }
  const { epoch, figures } = report;
  const unfinished = Object.keys(figures).find((key) => !Number.isFinite(figures[key]));
  if (unfinished !== undefined) return end("diverged", `${unfinished} was not a finite number (epoch ${epoch})`);
  if (epoch === 0) return { ...reported, before: figures };
  const { epochs: most } = cell.method.recipe;
  if (epoch > most) {
    return end(
      "crashed",
      `it reported epoch ${epoch}, and the study has ${most}. Hand {epochs} to the trainer, or state epochs`,
    );
  }
  // A trainer that goes on from its checkpoint may repeat epochs.
  const before = reported.epochs.slice(0, epoch - 1);
  if (before.length < epoch - 1) return end("crashed", `it reported epoch ${epoch} after ${before.length} epochs`);
  const missing = neededFigures(cell, figures, line).find((key) => figures[key] === undefined);
  if (missing !== undefined) return end("crashed", lacking(missing, line, epoch, names !== undefined));
  const result: EpochResult = {
    epoch,
    trainAccuracy: figures.trainAccuracy ?? Number.NaN,
    trainLoss: figures.trainLoss ?? Number.NaN,
    ...(figures.validationAccuracy === undefined ? {} : { validationAccuracy: figures.validationAccuracy }),
    ...(figures.validationLoss === undefined ? {} : { validationLoss: figures.validationLoss }),
    testAccuracy: figures.testAccuracy ?? Number.NaN,
    testLoss: figures.testLoss ?? Number.NaN,
    ...metricOfLine(figures, names),
    seconds: report.seconds ?? seconds,
  };
  return { ...reported, epochs: [...before, result], batches: reported.batches ?? report.batches };
}

/** What a line calls the metric that the study states, and the same of the samples held out. */
interface MetricNames {
  readonly metric: string;
  readonly heldOut: string;
}

function metricNames({ trainer }: Cell): MetricNames | undefined {
  const { metric } = trainer ?? {};
  return metric === undefined ? undefined : { metric, heldOut: heldOutName({ name: metric }) };
}

/** The stated metric, where it is none of the figures that every epoch has. */
function metricOfLine(
  figures: Figures,
  names: MetricNames | undefined,
): Pick<EpochResult, "metric" | "validationMetric"> {
  if (names === undefined || metricKey({ name: names.metric }) !== "metric") return {};
  const { [names.metric]: metric, [names.heldOut]: validationMetric } = figures;
  return { metric: metric!, ...(validationMetric === undefined ? {} : { validationMetric }) };
}

/**
 * Figures that a study cannot do without: its metric, and where it states none, an accuracy or a
 * loss.
 */
function neededFigures(cell: Cell, figures: Figures, line: string): readonly string[] {
  const names = metricNames(cell);
  const isOfLosses =
    names === undefined &&
    figures.testAccuracy === undefined &&
    figures.testLoss !== undefined &&
    closest("testAccuracy", otherKeys(line)) === undefined;
  const metric = names?.metric ?? (isOfLosses ? "testLoss" : "testAccuracy");
  if (cell.problem.validation === undefined) return [metric];
  // Of equal accuracies, the loss decides between rates.
  return [metric, heldOutName({ name: metric }), ...(metric === "testAccuracy" ? ["validationLoss"] : [])];
}

function lacking(figure: string, line: string, epoch: number, isStated: boolean): string {
  const others = otherKeys(line);
  const near = closest(figure, others);
  if (near !== undefined) return `epoch ${epoch} of its metrics has no ${figure}; its "${near}" is not read`;
  if (isStated || figure !== "testAccuracy") return `epoch ${epoch} of its metrics has no ${figure}`;
  return (
    `epoch ${epoch} of its metrics has neither testAccuracy nor testLoss. Report one of them, or state ` +
    `another figure in the study, as metric: { name: ${others[0] ?? "testPerplexity"}, better: lower }`
  );
}

/** The keys of a line that are none of the usual ones. */
function otherKeys(line: string): string[] {
  const usual: readonly string[] = [...reportedFigures, "epoch", "seconds", "batches"];
  const keys = Object.keys(JSON.parse(line.replaceAll(NOT_FINITE, "$1null")) as object);
  return keys.filter((key) => !usual.includes(key));
}

/** How a run ended that reported this and then ended well itself. */
export function endOf(
  { epochs, ending }: Reported,
  { method, trainer }: Cell,
): { status: "done" | "diverged" | "crashed" | "refused"; reason?: string } {
  if (ending !== undefined) return ending;
  const { epochs: expected } = method.recipe;
  if (epochs.length === expected) return { status: "done" };
  const reason =
    epochs.length === 0
      ? `the trainer ended without metrics; it must write a line of JSON per epoch: {"epoch": 1, "${trainer?.metric ?? "testAccuracy"}": 0.9}`
      : `the trainer ended after epoch ${epochs.length} of ${expected}`;
  return { status: "crashed", reason };
}
