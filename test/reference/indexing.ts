import type { Kernel, Numbers } from "./kernel.js";
import { fill, indices, normalAxis, offset } from "./numbers.js";

const at = (x: Numbers, index: readonly number[]): number => x.data[offset(x.shape, index)]!;

/**
 * `index` with its entry on `axis` replaced by what `picks` holds there (negative counts from the
 * end).
 */
function picked(x: Numbers, picks: Numbers, index: readonly number[], axis: number): number[] {
  const place = index.slice();
  place[axis] = normalAxis(at(picks, index), x.shape[axis]!);
  return place;
}

const gather: Kernel = ([x, picks], { axis }, [y]) => {
  const along = normalAxis(axis as number, x!.shape.length);
  const many = picks!.shape.length;
  return [
    fill(y!, (index) => {
      const pick = normalAxis(at(picks!, index.slice(along, along + many)), x!.shape[along]!);
      return at(x!, [...index.slice(0, along), pick, ...index.slice(along + many)]);
    }),
  ];
};

const gatherElements: Kernel = ([x, picks], { axis }, [y]) => {
  const along = normalAxis(axis as number, x!.shape.length);
  return [fill(y!, (index) => at(x!, picked(x!, picks!, index, along)))];
};

const combine: Readonly<Record<string, (a: number, b: number) => number>> = {
  add: (a, b) => a + b,
  mul: (a, b) => a * b,
  max: Math.max,
  min: Math.min,
};

const scatterElements: Kernel = ([x, picks, updates], { axis, reduction }, [y]) => {
  const along = normalAxis(axis as number, x!.shape.length);
  const data = x!.data.slice();
  for (const index of indices(picks!.shape)) {
    const place = offset(x!.shape, picked(x!, picks!, index, along));
    const update = at(updates!, index);
    data[place] = reduction === "none" ? update : combine[reduction as string]!(data[place]!, update);
  }
  return [{ type: y!.type, shape: y!.shape, data }];
};

const topK: Kernel = ([x], { axis, largest }, outputs) => {
  const along = normalAxis(axis as number, x!.shape.length);
  const sign = largest === 1 ? -1 : 1;
  // The place of the element that stands where `index` says in its line's order
  const place = (index: readonly number[]): number[] => {
    const line = Array.from({ length: x!.shape[along]! }, (_, k) => index.with(along, k));
    return line.sort((a, b) => sign * (at(x!, a) - at(x!, b)) || a[along]! - b[along]!)[index[along]!]!;
  };
  return [fill(outputs[0]!, (index) => at(x!, place(index))), fill(outputs[1]!, (index) => place(index)[along]!)];
};

const oneHot: Kernel = ([picks, depth, values], { axis }, [y]) => {
  const along = normalAxis(axis as number, y!.shape.length);
  return [
    fill(y!, (index) => {
      const place = index.slice();
      const [k] = place.splice(along, 1);
      return values!.data[normalAxis(at(picks!, place), depth!.data[0]!) === k ? 1 : 0]!;
    }),
  ];
};

const cumSum: Kernel = ([x, axis], { exclusive, reverse }, [y]) => {
  const along = normalAxis(axis!.data[0]!, x!.shape.length);
  return [
    fill(y!, (index) => {
      const place = index.slice();
      let sum = 0;
      for (let k = 0; k < x!.shape[along]!; k++) {
        place[along] = k;
        const before = reverse === 1 ? k > index[along]! : k < index[along]!;
        if (before || (exclusive === 0 && k === index[along])) sum += at(x!, place);
      }
      return sum;
    }),
  ];
};

const trilu: Kernel = ([x, k], { upper }, [y]) => [
  fill(y!, (index) => {
    const diagonal = index.at(-1)! - index.at(-2)!;
    const shift = k?.data[0] ?? 0;
    return (upper === 1 ? diagonal >= shift : diagonal <= shift) ? at(x!, index) : 0;
  }),
];

export const indexing: Readonly<Record<string, Kernel>> = {
  Gather: gather,
  GatherElements: gatherElements,
  ScatterElements: scatterElements,
  TopK: topK,
  OneHot: oneHot,
  CumSum: cumSum,
  Trilu: trilu,
};
