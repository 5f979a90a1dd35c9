/** How many graphs a file may hold inside its graph: the branches of If, the bodies of Loop. */
import type { GraphProto } from "onnx-buf";
import { InputError } from "../../../errors.js";

/**
 * Exports hold a few dozen. `If`s in both branches of `If`s double them at each level: twelve
 * levels are 8,190 graphs in 2 MB.
 */
const MOST_BODIES = 1000;

/**
 * Refuses a file whose branches and bodies, those in one another included, are too many.
 *
 * @throws InputError with their number
 */
export function refuseManyBodies(graph: GraphProto): void {
  let count = 0;
  const waiting = [graph];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    for (const { attribute } of at.node) {
      for (const { g, graphs } of attribute) {
        const inside = g === undefined ? graphs : [g, ...graphs];
        count += inside.length;
        waiting.push(...inside);
      }
    }
  }
  if (count <= MOST_BODIES) return;
  throw new InputError(
    `the graph holds ${count} branches and bodies of If, Loop and Scan, expected at most ${MOST_BODIES}: ` +
      "export the model by tracing, or with conditions that are constants and folded",
  );
}
