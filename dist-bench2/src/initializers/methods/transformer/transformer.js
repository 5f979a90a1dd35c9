/** Transformers: kernels scaled by depth along the path that values take through the branches. */
import { sizeOf } from "../../../graph/tensor.js";
import { choice, real } from "../../../options.js";
import { defineInitializer } from "../../initializer.js";
import { byRole } from "../../parts/by-role.js";
import { normalNoise } from "../../parts/noise.js";
import { varianceScaling } from "../../parts/variance-scaling.js";
import { glorot2010, huang2020, radford2019, wang2022 } from "../../references.js";
/**
 * Blocks of a transformer with `branches` residual branches: attention is one, the dense layers
 * another.
 */
const blocksIn = (branches) => branches / 2;
/** x^(−1/4), correctly rounded at each step. */
const inverseFourthRoot = (x) => 1 / Math.sqrt(Math.sqrt(x));
/**
 * Multiplies a kernel by `factor`, in place, where it is on the path of values through a residual
 * branch: value and output projections and dense layers, but not query and key. Of a fused
 * query-key-value kernel, that is the last third.
 */
function scaledOnValuePath(values, { role }, factor) {
    if (role.residual === undefined || role.projection === "query" || role.projection === "key")
        return values;
    const scale = factor(role.residual.branches);
    const start = role.projection === "query-key-value" ? (values.length / 3) * 2 : 0;
    for (let i = start; i < values.length; i++)
        values[i] *= scale;
    return values;
}
/** Number of residual branches; 2 (one block) without a network. */
function branchesOf(network) {
    return network?.tensors.find(({ role }) => role.residual !== undefined)?.role.residual?.branches ?? 2;
}
const glorot = (distribution) => ({
    scale: 1,
    mode: "fanAverage",
    distribution,
});
const twoBranches = "Each block is assumed to have two residual branches, attention and dense layers: N is half the number of branches.";
/** T-Fixup (Huang and others 2020). */
export const tFixup = defineInitializer({
    name: "t-fixup",
    title: "T-Fixup",
    formula: "W ~ U(±√(6 / (fanIn + fanOut))), times 0.67 N^(−1/4) (decoder: (9N)^(−1/4)) for values, attention's output and dense layers of N blocks",
    summary: "Trains transformers without layer normalization and warm-up: it bounds the effect of one step of Adam on the output.",
    references: [huang2020, glorot2010],
    requires: "residual branches",
    options: {
        stack: choice("encoder", ["encoder", "decoder"], "the stack whose factor the blocks get"),
    },
    caveats: [
        "Made for transformers without layer norms; with them the factor mostly cancels.",
        twoBranches,
        "Derived for embeddings of tokens, which start as N(0, 1/d) times (9N)^(−1/4). The paper has no learned positions and class tokens; here they start as N(0, 0.02²).",
    ],
    differences: [
        "Query, key and value each have Xavier's bound for their own fans, fused or not; Fairseq, which the authors' code uses, draws them at 1/√2 of it.",
    ],
    initialize: byRole({
        kernel: (stream, tensor, { stack }) => scaledOnValuePath(varianceScaling(stream, tensor, glorot("uniform")), tensor, (branches) => stack === "decoder" ? inverseFourthRoot(9 * blocksIn(branches)) : 0.67 * inverseFourthRoot(blocksIn(branches))),
        embedding: (stream, { shape }, _options, network) => {
            const factor = inverseFourthRoot(9 * blocksIn(branchesOf(network)));
            return normalNoise(stream, sizeOf(shape), factor / Math.sqrt(shape.at(-1)));
        },
    }),
});
/** GPT-2 (Radford and others 2019, section 2.3). */
export const gpt2 = defineInitializer({
    name: "gpt2",
    title: "GPT-2",
    formula: "W ~ N(0, 0.02²), the last layer of each residual branch N(0, 0.02² / branches)",
    summary: "One size for every kernel; the projections back into the residual stream, two per block, are divided by the root of their number.",
    references: [{ ...radford2019, where: "§2.3" }],
    requires: "residual branches",
    options: {
        std: real(0.02, 0, 10, "standard deviation of kernels and embeddings"),
        positionStd: real(0.02, 0, 10, "standard deviation of learned positions"),
    },
    caveats: [
        "The size does not depend on the width: 0.02 is 1/√fanIn at fanIn 2500; at width 64 the kernels are six times smaller than LeCun's.",
    ],
    differences: [
        "The released TensorFlow code has 0.01 for positions, and lacks the factor for residual layers that the paper states; nanoGPT has 0.02 and 0.02 / √(2 · layers), as here.",
    ],
    initialize: byRole({
        kernel: (stream, { shape, role }, { std }) => normalNoise(stream, sizeOf(shape), role.residual?.last ? std / Math.sqrt(role.residual.branches) : std),
        embedding: (stream, { shape }, { std }) => normalNoise(stream, sizeOf(shape), std),
        position: (stream, { shape }, { positionStd }) => normalNoise(stream, sizeOf(shape), positionStd),
        token: (stream, { shape }, { std }) => normalNoise(stream, sizeOf(shape), std),
    }),
});
/** DeepNorm (Wang and others 2022). */
export const deepNorm = defineInitializer({
    name: "deepnorm",
    title: "DeepNorm",
    formula: "W ~ N(0, 2 / (fanIn + fanOut)), times (8N)^(−1/4) for values, attention's output and dense layers of N blocks",
    summary: "The weights of DeepNet, whose transformers of one stack train with a thousand layers.",
    references: [wang2022, glorot2010],
    requires: "residual branches",
    caveats: [
        "This is half of the method. The other half, the residual x · (2N)^(1/4) with a layer norm after the sum, belongs to the architecture, and residual(…) does not have it. Without it the branches are smaller than intended.",
        "For one stack, encoder or decoder; an encoder with a decoder needs other factors.",
        twoBranches,
    ],
    initialize: byRole({
        kernel: (stream, tensor) => scaledOnValuePath(varianceScaling(stream, tensor, glorot("normal")), tensor, (branches) => inverseFourthRoot(8 * blocksIn(branches))),
    }),
});
