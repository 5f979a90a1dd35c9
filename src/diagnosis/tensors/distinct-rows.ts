/** How many units of a kernel have weights that no other unit has. */
import { incoming } from "../../network/fans.js";
import type { IdentifiedTensor } from "./identify.js";

/** Units of a kernel with numbers other than 0, and how many of them differ. */
export interface DistinctRows {
  readonly units: number;
  readonly distinct: number;
}

/** Bits beyond which two rows are not equal by chance: once in a million kernels. */
const BITS_OF_CHANCE = 20;

/**
 * Counts units whose incoming weights differ exactly. Units that read different inputs (groups), or
 * that belong to different projections of one kernel, are not compared.
 *
 * @returns undefined where rows may be equal by chance: few terms, or few different numbers
 */
export function distinctRows({ specification, values, sample }: IdentifiedTensor): DistinctRows | undefined {
  const { groups = 1, fused = 1 } = specification.role;
  const { units, terms, index } = incoming(specification);
  if (terms * Math.log2(distinctNumbers(sample.sorted)) < 2 * Math.log2(units) + BITS_OF_CHANCE) return undefined;
  const size = units / Math.max(groups, fused);
  const bits = new Uint32Array(1);
  const asFloat = new Float32Array(bits.buffer);
  const buckets = new Map<string, number[]>();
  let [counted, distinct] = [0, 0];
  for (let unit = 0; unit < units; unit++) {
    let [hash, isZero] = [0x811c9dc5, true];
    for (let term = 0; term < terms; term++) {
      asFloat[0] = values[index(unit, term)]!;
      if (asFloat[0] !== 0) isZero = false;
      hash = Math.imul(hash ^ bits[0]!, 0x01000193);
    }
    if (isZero) continue;
    counted++;
    const key = `${Math.floor(unit / size)} ${hash}`;
    const before = buckets.get(key) ?? [];
    const isCopy = before.some((other) => {
      for (let term = 0; term < terms; term++) {
        if (values[index(unit, term)] !== values[index(other, term)]) return false;
      }
      return true;
    });
    if (isCopy) continue;
    distinct++;
    buckets.set(key, [...before, unit]);
  }
  return { units: counted, distinct };
}

function distinctNumbers(sorted: Float32Array): number {
  let count = sorted.length > 0 ? 1 : 0;
  for (let i = 1; i < sorted.length; i++) if (sorted[i] !== sorted[i - 1]) count++;
  return Math.max(1, count);
}
