/** Krähenbühl's initialization: units that answer alike, then layers that learn at one rate. */
import { normals, stream } from "../../../random/index.js";
import type { DataDrivenInitializer } from "../../initializer.js";
import type { AffineLayer, Batch, InitializableNetwork, Numbers, Weights } from "../../network.js";
import { krahenbuhl2016 } from "../../references.js";
import { standardNormal } from "../simple.js";
import { exclusion } from "./exclusion.js";
import { kmeansFilters, pcaFilters } from "./filters.js";
import { normalizeUnits } from "./normalize-units.js";
import { startFrom } from "./start.js";

export const krahenbuhl: DataDrivenInitializer = {
  name: "krahenbuhl",
  kind: "data-driven",
  title: "Krähenbühl's data-dependent initialization",
  formula:
    "per unit w ← w / σ, b ← β − μ / σ; then W ← W·(C / C̃)^(α/2) with C = ‖∂W‖ / ‖W‖ and C̃ its geometric mean over the layers, until all C are equal",
  summary: "Gives every unit the same spread on a batch, then makes the weights of all layers change at the same rate.",
  references: [{ ...krahenbuhl2016, where: "Algorithms 1 and 2" }],
  aliases: ["magic-init"],
  options: {
    start: {
      default: "normal",
      names: ["normal", "pca-filters", "kmeans-filters"],
      meaning: "what the first layer's kernel is made of",
    },
    bias: { default: 0, low: -10, high: 10, meaning: "mean β of each unit's answer after the first stage" },
    iterations: { default: 50, low: 0, high: 1000, meaning: "rate corrections at most; 0 leaves out the second stage" },
    damping: { default: 0.25, low: 0.01, high: 1, meaning: "exponent α of one correction" },
    tolerance: {
      default: 0.05,
      low: 1e-6,
      high: 10,
      meaning: "the largest rate may exceed the smallest by this fraction",
    },
  },
  caveats: [
    exclusion,
    "The second stage changes the layers' scales again, so that standard deviations are not 1 at the end.",
    "Biases follow the product of the corrections before them, which keeps the function (up to scale) in chains of ReLU and pooling layers; elsewhere it is changed.",
  ],
  differences: [
    "PCA and k-means are offered for the first layer only; the paper has them for every layer.",
    "The expected squared gradient is estimated by one backward pass from Gaussian noise at the logits, another draw for each sample, the same in every iteration.",
  ],
  prepare: async (network, tensors, seed, options) => {
    const { bias, iterations, damping, tolerance } = options as Numbers;
    const first = [pcaFilters, kmeansFilters].find(({ name }) => name === options.start);
    const notes: string[] = [];
    const weights = startFrom(standardNormal, tensors, seed);
    const kernel = network.layers[0]?.kernel;
    if (first !== undefined && kernel !== undefined) {
      const defaults = Object.fromEntries(Object.entries(first.options ?? {}).map(([k, o]) => [k, o.default]));
      weights[kernel.name] = (await first.prepare(network, tensors, seed, defaults)).weights[kernel.name]!;
    }
    const batch = network.batch(0);
    for (const layer of network.layers) notes.push(...(await normalizeUnits(network, weights, batch, layer, bias!)));
    const noise = Float32Array.from(normals(stream(seed, "init-data", "logits"), batch.rows * network.classes));
    for (let i = 0; i < iterations!; i++) {
      const measured = await changeRates(network, weights, batch, noise);
      const learning = measured.filter(({ rate }) => rate > 0 && Number.isFinite(rate));
      if (i === 0) {
        for (const { layer, rate } of measured) {
          if (!(rate > 0 && Number.isFinite(rate)))
            notes.push(`${layer.name}: its rate is ${rate}; its scale is left.`);
        }
      }
      const logs = learning.map(({ rate }) => Math.log(rate));
      if (logs.length === 0 || Math.max(...logs) - Math.min(...logs) <= Math.log1p(tolerance!)) break;
      const middle = logs.reduce((sum, l) => sum + l, 0) / logs.length;
      let product = 1;
      learning.forEach(({ layer }, k) => {
        const factor = Math.exp(((logs[k]! - middle) * damping!) / 2);
        product *= factor;
        weights[layer.kernel.name] = weights[layer.kernel.name]!.map((w) => w * factor);
        if (layer.bias !== undefined) weights[layer.bias.name] = weights[layer.bias.name]!.map((b) => b * product);
      });
    }
    return { weights, notes };
  },
};

/** ‖∂W‖ / ‖W‖ of each layer's kernel, ∂W being the gradient of noise · logits: a forward and a backward pass. */
export async function changeRates(
  network: InitializableNetwork,
  weights: Weights,
  batch: Batch,
  noise: Float32Array,
): Promise<{ readonly layer: AffineLayer; readonly rate: number }[]> {
  const slopes = await network.logitGradients(weights, batch, noise);
  return network.layers.map((layer) => {
    const { name } = layer.kernel;
    return { layer, rate: norm(slopes[name]!) / norm(weights[name]!) };
  });
}

function norm(numbers: Float32Array): number {
  let sum = 0;
  for (const x of numbers) sum += x * x;
  return Math.sqrt(sum);
}
