/** A study's outcome as flat tables, which CSV and Parquet are written from. */
import type { StudyOutput } from "../../study/results/output.js";
import type { ReportProblem } from "../../study/results/problems.js";

export type ColumnType = "text" | "whole" | "real";

/** Values in the order of the rows; null where there is none. */
export interface DataColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly values: readonly (string | number | null)[];
}

export interface DataTable {
  /** "epochs": the file's name. */
  readonly name: string;
  readonly columns: readonly DataColumn[];
}

type Value = string | number | null | undefined;

/**
 * A row an epoch (`epochs`), a run (`cells`), a method on a problem (`summary`), a pair of methods (`verdicts`). Accuracies
 * are fractions, losses means per sample; names are those of the JSON. A column that has no value anywhere is left out.
 */
export function dataTables(output: StudyOutput, problems: readonly ReportProblem[]): DataTable[] {
  const runs = problems.flatMap((problem) => problem.runs);
  const label = {
    data: text((row: { readonly data: string }) => row.data),
    model: text((row: { readonly model: string }) => row.model),
  };
  const method = { ...label, init: text((row: { readonly init: string }) => row.init) };
  const epochs = runs.flatMap(({ id, data, model, init, seed, epochs: all }) =>
    all.map((epoch) => ({ id, data, model, init, seed, ...epoch })),
  );
  const verdicts = output.verdicts.flatMap(({ data, model, verdicts: pairs }) =>
    pairs.map((pair) => ({ data, model, ...pair })),
  );
  return [
    table("epochs", epochs, {
      id: text(({ id }) => id),
      ...method,
      seed: whole(({ seed }) => seed),
      epoch: whole(({ epoch }) => epoch),
      trainAccuracy: real(({ trainAccuracy }) => trainAccuracy),
      trainLoss: real(({ trainLoss }) => trainLoss),
      evalTrainAccuracy: real(({ evalTrainAccuracy }) => evalTrainAccuracy),
      evalTrainLoss: real(({ evalTrainLoss }) => evalTrainLoss),
      validationAccuracy: real(({ validationAccuracy }) => validationAccuracy),
      validationLoss: real(({ validationLoss }) => validationLoss),
      testAccuracy: real(({ testAccuracy }) => testAccuracy),
      testLoss: real(({ testLoss }) => testLoss),
      seconds: real(({ seconds }) => seconds),
    }),
    table("cells", runs, {
      id: text(({ id }) => id),
      ...method,
      seed: whole(({ seed }) => seed),
      status: text(({ status }) => status),
      ending: text(({ ending }) => ending),
      reason: text(({ reason }) => reason),
      step: whole(({ step }) => step),
      epochs: whole(({ epochs: all }) => all.length),
      trainAccuracy: real(({ epochs: all }) => all.at(-1)?.trainAccuracy),
      trainLoss: real(({ epochs: all }) => all.at(-1)?.trainLoss),
      testAccuracy: real(({ epochs: all }) => all.at(-1)?.testAccuracy),
      testLoss: real(({ epochs: all }) => all.at(-1)?.testLoss),
      seconds: real(({ epochs: all }) => all.reduce((sum, { seconds }) => sum + seconds, 0)),
    }),
    table("summary", output.summary, {
      ...method,
      rank: whole(({ rank }) => rank),
      runs: whole(({ runs: count }) => count),
      stuck: whole(({ failures }) => failures.stuck),
      diverged: whole(({ failures }) => failures.diverged),
      crashed: whole(({ failures }) => failures.crashed),
      refused: whole(({ failures }) => failures.refused),
      failureRate: real(({ failureRate }) => failureRate.rate),
      failureRateLow: real(({ failureRate }) => failureRate.low),
      failureRateHigh: real(({ failureRate }) => failureRate.high),
      testAccuracyN: whole(({ testAccuracy }) => testAccuracy?.n),
      testAccuracyMean: real(({ testAccuracy }) => testAccuracy?.mean),
      testAccuracyLow: real(({ testAccuracy }) => testAccuracy?.low),
      testAccuracyHigh: real(({ testAccuracy }) => testAccuracy?.high),
      testAccuracyMedian: real(({ median }) => median),
      testAccuracyInterquartileMean: real(({ interquartileMean }) => interquartileMean),
      testLossMean: real(({ testLoss }) => testLoss?.mean),
      trainAccuracyMean: real(({ trainAccuracy }) => trainAccuracy?.mean),
      trainLossMean: real(({ trainLoss }) => trainLoss?.mean),
      evalTrainAccuracyMean: real(({ evalTrainAccuracy }) => evalTrainAccuracy?.mean),
      validationAccuracyMean: real(({ validationAccuracy }) => validationAccuracy?.mean),
      target: real(({ epochsToTarget }) => epochsToTarget.target),
      epochsToTargetMedian: real(({ epochsToTarget }) => epochsToTarget.median),
      targetReached: whole(({ epochsToTarget }) => epochsToTarget.reached),
      areaUnderCurveMean: real(({ areaUnderCurve }) => areaUnderCurve?.mean),
    }),
    table("verdicts", verdicts, {
      ...label,
      a: text(({ a }) => a),
      b: text(({ b }) => b),
      kind: text(({ kind }) => kind),
      winner: text(({ winner }) => winner),
      n: whole(({ n }) => n),
      mean: real(({ mean }) => mean),
      low: real(({ low }) => low),
      high: real(({ high }) => high),
      p: real(({ p }) => p),
      correctedP: real(({ correctedP }) => correctedP),
      family: whole(({ family }) => family),
      decidedBy: text(({ decidedBy }) => decidedBy),
      permutationP: real(({ permutation }) => permutation?.p),
      permutationSmallestP: real(({ permutation }) => permutation?.smallestP),
      wilcoxonP: real(({ wilcoxon }) => wilcoxon?.p),
      wilcoxonSmallestP: real(({ wilcoxon }) => wilcoxon?.smallestP),
      seedsNeeded: whole(({ needed }) => needed?.seeds),
      sentence: text(({ sentence }) => sentence),
    }),
  ];
}

interface ColumnSpecification<Row> {
  readonly type: ColumnType;
  readonly of: (row: Row) => Value;
}

const text = <Row>(of: (row: Row) => string | null | undefined): ColumnSpecification<Row> => ({ type: "text", of });
const whole = <Row>(of: (row: Row) => number | null | undefined): ColumnSpecification<Row> => ({ type: "whole", of });
const real = <Row>(of: (row: Row) => number | null | undefined): ColumnSpecification<Row> => ({ type: "real", of });

function table<Row>(
  name: string,
  rows: readonly Row[],
  specification: Readonly<Record<string, ColumnSpecification<Row>>>,
): DataTable {
  const columns = Object.entries(specification).map(([column, { type, of }]) => ({
    name: column,
    type,
    values: rows.map((row) => of(row) ?? null),
  }));
  return { name, columns: columns.filter(({ values }) => rows.length === 0 || values.some((value) => value !== null)) };
}
