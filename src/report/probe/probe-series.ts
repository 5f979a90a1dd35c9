/** The readings of a problem's methods: medians over runs, with their ranges. */

import { median } from "../../diagnosis/judge/numbers.js";
import { shareOfDead } from "../../diagnosis/measure/dead-share.js";
import type { LayerColumn, ProbedEpoch, ProbeRecord } from "../../diagnosis/probe/record.js";
import { measurementAt } from "../../diagnosis/probe/recorded-measurement.js";
import type { ProblemOutcome } from "../../study/results/outcome.js";
import { probedRuns } from "../../study/results/probed-runs.js";

/** Something of a method at each place of the x axis: a layer, or a time. */
export interface ProbeSeries {
  /** The label of the method. */
  readonly method: string;
  /** Runs that it is of. */
  readonly runs: number;
  /** Medians over the runs; null where fewer than half have a number. */
  readonly values: readonly (number | null)[];
  /** Least and greatest of the runs. */
  readonly ranges: readonly (readonly [low: number, high: number] | null)[];
}

/** Methods that one chart shows. */
const MOST_IN_ONE = 8;

/** A method that is drawn. */
export interface ProbedMethod {
  readonly label: string;
  readonly records: readonly ProbeRecord[];
}

/** The methods that are drawn, by rank: the first, those with a reason, and others as room is. */
export function shownMethods({ methods, reasons }: ProblemOutcome): readonly ProbedMethod[] {
  const probed = [...probedRuns(methods)].map(([label, records]): ProbedMethod => ({ label, records }));
  const explained = new Set(reasons.map(({ method }) => method));
  const importance = (method: ProbedMethod) => (method === probed[0] ? 2 : Number(explained.has(method.label)));
  const shown = new Set([...probed].sort((a, b) => importance(b) - importance(a)).slice(0, MOST_IN_ONE));
  return probed.filter((method) => shown.has(method));
}

/** The last epoch that any of the methods has readings of. */
export const lastEpochOf = (methods: readonly ProbedMethod[]): number =>
  Math.max(...methods.flatMap(({ records }) => records.map(({ epochs }) => epochs.length - 1)));

/** A column of the readings, layer by layer, after an epoch; without methods that have none. */
export function byLayer(methods: readonly ProbedMethod[], epoch: number, column: LayerColumn): ProbeSeries[] {
  return methods.flatMap(({ label, records }) => {
    const rows = records.flatMap(({ epochs }) => (epochs[epoch] === undefined ? [] : [epochs[epoch][column]]));
    return rows.length === 0 ? [] : [seriesOf(label, rows)];
  });
}

/** The share of dead units over all layers, in percent, at step 0 and after each epoch. */
export function deadByEpoch(methods: readonly ProbedMethod[]): ProbeSeries[] {
  const share = (record: ProbeRecord, now: ProbedEpoch) => {
    const dead = shareOfDead(measurementAt(record, now).layers);
    return dead === null ? null : 100 * dead;
  };
  return methods.flatMap(({ label, records }) => {
    const rows = records.map((record) => record.epochs.map((now) => share(record, now)));
    return rows.some((row) => row.some((value) => value !== null)) ? [seriesOf(label, rows)] : [];
  });
}

function seriesOf(method: string, rows: readonly (readonly (number | null)[])[]): ProbeSeries {
  const places = Math.max(...rows.map((row) => row.length));
  const columns = Array.from({ length: places }, (_, i) => rows.flatMap((row) => row[i] ?? []));
  return {
    method,
    runs: rows.length,
    values: columns.map((values) => (2 * values.length < rows.length ? null : median(values))),
    ranges: columns.map((values) => (values.length < 2 ? null : [Math.min(...values), Math.max(...values)])),
  };
}
