/** The bound on the rate, against the steps themselves on a parabola. */
import { expect, it } from "vitest";
import { stableRate } from "./stable-rate.js";

/** |w| after 4,000 steps of Polyak's or Nesterov's descent on ½λw², from 1. */
function distance(rate: number, curvature: number, momentum: number, nesterov: boolean): number {
  let [w, v] = [1, 0];
  for (let step = 0; step < 4000; step++) {
    // Nesterov 1983: the gradient is that of the place to which momentum leads.
    const at = nesterov ? w + momentum * v : w;
    v = momentum * v - rate * curvature * at;
    w += v;
  }
  return Math.abs(w);
}

it.each([
  [0, false],
  [0.5, false],
  [0.9, false],
  [0.5, true],
  [0.9, true],
])("momentum %d, Nesterov's: %s", (momentum, nesterov) => {
  const bound = stableRate({ kind: "sgd", learningRate: 1, momentum, nesterov }, 7)!;
  expect(distance(0.99 * bound, 7, momentum, nesterov)).toBeLessThan(1e-3);
  expect(distance(1.01 * bound, 7, momentum, nesterov)).toBeGreaterThan(1e3);
});

it("has none without curvature, for a maximum, and for Adam", () => {
  expect(stableRate({ kind: "sgd", learningRate: 1 }, null)).toBeNull();
  expect(stableRate({ kind: "sgd", learningRate: 1 }, -2)).toBeNull();
  expect(stableRate({ kind: "sgd", learningRate: 1 }, Number.NaN)).toBeNull();
  expect(stableRate({ kind: "adam", learningRate: 1 }, 7)).toBeNull();
});
