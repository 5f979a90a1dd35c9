import { integer, real } from "../../../options.js";
import { at, permutation, stream } from "../../../random/index.js";
import { defineDataDrivenInitializer } from "../../data-driven-initializer.js";
import { coates2012, jordan2024, krahenbuhl2016, page2019 } from "../../references.js";
import { he } from "../scaled-noise/index.js";
import { exclusion } from "./exclusion.js";
import { covariance, firstLayer, principalComponents, takePatches } from "./patches.js";
import { startFrom } from "./start.js";
const patchesOption = (value) => integer(value, 16, 1_000_000, "number of patches (of samples, for a dense layer)");
const centred = "A bias of the layer is −w·(mean patch): outputs have mean 0 although the data are not centred.";
/** Page 2019, Jordan 2024. */
export const whitening = defineDataDrivenInitializer({
    name: "whitening",
    kind: "data-driven",
    title: "Patch whitening of the first convolution",
    formula: "first convolution: ±vᵢ / √(λᵢ + ε), vᵢ and λᵢ the eigenvectors and eigenvalues of the patches' covariance; the rest He",
    summary: "Makes the outputs of the first convolution uncorrelated, with equal variance; each direction occurs with both signs.",
    references: [page2019, jordan2024],
    aliases: ["whitening-conv"],
    options: {
        epsilon: real(5e-4, 1e-12, 10, "ε, added to the eigenvalues"),
        patches: patchesOption(8192),
    },
    caveats: [
        exclusion,
        "There are at most two filters per element of a patch; further filters keep He's numbers. With fewer filters the directions of smallest variance are omitted.",
        "The first layer must be a convolution on the images themselves.",
    ],
    differences: ["The sources freeze this layer during training; here it is trained like any other.", centred],
    prepare: async (network, tensors, seed, { epsilon, patches }) => {
        const layer = firstLayer("whitening", network, false);
        const { mean, covariance: spread } = covariance(takePatches(network, layer, seed, patches));
        const directions = principalComponents(spread, Math.floor(layer.units / 2)).map(({ vector, variance }) => vector.map((x) => x / Math.sqrt(Math.max(variance, 0) + epsilon)));
        const filters = [...directions, ...directions.map((filter) => filter.map((x) => -x))];
        return { weights: withFilters(layer, tensors, seed, filters, mean) };
    },
});
/** Krähenbühl and others 2016, for the first layer. */
export const pcaFilters = defineDataDrivenInitializer({
    name: "pca-filters",
    kind: "data-driven",
    title: "Principal components as first filters",
    formula: "first layer: vᵢ / √λᵢ, the principal components of its patches; the rest He",
    summary: "Starts the first layer at the principal components of the data, each scaled to unit variance.",
    references: [krahenbuhl2016],
    options: { patches: patchesOption(2048) },
    caveats: [
        exclusion,
        "There are at most as many components as elements of a patch, and as directions in which patches vary; further units keep He's numbers.",
    ],
    differences: ["Krähenbühl et al. do this in every layer; here it is the first layer only.", centred],
    prepare: async (network, tensors, seed, { patches }) => {
        const layer = firstLayer("pca-filters", network, true);
        const { mean, covariance: spread } = covariance(takePatches(network, layer, seed, patches));
        const components = principalComponents(spread, layer.units);
        const filters = components
            .filter(({ variance }) => variance > 1e-6 * components[0].variance)
            .map(({ vector, variance }) => vector.map((x) => x / Math.sqrt(variance)));
        return { weights: withFilters(layer, tensors, seed, filters, mean) };
    },
});
/** Coates and Ng 2012. */
export const kmeansFilters = defineDataDrivenInitializer({
    name: "kmeans-filters",
    kind: "data-driven",
    title: "Spherical k-means as first filters",
    formula: "first layer: centroids of spherical k-means on centred patches, each scaled to outputs of unit variance; the rest He",
    summary: "Starts the first layer at typical patches of the data.",
    references: [coates2012, krahenbuhl2016],
    options: {
        patches: patchesOption(2048),
        iterations: integer(10, 1, 1000, "rounds of assignment and averaging"),
    },
    caveats: [exclusion, "Flat patches (equal to the mean patch) belong to no centroid."],
    differences: ["Coates and Ng whiten the patches first; here only the mean patch is subtracted.", centred],
    prepare: async (network, tensors, seed, { patches: patchCount, iterations }) => {
        const layer = firstLayer("kmeans-filters", network, true);
        const patches = takePatches(network, layer, seed, patchCount);
        const { mean } = meanOf(patches);
        const { points, count } = onSphere(patches, mean);
        const clusters = Math.min(layer.units, count);
        const centroids = sphericalKMeans({ values: points, count, size: patches.size }, clusters, seed, iterations);
        const filters = centroids.map((centroid) => {
            const std = outputStd(patches, centroid);
            return centroid.map((x) => (std > 0 ? x / std : x));
        });
        return { weights: withFilters(layer, tensors, seed, filters, mean) };
    },
});
/**
 * He everywhere, with these filters as the layer's first units and the bias that centres their
 * outputs.
 */
function withFilters({ kernel, bias }, tensors, seed, filters, mean) {
    const weights = startFrom(he, tensors, seed);
    const [kernelFactor, biasFactor] = [kernel.role.multiplier ?? 1, bias?.role.multiplier ?? 1];
    filters.forEach((filter, unit) => {
        const numbers = Float64Array.from(filter, (w) => w / kernelFactor);
        weights[kernel.name].set(numbers, unit * mean.length);
        if (bias === undefined)
            return;
        weights[bias.name][unit] = -mean.reduce((sum, m, i) => sum + m * filter[i], 0) / biasFactor;
    });
    return weights;
}
function meanOf({ values, count, size }) {
    const mean = new Float64Array(size);
    for (let i = 0; i < values.length; i++)
        mean[i % size] += values[i] / count;
    return { mean };
}
/** The patches minus their mean, each divided by its norm, without flat ones. */
function onSphere({ values, count, size }, mean) {
    const points = new Float64Array(values.length);
    let pointCount = 0;
    for (let patch = 0; patch < count; patch++) {
        let squares = 0;
        for (let i = 0; i < size; i++)
            squares += (values[patch * size + i] - mean[i]) ** 2;
        if (squares <= 1e-12)
            continue;
        const norm = Math.sqrt(squares);
        for (let i = 0; i < size; i++)
            points[pointCount * size + i] = (values[patch * size + i] - mean[i]) / norm;
        pointCount++;
    }
    return { points, count: pointCount };
}
/**
 * Centroids on the unit sphere. Each point belongs to the centroid with the largest product; each
 * centroid moves to the normalized sum of its points. Centroids start at points drawn from stream
 * ("init-data", "k-means"); one without points restarts at the point that fits worst.
 */
export function sphericalKMeans({ values, count, size }, clusters, seed, iterations) {
    const first = permutation(at(stream(seed, "init-data", "k-means"), 0), count).subarray(0, clusters);
    let centroids = Array.from(first, (point) => values.slice(point * size, (point + 1) * size));
    for (let round = 0; round < iterations; round++) {
        const sums = centroids.map(() => new Float64Array(size));
        const fits = new Float64Array(count);
        for (let point = 0; point < count; point++) {
            const coordinates = values.subarray(point * size, (point + 1) * size);
            let best = 0;
            let fit = Number.NEGATIVE_INFINITY;
            for (let k = 0; k < clusters; k++) {
                const product = dot(coordinates, centroids[k]);
                if (product > fit)
                    [best, fit] = [k, product];
            }
            fits[point] = fit;
            const sum = sums[best];
            for (let i = 0; i < size; i++)
                sum[i] += coordinates[i];
        }
        centroids = sums.map((sum) => {
            const norm = Math.sqrt(dot(sum, sum));
            if (norm > 1e-9)
                return sum.map((x) => x / norm);
            const worst = fits.indexOf(Math.min(...fits));
            fits[worst] = Number.POSITIVE_INFINITY;
            return values.slice(worst * size, (worst + 1) * size);
        });
    }
    return centroids;
}
/** Standard deviation of a filter's outputs on the patches. */
function outputStd({ values, count, size }, filter) {
    let sum = 0;
    let squares = 0;
    for (let patch = 0; patch < count; patch++) {
        const output = dot(values.subarray(patch * size, (patch + 1) * size), filter);
        sum += output;
        squares += output * output;
    }
    return Math.sqrt(Math.max(squares / count - (sum / count) ** 2, 0));
}
function dot(a, b) {
    let sum = 0;
    for (let i = 0; i < a.length; i++)
        sum += a[i] * b[i];
    return sum;
}
