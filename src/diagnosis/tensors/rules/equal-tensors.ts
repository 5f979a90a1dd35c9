/**
 * Tensors with the same numbers, or numbers that go with each other: one seed for several layers.
 */
import { layerOf } from "../../../training/affine-layers.js";
import type { Finding } from "../../diagnosis.js";
import { threeDigits } from "../candidates.js";
import type { IdentifiedTensor } from "../identify.js";
import { mend, namesOf, type TensorRule } from "./rule.js";

/** As many elements are compared: chance correlations are below 6 / √4096 = 0.094. */
const MOST_COMPARED = 4096;
/** With fewer than this, chance makes correlations large. */
const FEWEST_COMPARED = 64;

/**
 * A generator that starts again for every layer gives each the same draws, in the order in which
 * its framework stores the kernel: by rows of `[out, in]`, or by rows of `[in, out]`. So tensors of
 * different shapes and scales are compared by their first elements in both orders.
 */
export const equalTensors: TensorRule = {
  kind: "equal-tensors",
  severity: "error",
  reads: "correlations between the elements of tensors, also after transposition",
  find: (network) => {
    const noisy = network.isTrained ? [] : network.tensors.filter(isNoise);
    const readings = noisy.map((one) => [byRows(one), byColumns(one)] as const);
    const groups: number[] = noisy.map((_, i) => i);
    const strongest = new Map<number, number>();
    for (let i = 1; i < noisy.length; i++) {
      for (let j = 0; j < i && groups[i] === i; j++) {
        if (groups[j] !== j || areFactors(noisy[i]!, noisy[j]!)) continue;
        const correlation = correlationOf(readings[i]!, readings[j]!);
        if (correlation === undefined) continue;
        groups[i] = j;
        strongest.set(j, Math.max(strongest.get(j) ?? 0, correlation));
      }
    }
    const alike = [...strongest.keys()].map((first) => noisy.filter((_, i) => groups[i] === first));
    return alike.length === 0 ? [] : [findingOf(alike, Math.max(...strongest.values()), mend(network))];
  },
};

/** @param groups of tensors that go with each other */
function findingOf(groups: readonly IdentifiedTensor[][], correlation: number, remedy: string): Finding {
  const [group] = groups as [IdentifiedTensor[]];
  const [first, second] = group.map(({ specification }) => specification.name);
  const more = groups.length - 1;
  const others = more === 0 ? "" : ` So it is in ${more} more ${more === 1 ? "group" : "groups"} of tensors.`;
  const three = group.length === 2 ? "" : ` and ${group.length - 2} more`;
  const are = correlation > 0.9999 ? "are equal up to a factor" : "are not independent";
  return {
    kind: "equal-tensors",
    severity: "error",
    ...namesOf(groups.flat()),
    measured: correlation,
    expected: 0,
    unit: "correlation",
    text: `${first} and ${second}${three} ${are}: their elements correlate at ${threeDigits(correlation)}, expected 0.${others}`,
    cause:
      "One seed drew several layers, or one layer was copied (torch.nn.TransformerEncoder copies its layer, pytorch#86274): give each its own draws.",
    remedy,
  };
}

/** Draws of noise: equal identities and constants are meant so. */
function isNoise({ sample, basis, recipe, specification }: IdentifiedTensor): boolean {
  const { kind } = specification.role;
  const canBe = kind === "kernel" || kind === "embedding" || kind === "position" || kind === "token";
  const isDrawn = basis !== "structure" || /orthogonal|sparse|norm/.test(recipe.shape ?? "");
  return canBe && isDrawn && sample.size >= FEWEST_COMPARED && sample.notFinite === 0 && sample.zeros < sample.size;
}

/** The query and the key of one attention may be factors of one matrix, as its value and output. */
function areFactors({ specification: a }: IdentifiedTensor, { specification: b }: IdentifiedTensor): boolean {
  const pair = [a.role.projection, b.role.projection].sort().join(" ");
  const isPair = pair === "key query" || pair === "output value";
  return (
    isPair && layerOf(a.name).replace(/\w+$/, "") === layerOf(b.name).replace(/\w+$/, "") && a.role.heads !== undefined
  );
}

/** The largest correlation of two tensors, where chance does not explain it. */
function correlationOf(a: readonly Float64Array[], b: readonly Float64Array[]): number | undefined {
  let most: number | undefined;
  for (const one of a) {
    for (const two of b) {
      const count = Math.min(one.length, two.length);
      const correlation = Math.abs(correlate(one, two, count));
      if (correlation > 6 / Math.sqrt(count)) most = Math.max(most ?? 0, correlation);
    }
  }
  return most;
}

function correlate(a: Float64Array, b: Float64Array, count: number): number {
  let [product, first, second] = [0, 0, 0];
  for (let i = 0; i < count; i++) {
    product += a[i]! * b[i]!;
    first += a[i]! * a[i]!;
    second += b[i]! * b[i]!;
  }
  return first === 0 || second === 0 ? 0 : product / Math.sqrt(first * second);
}

function centred(numbers: Float64Array): Float64Array {
  const mean = numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
  return numbers.map((x) => x - mean);
}

const byRows = ({ values }: IdentifiedTensor): Float64Array =>
  centred(Float64Array.from(values.subarray(0, MOST_COMPARED)));

/** With the first axis last: `[in, out]` of `[out, in]`, and `[..., in, out]` of a convolution. */
function byColumns({ values, specification: { shape } }: IdentifiedTensor): Float64Array {
  const outputs = shape[0] ?? 1;
  const inputs = shape[1] ?? 1;
  const positions = values.length / (outputs * inputs);
  const numbers = Float64Array.from({ length: Math.min(MOST_COMPARED, values.length) }, (_, i) => {
    const [output, rest] = [i % outputs, Math.floor(i / outputs)];
    const [input, position] = [rest % inputs, Math.floor(rest / inputs)];
    return values[(output * inputs + input) * positions + position]!;
  });
  return centred(numbers);
}
