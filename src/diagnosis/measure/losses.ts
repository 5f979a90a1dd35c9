/** The loss at step 0, beside that of an answer without regard to the input. */
import type { Batch } from "../../initializers/network-access.js";
import type { NetworkReadings } from "./readings.js";

/** What the logits `[rows, classes]` of a batch say. */
export function lossesOf(
  logits: Float32Array,
  { labels, rows }: Batch,
  labelled: boolean,
): Pick<NetworkReadings, "rows" | "labelled" | "classes" | "loss" | "classLoss" | "logitDeviation"> {
  const classes = logits.length / rows;
  let [loss, deviation] = [0, 0];
  const counts = new Float64Array(classes);
  for (let row = 0; row < rows; row++) {
    const values = logits.subarray(row * classes, (row + 1) * classes);
    const most = values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
    const sum = values.reduce((total, z) => total + Math.exp(z - most), 0);
    loss += most + Math.log(sum) - values[labels[row]!]!;
    const mean = values.reduce((total, z) => total + z, 0) / classes;
    deviation += Math.sqrt(values.reduce((total, z) => total + (z - mean) ** 2, 0) / classes);
    counts[labels[row]!]!++;
  }
  const shares = [...counts].filter((count) => count > 0).map((count) => count / rows);
  return {
    rows,
    labelled,
    classes,
    loss: loss / rows,
    // Labels that were drawn uniformly have shares of 1 / classes, whatever the batch.
    classLoss: labelled ? -shares.reduce((total, p) => total + p * Math.log(p), 0) : Math.log(classes),
    logitDeviation: deviation / rows,
  };
}
