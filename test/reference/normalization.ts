import type { Value } from "../../src/graph/graph.js";
import type { Kernel, Numbers } from "./kernel.js";
import { broadcastAt, fill, indices, offset } from "./numbers.js";

/** Mean and biased variance of the elements that share a key. */
function statistics(x: Numbers, key: (index: readonly number[]) => number, groups: number) {
  const values: number[][] = Array.from({ length: groups }, () => []);
  for (const index of indices(x.shape)) values[key(index)]!.push(x.data[offset(x.shape, index)]!);
  return values.map((group) => {
    const mean = group.reduce((a, b) => a + b) / group.length;
    return { mean, variance: group.reduce((sum, v) => sum + (v - mean) ** 2, 0) / group.length };
  });
}

/** (x − mean) / √(variance + ε), by the statistics of each element's group. */
const standardize = (
  x: Numbers,
  y: Value,
  of: (index: readonly number[]) => ReturnType<typeof statistics>[number],
  epsilon: number,
) =>
  fill(y, (index) => {
    const { mean, variance } = of(index);
    return (x.data[offset(x.shape, index)]! - mean) / Math.sqrt(variance + epsilon);
  });

/** y · scale[c] + bias[c]. */
const affine = (y: Numbers, scale: Numbers, bias: Numbers): Numbers => ({
  ...y,
  data: y.data.map((v, i) => {
    const c = Math.floor(i / y.shape.slice(2).reduce((a, b) => a * b, 1)) % y.shape[1]!;
    return v * scale.data[c]! + bias.data[c]!;
  }),
});

const batchNormalization: Kernel = ([x, scale, bias, mean, variance], attributes, [y, nextMean, nextVariance]) => {
  const epsilon = attributes.epsilon as number;
  const momentum = attributes.momentum as number;
  const training = attributes.training_mode === 1;
  const channels = training
    ? statistics(x!, (index) => index[1]!, x!.shape[1]!)
    : Array.from(mean!.data, (m, c) => ({ mean: m, variance: variance!.data[c]! }));
  const result = affine(
    standardize(x!, y!, (index) => channels[index[1]!]!, epsilon),
    scale!,
    bias!,
  );
  if (!training) return [result];
  const running = (of: Value, old: Numbers, batch: readonly number[]) =>
    fill(of, ([c]) => momentum * old.data[c!]! + (1 - momentum) * batch[c!]!);
  return [
    result,
    running(
      nextMean!,
      mean!,
      channels.map((c) => c.mean),
    ),
    running(
      nextVariance!,
      variance!,
      channels.map((c) => c.variance),
    ),
  ];
};

const instanceNormalization: Kernel = ([x, scale, bias], { epsilon }, [y]) => {
  const [n, c] = x!.shape as [number, number];
  const key = (index: readonly number[]) => index[0]! * c + index[1]!;
  const images = statistics(x!, key, n * c);
  return [
    affine(
      standardize(x!, y!, (index) => images[key(index)]!, epsilon as number),
      scale!,
      bias!,
    ),
  ];
};

const layerNormalization: Kernel = ([x, scale, bias], { axis, epsilon }, [y, means, deviations]) => {
  const rank = x!.shape.length;
  const first = ((axis as number) + rank) % rank;
  const outer = x!.shape.slice(0, first);
  const key = (index: readonly number[]) => offset(outer, index.slice(0, first));
  const rows = statistics(
    x!,
    key,
    outer.reduce((a, b) => a * b, 1),
  );
  const normal = standardize(x!, y!, (index) => rows[key(index)]!, epsilon as number);
  const result = fill(
    y!,
    (index) =>
      normal.data[offset(y!.shape, index)]! * broadcastAt(scale!, index) +
      (bias === undefined ? 0 : broadcastAt(bias, index)),
  );
  return [
    result,
    ...(means === undefined ? [] : [fill(means, (index) => rows[key(index)]!.mean)]),
    ...(deviations === undefined
      ? []
      : [fill(deviations, (index) => 1 / Math.sqrt(rows[key(index)]!.variance + (epsilon as number)))]),
  ];
};

/** Squares are summed over ⌊(size − 1) / 2⌋ channels before and ⌈(size − 1) / 2⌉ after. */
const localResponse: Kernel = ([x], attributes, [y]) => {
  const { alpha, beta, bias, size } = attributes as Record<string, number>;
  const [before, after] = [Math.floor((size! - 1) / 2), Math.ceil((size! - 1) / 2)];
  return [
    fill(y!, ([n, c, ...at]) => {
      let squares = 0;
      for (let other = Math.max(0, c! - before); other <= Math.min(x!.shape[1]! - 1, c! + after); other++) {
        squares += x!.data[offset(x!.shape, [n!, other, ...at])]! ** 2;
      }
      return x!.data[offset(x!.shape, [n!, c!, ...at])]! / (bias! + (alpha! / size!) * squares) ** beta!;
    }),
  ];
};

export const normalization: Readonly<Record<string, Kernel>> = {
  BatchNormalization: batchNormalization,
  InstanceNormalization: instanceNormalization,
  LayerNormalization: layerNormalization,
  LRN: localResponse,
  Dropout: ([x], _, [, mask]) => [x!, ...(mask === undefined ? [] : [fill(mask, () => 1)])],
};
