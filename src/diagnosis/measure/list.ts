/** Several points of one kind as one. */
import type { PlacedPoint } from "../../training/instrument.js";

/** The point whose reading is the list of the points' readings. */
export function list<R>(points: readonly PlacedPoint<R>[]): PlacedPoint<readonly R[]> {
  return {
    outputs: points.flatMap(({ outputs }) => outputs),
    read: (numbers) => {
      let at = 0;
      return points.map(({ outputs, read }) => {
        at += outputs.length;
        return read(numbers.slice(at - outputs.length, at));
      });
    },
  };
}
