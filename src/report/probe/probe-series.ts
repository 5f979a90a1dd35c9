/** The readings of a problem's methods: medians over runs, with their ranges. */

import { median } from "../../diagnosis/judge/numbers.js";
import { shareOfDead } from "../../diagnosis/measure/dead-share.js";
import type { LayerColumn, ProbedEpoch, ProbeRecord } from "../../diagnosis/probe/record.js";
import { measurementAt } from "../../diagnosis/probe/recorded-measurement.js";
import type { MethodOutcome } from "../../study/results/methods.js";
import type { ProblemOutcome } from "../../study/results/outcome.js";

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

/** The methods that are drawn, by rank: the first, those with a reason, and others as room is. */
export function shownMethods({ methods, reasons }: ProblemOutcome): readonly MethodOutcome[] {
  const probed = methods.filter(({ runs }) => runs.some(({ readings }) => readings !== undefined));
  const explained = new Set(reasons.map(({ method }) => method));
  const order = [...probed].sort((a, b) => importance(b, probed[0]!, explained) - importance(a, probed[0]!, explained));
  const shown = new Set(order.slice(0, MOST_IN_ONE));
  return probed.filter((method) => shown.has(method));
}

const importance = (method: MethodOutcome, first: MethodOutcome, explained: ReadonlySet<string>): number =>
  method === first ? 2 : Number(explained.has(method.label));

/** The records of the runs of a method. */
const recordsOf = ({ runs }: MethodOutcome): readonly ProbeRecord[] => runs.flatMap(({ readings }) => readings ?? []);

/** The last epoch that any of the methods has readings of. */
export const lastEpochOf = (methods: readonly MethodOutcome[]): number =>
  Math.max(0, ...methods.flatMap((method) => recordsOf(method).map(({ epochs }) => epochs.at(-1)!.epoch)));

/** The names of the layers, in the order of the forward pass. */
export const layersOf = (methods: readonly MethodOutcome[]) => methods.flatMap(recordsOf)[0]?.layers ?? [];

/** A column of the readings, layer by layer, after an epoch; without methods that have none. */
export function byLayer(methods: readonly MethodOutcome[], epoch: number, column: LayerColumn): ProbeSeries[] {
  return methods.flatMap((method) => {
    const rows = recordsOf(method).flatMap(({ epochs }) =>
      epochs[epoch] === undefined ? [] : [epochs[epoch][column]],
    );
    return rows.length === 0 ? [] : [seriesOf(method.label, rows)];
  });
}

/** The share of dead units over all layers, in percent, at step 0 and after each epoch. */
export function deadByEpoch(methods: readonly MethodOutcome[]): ProbeSeries[] {
  const share = (record: ProbeRecord, now: ProbedEpoch) => {
    const dead = shareOfDead(measurementAt(record, now).layers);
    return dead === null ? null : 100 * dead;
  };
  return methods.flatMap((method) => {
    const rows = recordsOf(method).map((record) => record.epochs.map((now) => share(record, now)));
    return rows.some((row) => row.some((value) => value !== null)) ? [seriesOf(method.label, rows)] : [];
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
