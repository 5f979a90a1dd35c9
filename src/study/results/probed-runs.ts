/** The readings of a problem's runs. */
import type { ProbeRecord } from "../../diagnosis/probe/record.js";
import type { MethodOutcome } from "./methods.js";

/**
 * The records of each method's runs, by its label; without methods that have none. All are of the
 * same layers, as those of one network are: a folder that somebody made may hold others, which are
 * left out.
 */
export function probedRuns(
  methods: readonly Pick<MethodOutcome, "label" | "runs">[],
): ReadonlyMap<string, readonly ProbeRecord[]> {
  const layersOf = ({ layers }: ProbeRecord): string => JSON.stringify(layers);
  const first = methods.flatMap(({ runs }) => runs.flatMap(({ readings }) => readings ?? []))[0];
  if (first === undefined || first.layers.length === 0) return new Map();
  const layers = layersOf(first);
  const entries = methods.map(
    ({ label, runs }) =>
      [
        label,
        runs.flatMap(({ readings }) => (readings !== undefined && layersOf(readings) === layers ? [readings] : [])),
      ] as const,
  );
  return new Map(entries.filter(([, records]) => records.length > 0));
}
