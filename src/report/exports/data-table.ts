/** A study's outcome as flat tables, which CSV and Parquet are written from. */
import { type LayerColumn, layerColumns } from "../../diagnosis/probe/record.js";
import { type Metric, metricKey, metricOf } from "../../study/plan/metric.js";
import { failureKinds } from "../../study/results/failures.js";
import type { Outcome } from "../../study/results/outcome.js";
import { compareOutput } from "../../study/results/output.js";
import type { CompareOutput, MethodRow, RunRow } from "../../study/results/schema.js";

/** The type of a column's values; those of "large" may be whole numbers of more than 32 bits. */
export type ColumnType = "text" | "whole" | "large" | "real";

/** Values in the order of the rows; null where there is none. */
export interface DataColumn {
  /** The column's name, that of the JSON's key. */
  readonly name: string;
  /** The type of all its values. */
  readonly type: ColumnType;
  /** One value per row. */
  readonly values: readonly (string | number | null)[];
}

/** A flat table: columns of equal length. */
export interface DataTable {
  /** "epochs": the file's name. */
  readonly name: string;
  /** The columns, equally long. */
  readonly columns: readonly DataColumn[];
}

type Value = string | number | null | undefined;

/**
 * The tables of a study, with a row per epoch (`epochs`), per run (`runs`), per layer at each time
 * it was probed (`readings`, of a study with probe), per method on a problem (`summary`), per pair
 * of methods (`verdicts`). Accuracies are fractions, losses means per sample;
 * names are those of the JSON. A column that has no value anywhere is left out.
 *
 * @param output the object of `compare --json`, if the caller has it
 */
export function dataTables(outcome: Outcome, output: CompareOutput = compareOutput(outcome)): DataTable[] {
  return [...tablesOf(output)];
}

/** The same tables, each made when it is asked for. */
export function* tablesOf({ study, runs, summary, verdicts }: CompareOutput): Generator<DataTable> {
  yield epochTable(runs);
  yield runTable(runs);
  if (runs.some(({ readings }) => readings !== undefined)) yield readingTable(runs);
  yield summaryTable(summary, metricOf(study));
  yield verdictTable(verdicts);
}

const problemColumns = {
  data: text((row: { readonly data: string }) => row.data),
  model: text((row: { readonly model: string }) => row.model),
};
const methodColumns = { ...problemColumns, method: text((row: { readonly method: string }) => row.method) };

/** Of a study that tunes rates, each run's. */
const rateColumn = ([first]: readonly RunRow[]) =>
  first?.learningRate === undefined
    ? {}
    : { learningRate: real((row: Pick<RunRow, "learningRate">) => row.learningRate) };

function epochTable(runs: readonly RunRow[]): DataTable {
  return table("epochs", epochRows(runs), {
    id: text(({ id }) => id),
    ...methodColumns,
    seed: large(({ seed }) => seed),
    ...rateColumn(runs),
    epoch: whole(({ epoch }) => epoch),
    trainAccuracy: real(({ trainAccuracy }) => trainAccuracy),
    trainLoss: real(({ trainLoss }) => trainLoss),
    evalTrainAccuracy: real(({ evalTrainAccuracy }) => evalTrainAccuracy),
    evalTrainLoss: real(({ evalTrainLoss }) => evalTrainLoss),
    validationAccuracy: real(({ validationAccuracy }) => validationAccuracy),
    validationLoss: real(({ validationLoss }) => validationLoss),
    testAccuracy: real(({ testAccuracy }) => testAccuracy),
    testLoss: real(({ testLoss }) => testLoss),
    metric: real(({ metric }) => metric),
    validationMetric: real(({ validationMetric }) => validationMetric),
    seconds: real(({ seconds }) => seconds),
  });
}

/** A row per epoch; each lives until the next one is asked for. */
function* epochRows(runs: readonly RunRow[]) {
  for (const { id, data, model, method, seed, learningRate, epochs } of runs) {
    for (const epoch of epochs) yield { id, data, model, method, seed, learningRate, ...epoch };
  }
}

function readingTable(runs: readonly RunRow[]): DataTable {
  const columns = Object.keys(layerColumns).map(
    (column) => [column, real((row: ReadingRow) => row.at(column as LayerColumn))] as const,
  );
  return table("readings", readingRows(runs), {
    id: text(({ id }) => id),
    ...methodColumns,
    seed: large(({ seed }) => seed),
    epoch: whole(({ epoch }) => epoch),
    layer: text(({ layer }) => layer),
    ...Object.fromEntries(columns),
  });
}

/** What a probe read of a layer at one time. */
interface ReadingRow extends Pick<RunRow, "id" | "data" | "model" | "method" | "seed"> {
  readonly epoch: number;
  readonly layer: string;
  readonly at: (column: LayerColumn) => number | null;
}

/** A row per layer and time; each lives until the next one is asked for. */
function* readingRows(runs: readonly RunRow[]): Generator<ReadingRow> {
  for (const { id, data, model, method, seed, readings } of runs) {
    for (const now of readings?.epochs ?? []) {
      for (const [i, { name }] of readings!.layers.entries()) {
        yield { id, data, model, method, seed, epoch: now.epoch, layer: name, at: (column) => now[column][i]! };
      }
    }
  }
}

function runTable(runs: readonly RunRow[]): DataTable {
  return table("runs", runs, {
    id: text(({ id }) => id),
    ...methodColumns,
    seed: large(({ seed }) => seed),
    ...rateColumn(runs),
    ending: text(({ ending }) => ending),
    reason: text(({ reason }) => reason),
    step: large(({ step }) => step),
    epochs: whole(({ epochs }) => epochs.length),
    trainAccuracy: real(({ epochs }) => epochs.at(-1)?.trainAccuracy),
    trainLoss: real(({ epochs }) => epochs.at(-1)?.trainLoss),
    testAccuracy: real(({ epochs }) => epochs.at(-1)?.testAccuracy),
    testLoss: real(({ epochs }) => epochs.at(-1)?.testLoss),
    metric: real(({ epochs }) => epochs.at(-1)?.metric),
    seconds: real(({ epochs }) => epochs.reduce((sum, { seconds }) => sum + seconds, 0)),
  });
}

function summaryTable(methods: readonly MethodRow[], metric: Metric): DataTable {
  const key = metricKey(metric);
  const failures = failureKinds.map((kind) => [kind, whole(({ failures }: MethodRow) => failures[kind])] as const);
  return table("summary", methods, {
    ...methodColumns,
    rank: whole(({ rank }) => rank),
    runs: whole(({ runs }) => runs),
    ...Object.fromEntries(failures),
    failureRate: real(({ failureRate }) => failureRate.rate),
    failureRateLow: real(({ failureRate }) => failureRate.low),
    failureRateHigh: real(({ failureRate }) => failureRate.high),
    ...Object.fromEntries([
      [`${key}N`, whole((row: MethodRow) => row[key]?.n)],
      [`${key}Mean`, real((row: MethodRow) => row[key]?.mean)],
      [`${key}Low`, real((row: MethodRow) => row[key]?.low)],
      [`${key}High`, real((row: MethodRow) => row[key]?.high)],
      [`${key}Median`, real(({ median }: MethodRow) => median)],
      [`${key}InterquartileMean`, real(({ interquartileMean }: MethodRow) => interquartileMean)],
      ["testAccuracyMean", real(({ testAccuracy }: MethodRow) => testAccuracy?.mean)],
    ]),
    testLossMean: real(({ testLoss }) => testLoss?.mean),
    trainAccuracyMean: real(({ trainAccuracy }) => trainAccuracy?.mean),
    trainLossMean: real(({ trainLoss }) => trainLoss?.mean),
    evalTrainAccuracyMean: real(({ evalTrainAccuracy }) => evalTrainAccuracy?.mean),
    validationAccuracyMean: real(({ validationAccuracy }) => validationAccuracy?.mean),
    target: real(({ epochsToTarget }) => epochsToTarget.target),
    epochsToTargetMedian: real(({ epochsToTarget }) => epochsToTarget.median),
    targetReached: whole(({ epochsToTarget }) => epochsToTarget.reached),
    areaUnderCurveMean: real(({ areaUnderCurve }) => areaUnderCurve?.mean),
  });
}

function verdictTable(problems: CompareOutput["verdicts"]): DataTable {
  return table("verdicts", pairRows(problems), {
    ...problemColumns,
    a: text(({ a }) => a),
    b: text(({ b }) => b),
    kind: text(({ kind }) => kind),
    winner: text(({ winner }) => winner),
    n: whole(({ n }) => n),
    basis: text(({ basis }) => basis),
    mean: real(({ mean }) => mean),
    low: real(({ low }) => low),
    high: real(({ high }) => high),
    median: real(({ median }) => median?.value),
    medianLow: real(({ median }) => median?.low),
    medianHigh: real(({ median }) => median?.high),
    medianLevel: real(({ median }) => median?.level),
    departure: text(({ departure }) => departure?.kind),
    p: real(({ p }) => p),
    correctedP: real(({ correctedP }) => correctedP),
    family: whole(({ family }) => family),
    ahead: whole(({ sign }) => sign?.ahead),
    behind: whole(({ sign }) => sign?.behind),
    signP: real(({ sign }) => sign?.p),
    signSmallestP: real(({ sign }) => sign?.smallestP),
    permutationP: real(({ permutation }) => permutation?.p),
    permutationSmallestP: real(({ permutation }) => permutation?.smallestP),
    wilcoxonP: real(({ wilcoxon }) => wilcoxon?.p),
    wilcoxonSmallestP: real(({ wilcoxon }) => wilcoxon?.smallestP),
    seedsNeeded: whole(({ needed }) => needed?.seeds),
    sentence: text(({ sentence }) => sentence),
  });
}

function* pairRows(problems: CompareOutput["verdicts"]) {
  for (const { data, model, verdicts } of problems) {
    for (const pair of verdicts) yield { data, model, ...pair };
  }
}

interface ColumnSpecification<Row> {
  readonly type: ColumnType;
  readonly of: (row: Row) => Value;
}

function text<Row>(of: (row: Row) => string | null | undefined): ColumnSpecification<Row> {
  return { type: "text", of };
}

function whole<Row>(of: (row: Row) => number | null | undefined): ColumnSpecification<Row> {
  return { type: "whole", of };
}

function large<Row>(of: (row: Row) => number | null | undefined): ColumnSpecification<Row> {
  return { type: "large", of };
}

/** A number that is not finite is no value: CSV and Parquet have what JSON has. */
function real<Row>(of: (row: Row) => number | null | undefined): ColumnSpecification<Row> {
  const finite = (value: Value) => (Number.isFinite(value) ? value : null);
  return { type: "real", of: (row) => finite(of(row)) };
}

function table<Row>(
  name: string,
  rows: Iterable<Row>,
  specification: Readonly<Record<string, ColumnSpecification<Row>>>,
): DataTable {
  const columns = Object.entries(specification).map(([column, { type, of }]) => ({
    name: column,
    type,
    of,
    values: [] as (string | number | null)[],
  }));
  for (const row of rows) for (const { of, values } of columns) values.push(of(row) ?? null);
  const hasValues = ({ values }: DataColumn) => values.length === 0 || values.some((value) => value !== null);
  return { name, columns: columns.filter(hasValues).map(({ of: _, ...column }) => column) };
}
