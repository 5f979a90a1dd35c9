/** First-layer kernels made from the data's own patches: whitening, principal components, k-means. */

import type { TensorSpecification } from "../../../network/parameter.js";
import { at, permutation, stream } from "../../../random/index.js";
import type { DataDrivenInitializer, OptionSpecification } from "../../initializer.js";
import type { AffineLayer, Numbers } from "../../network.js";
import { coates2012, jordan2024, krahenbuhl2016, page2019 } from "../../references.js";
import { he } from "../scaled.js";
import { exclusion } from "./exclusion.js";
import { covariance, firstLayer, type Patches, principalComponents, takePatches } from "./patches.js";
import { startFrom } from "./start.js";

/** A kernel's row. */
type Filter = ArrayLike<number>;

const patchCount = (standard: number): OptionSpecification => ({
  default: standard,
  low: 16,
  high: 1_000_000,
  meaning: "patches taken (for a dense layer: samples)",
});

const centred =
  "Where the layer has a bias, it is −w·(mean patch), so that answers have mean 0 although the data are not centred.";

export const whitening: DataDrivenInitializer = {
  name: "whitening",
  kind: "data-driven",
  title: "Patch whitening of the first convolution",
  formula:
    "first convolution: ±vᵢ / √(λᵢ + ε), vᵢ and λᵢ the eigenvectors and eigenvalues of the patches' covariance; the rest He",
  summary: "Makes the first convolution's answers uncorrelated with equal spread, each direction with its negative.",
  references: [page2019, jordan2024],
  aliases: ["whitening-conv"],
  options: {
    epsilon: { default: 5e-4, low: 1e-12, high: 10, meaning: "ε, added to the eigenvalues" },
    patches: patchCount(8192),
  },
  caveats: [
    exclusion,
    "Filters beyond two for each element of a patch keep He's numbers; with fewer filters the directions of smallest variance are left out.",
    "Needs a first layer that is a convolution on the images themselves.",
  ],
  differences: ["The sources freeze this layer in training; here it learns like any other.", centred],
  prepare: async (network, tensors, seed, options) => {
    const { epsilon, patches: wanted } = options as Numbers;
    const layer = firstLayer("whitening", network, false);
    const { mean, covariance: spread } = covariance(takePatches(network, layer, seed, wanted!));
    const directions = principalComponents(spread, Math.floor(layer.units / 2)).map(({ vector, variance }) =>
      vector.map((x) => x / Math.sqrt(Math.max(variance, 0) + epsilon!)),
    );
    const filters = [...directions, ...directions.map((filter) => filter.map((x) => -x))];
    return { weights: withFilters(layer, tensors, seed, filters, mean) };
  },
};

export const pcaFilters: DataDrivenInitializer = {
  name: "pca-filters",
  kind: "data-driven",
  title: "Principal components as first filters",
  formula: "first layer: vᵢ / √λᵢ, the principal components of its patches; the rest He",
  summary: "Starts the first layer at the data's principal components, each scaled to unit variance.",
  references: [krahenbuhl2016],
  options: { patches: patchCount(2048) },
  caveats: [
    exclusion,
    "There are no more components than elements of a patch, or directions in which patches vary; units beyond them keep He's numbers.",
  ],
  differences: ["Krähenbühl and others do so in every layer; here it is the first alone.", centred],
  prepare: async (network, tensors, seed, options) => {
    const { patches: wanted } = options as Numbers;
    const layer = firstLayer("pca-filters", network, true);
    const { mean, covariance: spread } = covariance(takePatches(network, layer, seed, wanted!));
    const found = principalComponents(spread, layer.units);
    const filters = found
      .filter(({ variance }) => variance > 1e-6 * found[0]!.variance)
      .map(({ vector, variance }) => vector.map((x) => x / Math.sqrt(variance)));
    return { weights: withFilters(layer, tensors, seed, filters, mean) };
  },
};

export const kmeansFilters: DataDrivenInitializer = {
  name: "kmeans-filters",
  kind: "data-driven",
  title: "Spherical k-means as first filters",
  formula:
    "first layer: centroids of spherical k-means on centred patches, each scaled to unit variance of its answers; the rest He",
  summary: "Starts the first layer at what patches of the data look like.",
  references: [coates2012, krahenbuhl2016],
  options: {
    patches: patchCount(2048),
    iterations: { default: 10, low: 1, high: 1000, meaning: "rounds of assignment and averaging" },
  },
  caveats: [exclusion, "Flat patches (no spread around the mean patch) belong to no centroid."],
  differences: ["Coates and Ng whiten the patches before; here they are centred by the mean patch alone.", centred],
  prepare: async (network, tensors, seed, options) => {
    const { patches: wanted, iterations } = options as Numbers;
    const layer = firstLayer("kmeans-filters", network, true);
    const patches = takePatches(network, layer, seed, wanted!);
    const { mean } = meanOf(patches);
    const { points, count } = onSphere(patches, mean);
    const clusters = Math.min(layer.units, count);
    const centroids = sphericalKMeans({ values: points, count, size: patches.size }, clusters, seed, iterations!);
    const filters = centroids.map((centroid) => {
      const std = answerStd(patches, centroid);
      return centroid.map((x) => (std > 0 ? x / std : x));
    });
    return { weights: withFilters(layer, tensors, seed, filters, mean) };
  },
};

/** He everywhere, and these filters as the layer's first units, with the bias that centres their answers. */
function withFilters(
  { kernel, bias }: AffineLayer,
  tensors: readonly TensorSpecification[],
  seed: number,
  filters: readonly Filter[],
  mean: Float64Array,
): Record<string, Float32Array> {
  const weights = startFrom(he, tensors, seed);
  filters.forEach((filter, unit) => {
    weights[kernel.name]!.set(filter, unit * mean.length);
    if (bias !== undefined) weights[bias.name]![unit] = -mean.reduce((sum, m, i) => sum + m * filter[i]!, 0);
  });
  return weights;
}

function meanOf({ values, count, size }: Patches): { mean: Float64Array } {
  const mean = new Float64Array(size);
  for (let i = 0; i < values.length; i++) mean[i % size]! += values[i]! / count;
  return { mean };
}

/** The patches less their mean, each divided by its norm; flat ones are left out. */
function onSphere({ values, count, size }: Patches, mean: Float64Array): { points: Float64Array; count: number } {
  const points = new Float64Array(values.length);
  let kept = 0;
  for (let patch = 0; patch < count; patch++) {
    let squares = 0;
    for (let i = 0; i < size; i++) squares += (values[patch * size + i]! - mean[i]!) ** 2;
    if (squares <= 1e-12) continue;
    const norm = Math.sqrt(squares);
    for (let i = 0; i < size; i++) points[kept * size + i] = (values[patch * size + i]! - mean[i]!) / norm;
    kept++;
  }
  return { points, count: kept };
}

/**
 * Centroids on the unit sphere: points go to the centroid of largest product, centroids to the normed sum of their points. They
 * start at points drawn from stream ("init-data", "k-means"); one that loses all its points starts again at the point that fits worst.
 */
export function sphericalKMeans(
  { values, count, size }: Patches,
  clusters: number,
  seed: number,
  iterations: number,
): Float64Array[] {
  const chosen = permutation(at(stream(seed, "init-data", "k-means"), 0), count).subarray(0, clusters);
  let centroids = Array.from(chosen, (point) => values.slice(point * size, (point + 1) * size));
  for (let round = 0; round < iterations; round++) {
    const sums = centroids.map(() => new Float64Array(size));
    const fits = new Float64Array(count);
    for (let point = 0; point < count; point++) {
      const own = values.subarray(point * size, (point + 1) * size);
      let best = 0;
      let fit = Number.NEGATIVE_INFINITY;
      for (let k = 0; k < clusters; k++) {
        const product = dot(own, centroids[k]!);
        if (product > fit) [best, fit] = [k, product];
      }
      fits[point] = fit;
      const sum = sums[best]!;
      for (let i = 0; i < size; i++) sum[i]! += own[i]!;
    }
    centroids = sums.map((sum) => {
      const norm = Math.sqrt(dot(sum, sum));
      if (norm > 1e-9) return sum.map((x) => x / norm);
      const worst = fits.indexOf(Math.min(...fits));
      fits[worst] = Number.POSITIVE_INFINITY;
      return values.slice(worst * size, (worst + 1) * size);
    });
  }
  return centroids;
}

/** Standard deviation of a filter's answers to the patches. */
function answerStd({ values, count, size }: Patches, filter: Float64Array): number {
  let sum = 0;
  let squares = 0;
  for (let patch = 0; patch < count; patch++) {
    const answer = dot(values.subarray(patch * size, (patch + 1) * size), filter);
    sum += answer;
    squares += answer * answer;
  }
  return Math.sqrt(Math.max(squares / count - (sum / count) ** 2, 0));
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
