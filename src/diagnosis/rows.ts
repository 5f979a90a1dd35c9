/** How many samples a measurement can take within some memory. */
import { InputError } from "../errors.js";
import { GraphBuilder } from "../graph/builder.js";
import { type Shape, sizeOf } from "../graph/tensor.js";
import { buildNetwork } from "../network/layers/build-network.js";
import type { Layer } from "../network/layers/layer.js";

/** Bytes of all values of the forward pass times this: the backward pass and the readings. */
const PASSES = 3;

/** More bytes than a diagnosis of the smallest batch may take. */
const MOST = 16e9;

/** What a batch takes. */
export interface BatchMemory {
  readonly rows: number;
  /** An estimate: all values of a forward pass, three times. */
  readonly bytes: number;
}

/**
 * As many of the rows as fit into the memory, at least 2.
 *
 * @param fixed rows that the network's file fixes, tried where it cannot take others
 * @throws ShapeError or InputError where the network takes no such batch, or one that is too large
 */
export function rowsWithin(
  layers: Layer,
  shape: Shape,
  rows: number,
  bytes: number,
  fixed: number | undefined,
): BatchMemory {
  const bytesAt = (count: number): number => {
    const g = new GraphBuilder("memory");
    buildNetwork(g, layers, g.input("data", "float32", [count, ...shape]), { mode: "measure" });
    return PASSES * 4 * g.nodes.reduce((sum, { outputs }) => sum + outputs.reduce((n, v) => n + sizeOf(v.shape), 0), 0);
  };
  try {
    const [two, four] = [bytesAt(2), bytesAt(4)];
    const perRow = Math.max(1, (four - two) / 2);
    refuseHuge(two, 2);
    const most = Math.max(2, Math.min(rows, Math.floor((bytes - two) / perRow) + 2));
    return { rows: most, bytes: two + (most - 2) * perRow };
  } catch (error) {
    if (!(error instanceof InputError) || fixed === undefined) throw error;
    const least = bytesAt(fixed);
    refuseHuge(least, fixed);
    return { rows: fixed, bytes: least };
  }
}

/** @throws InputError where a batch takes too much */
function refuseHuge(bytes: number, rows: number): void {
  if (bytes <= MOST) return;
  throw new InputError(
    `a diagnosis with ${rows} ${rows === 1 ? "sample" : "samples"}, the fewest that it needs, would take about ${(bytes / 1e9).toFixed(0)} GB of memory, expected at most ${MOST / 1e9} GB. ` +
      "Export the model for smaller samples, or give their shape with --input where the file leaves it open.",
  );
}
