/** Transformers: kernels scaled by depth along the path that values take through the branches. */
import { sizeOf } from "../../../graph/tensor.js";
import type { TensorSpecification } from "../../../network/parameter.js";
import type { Initializer, NetworkContext } from "../../initializer.js";
import { byRole } from "../../parts/by-role.js";
import { normalNoise } from "../../parts/noise.js";
import { type VarianceScaling, varianceScaling } from "../../parts/variance-scaling.js";
import { glorot2010, huang2020, radford2019, wang2022 } from "../../references.js";

/** Blocks of a transformer that has `branches` residual branches: attention and dense layers are one each. */
const blocksIn = (branches: number): number => branches / 2;

/** x^(−1/4), correctly rounded at each step. */
const inverseFourthRoot = (x: number): number => 1 / Math.sqrt(Math.sqrt(x));

/**
 * The kernel of `how`, times `factor` where values pass in a residual branch: value and output projections and dense layers, but
 * not query and key; of a fused query-key-value kernel its last third.
 */
function scaledOnValuePath(
  values: Float32Array,
  { role }: TensorSpecification,
  factor: (branches: number) => number,
): Float32Array {
  if (role.residual === undefined || role.projection === "query" || role.projection === "key") return values;
  const scale = factor(role.residual.branches);
  const start = role.projection === "query-key-value" ? (values.length / 3) * 2 : 0;
  for (let i = start; i < values.length; i++) values[i]! *= scale;
  return values;
}

/** Branches of the network, 2 (one block) where it is not known. */
function branchesOf(network: NetworkContext | undefined): number {
  return network?.tensors.find(({ role }) => role.residual !== undefined)?.role.residual?.branches ?? 2;
}

const glorot = (distribution: VarianceScaling["distribution"]): VarianceScaling => ({
  scale: 1,
  mode: "fanAverage",
  distribution,
});
const twoBranches =
  "A block is taken to have two residual branches, attention and dense layers: N is half the number of branches.";

export const tFixup: Initializer = {
  name: "t-fixup",
  title: "T-Fixup",
  formula:
    "W ~ U(±√(6 / (fanIn + fanOut))), times 0.67 N^(−1/4) (decoder: (9N)^(−1/4)) for values, attention's output and dense layers of N blocks",
  summary:
    "Trains transformers without layer normalization and without warm-up, by bounding what one step of Adam does to the output.",
  references: [huang2020, glorot2010],
  requires: "residual branches",
  options: {
    stack: { default: "encoder", names: ["encoder", "decoder"], meaning: "which stack's factor the blocks get" },
  },
  caveats: [
    "Meant for a transformer whose layer norms are taken out; with them the factor mostly cancels.",
    twoBranches,
    "Derived for embeddings of tokens, which start as N(0, 1/d) times (9N)^(−1/4); learned positions and class tokens, which the paper does not have, as N(0, 0.02²).",
  ],
  differences: [
    "Query, key and value each have Xavier's bound for their own fans, fused or not; Fairseq, which the authors built on, draws them at 1/√2 of it.",
  ],
  initialize: byRole({
    kernel: (stream, tensor, { stack }) =>
      scaledOnValuePath(varianceScaling(stream, tensor, glorot("uniform")), tensor, (branches) =>
        stack === "decoder" ? inverseFourthRoot(9 * blocksIn(branches)) : 0.67 * inverseFourthRoot(blocksIn(branches)),
      ),
    embedding: (stream, { shape }, _options, network) => {
      const factor = inverseFourthRoot(9 * blocksIn(branchesOf(network)));
      return normalNoise(stream, sizeOf(shape), factor / Math.sqrt(shape.at(-1)!));
    },
  }),
};

export const gpt2: Initializer = {
  name: "gpt2",
  title: "GPT-2",
  formula: "W ~ N(0, 0.02²), the last layer of each residual branch N(0, 0.02² / branches)",
  summary:
    "One size for every kernel, and the projections back into the residual stream smaller by the root of their number: 2 a block.",
  references: [{ ...radford2019, where: "§2.3" }],
  requires: "residual branches",
  options: {
    std: { default: 0.02, low: 0, high: 10, meaning: "standard deviation of kernels and embeddings" },
    positionStd: { default: 0.02, low: 0, high: 10, meaning: "standard deviation of learned positions" },
  },
  caveats: [
    "The size does not follow the width: 0.02 is 1/√fanIn at fanIn 2500; at width 64 kernels are six times smaller than LeCun's.",
  ],
  differences: [
    "The released TensorFlow model code has 0.01 for positions and no factor for residual layers, which the paper states; nanoGPT has 0.02 and 0.02 / √(2 · layers), the same as here.",
  ],
  initialize: byRole({
    kernel: (stream, { shape, role }, { std }) =>
      normalNoise(
        stream,
        sizeOf(shape),
        role.residual?.last ? (std as number) / Math.sqrt(role.residual.branches) : (std as number),
      ),
    embedding: (stream, { shape }, { std }) => normalNoise(stream, sizeOf(shape), std as number),
    position: (stream, { shape }, { positionStd }) => normalNoise(stream, sizeOf(shape), positionStd as number),
    token: (stream, { shape }, { std }) => normalNoise(stream, sizeOf(shape), std as number),
  }),
};

export const deepNorm: Initializer = {
  name: "deepnorm",
  title: "DeepNorm",
  formula:
    "W ~ N(0, 2 / (fanIn + fanOut)), times (8N)^(−1/4) for values, attention's output and dense layers of N blocks",
  summary: "The weights of DeepNet, whose transformers of one stack train at a thousand layers.",
  references: [wang2022, glorot2010],
  requires: "residual branches",
  caveats: [
    "Half of the method: the other half, the residual x · (2N)^(1/4) before a layer norm after the sum, is the architecture's, and residual(…) does not have it. Without it branches are smaller than meant.",
    "For one stack, encoder or decoder; an encoder with a decoder has other factors.",
    twoBranches,
  ],
  initialize: byRole({
    kernel: (stream, tensor) =>
      scaledOnValuePath(varianceScaling(stream, tensor, glorot("normal")), tensor, (branches) =>
        inverseFourthRoot(8 * blocksIn(branches)),
      ),
  }),
};
