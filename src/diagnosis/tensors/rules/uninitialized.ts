/** Numbers that are none, and tensors that nobody initialized. */
import { sizeOf } from "../../../graph/tensor.js";
import { fans } from "../../../network/fans.js";
import type { Finding } from "../../diagnosis.js";
import { threeDigits } from "../candidates.js";
import type { IdentifiedTensor } from "../identify.js";
import { type InspectedNetwork, isKernel, listed, mend, namesOf, type TensorRule, verb } from "./rule.js";

/** NaN and infinite numbers. */
export const notFinite: TensorRule = {
  kind: "not-finite",
  severity: "error",
  reads: "every number",
  find: (network) => {
    const bad = network.tensors.filter(({ sample }) => sample.notFinite > 0);
    if (bad.length === 0) return [];
    const count = bad.reduce((sum, { sample }) => sum + sample.notFinite, 0);
    const all = bad.reduce((sum, { sample }) => sum + sample.size, 0);
    return [
      {
        kind: "not-finite",
        severity: "error",
        ...namesOf(bad),
        measured: count,
        expected: 0,
        unit: "numbers",
        text: `${listed(bad)} ${verb(bad, "has", "have")} ${count} ${count === 1 ? "number" : "numbers"} of ${all} that ${count === 1 ? "is" : "are"} NaN or infinite.`,
        cause: "Memory that nobody initialized, or a training that diverged.",
        remedy: mend(network),
      },
    ];
  },
};

/** Orders of magnitude that separate a start from memory's leftovers. */
const ORDERS = 10;

/** Denormals, scales far from any start, and rows of zeros. */
export const neverInitialized: TensorRule = {
  kind: "never-initialized",
  severity: "error",
  reads: "numbers below float32's smallest normal one, the scale beside He's, rows of exact zeros",
  find: (network) => {
    let left = network.tensors.filter(({ sample }) => sample.notFinite === 0);
    // A tensor is named once, for what tells the most.
    return [denormals, farOff, zeroRows].flatMap((signs) => {
      const findings = signs(network, left);
      left = left.filter(({ specification }) => !findings.some(({ tensors }) => tensors.includes(specification.name)));
      return findings;
    });
  },
};

const cause = "The tensor was allocated, and no initializer has run over it (torch.empty, a skipped _init_weights).";

function denormals(network: InspectedNetwork, tensors: readonly IdentifiedTensor[]): Finding[] {
  // Weight decay makes denormals in training.
  const bad = network.isTrained ? [] : tensors.filter(({ sample }) => sample.denormal > sample.size / 1000);
  if (bad.length === 0) return [];
  const { sample } = bad[0]!;
  const share = sample.denormal / sample.size;
  return [
    {
      kind: "never-initialized",
      severity: "error",
      ...namesOf(bad),
      measured: share,
      expected: 0,
      unit: "share of the numbers",
      text: `${listed(bad)}: ${threeDigits(100 * share)} % of the numbers are below 1.2e-38, as in memory that nobody wrote.`,
      cause,
      remedy: mend(network),
    },
  ];
}

function farOff(network: InspectedNetwork, tensors: readonly IdentifiedTensor[]): Finding[] {
  const bad = tensors.flatMap((one) => {
    const rms = Math.sqrt(one.sample.secondMoment);
    const expected = isKernel(one) && one.specification.shape.length >= 2 ? heStd(one) : 1;
    const orders = rms === 0 ? 0 : Math.log10(rms / expected);
    // Biases and shifts may be as small as they like.
    return orders > ORDERS || (orders < -ORDERS && isKernel(one)) ? [{ one, rms, expected }] : [];
  });
  if (bad.length === 0) return [];
  const { rms, expected } = bad[0]!;
  const list = bad.map(({ one }) => one);
  return [
    {
      kind: "never-initialized",
      severity: "error",
      ...namesOf(list),
      measured: rms,
      expected,
      unit: "RMS",
      text: `${listed(list)} ${verb(list, "has", "have")} RMS ${rms.toExponential(1)}, more than ${ORDERS} orders from He's ${threeDigits(expected)}.`,
      cause,
      remedy: mend(network),
    },
  ];
}

const heStd = ({ specification }: IdentifiedTensor): number => Math.sqrt(2 / fans(specification).fanIn);

function zeroRows(network: InspectedNetwork, tensors: readonly IdentifiedTensor[]): Finding[] {
  if (network.isTrained) return []; // pruned
  const bad = tensors.flatMap((one) => {
    const count = countZeroRows(one);
    return count > 0 ? [{ one, count }] : [];
  });
  if (bad.length === 0) return [];
  const list = bad.map(({ one }) => one);
  const rows = bad.reduce((sum, { count }) => sum + count, 0);
  const all = list.reduce((sum, { specification }) => sum + specification.shape[0]!, 0);
  return [
    {
      kind: "never-initialized",
      severity: "error",
      ...namesOf(list),
      measured: rows,
      expected: 0,
      unit: "rows of zeros",
      text: `${listed(list)} ${verb(list, "has", "have")} ${rows} ${rows === 1 ? "row" : "rows"} of ${all} that ${rows === 1 ? "is" : "are"} exactly 0 among rows of noise.`,
      cause,
      remedy: mend(network),
    },
  ];
}

/** Rows of zeros beside others, where no method makes them. */
function countZeroRows({ specification, sample, values, recipe }: IdentifiedTensor): number {
  const { shape, role } = specification;
  const isTable = role.kind === "embedding" || role.kind === "position";
  if (shape.length < 2 || sample.zeros === 0 || recipe.methods.length > 0) return 0;
  if (!isTable && role.kind !== "kernel") return 0;
  if (sample.zeros === sample.size || recipe.shape === "identity") return 0;
  const width = sizeOf(shape) / shape[0]!;
  let count = 0;
  for (let row = 0; row < shape[0]!; row++) {
    if (values.subarray(row * width, (row + 1) * width).every((x) => x === 0)) count++;
  }
  // One row of a table stands for no word.
  return isTable && count === 1 ? 0 : count;
}
