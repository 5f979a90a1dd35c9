/** The inputs of the first layer: patches of the training images, or whole samples. */
import { InputError } from "../../../errors.js";
import { sizeOf } from "../../../graph/tensor.js";
import { normals, stream, uniforms } from "../../../random/index.js";
import { matrix, multiply, qr, symmetricEigen, transpose } from "../../parts/linear-algebra/index.js";
/**
 * The first layer with a kernel, which must be a convolution on the data itself.
 *
 * @param dense whether a dense layer is legal, too
 * @throws InputError with the method, the layer and a remedy
 */
export function firstLayer(method, { layers, inputShape }, dense) {
    const legal = dense ? "a convolution without groups or a dense layer" : "a convolution without groups";
    const remedy = dense ? "lsuv and he serve any network" : "Use pca-filters for dense layers, or lsuv";
    const first = layers[0];
    const refuse = (why) => {
        throw new InputError(`${method} needs a network whose first layer is ${legal} on the data: ${why}. ${remedy}.`);
    };
    if (first === undefined)
        return refuse("it has no layer with a kernel");
    const { name, shape, role } = first.kernel;
    const kernel = `"${name}" [${shape.join(", ")}]`;
    if (role.operation === "convolution") {
        if ((role.groups ?? 1) !== 1)
            return refuse(`${kernel} has ${role.groups} groups`);
        if (inputShape.length === 3 && shape[1] === inputShape[0] && shape.length === 4)
            return first;
        return refuse(`${kernel} does not act on the data [${inputShape.join(", ")}] itself`);
    }
    if (role.operation !== "dense" || !dense)
        return refuse(`${kernel} is ${role.operation === "dense" ? "dense" : `a ${role.operation ?? "kernel of unknown operation"}`}`);
    if (shape[1] === sizeOf(inputShape))
        return first;
    return refuse(`${kernel} does not act on the data [${inputShape.join(", ")}] itself`);
}
/** The largest number of images that patches come from. */
const IMAGES = 1024;
/**
 * Patches of the size of the first layer's kernel from the seed's first batch, at positions inside
 * the image that are drawn from stream ("init-data", "patches"); for a dense layer whole samples.
 */
export function takePatches(network, { kernel }, seed, count) {
    const { shape, role } = kernel;
    const size = sizeOf(shape.slice(1));
    if (role.operation === "dense") {
        const { inputs, rows } = network.batch(0, Math.min(count, network.samples));
        return { values: Float64Array.from(inputs), count: rows, size };
    }
    const { inputs, rows } = network.batch(0, Math.min(IMAGES, count, network.samples));
    const [channels, height, width] = network.inputShape;
    const [, , kernelHeight, kernelWidth] = shape;
    const [dilationY = 1, dilationX = 1] = role.dilation ?? [];
    const positionsY = Math.max(1, height - (kernelHeight - 1) * dilationY);
    const positionsX = Math.max(1, width - (kernelWidth - 1) * dilationX);
    const draws = uniforms(stream(seed, "init-data", "patches"), 2 * count);
    const values = new Float64Array(count * size);
    for (let patch = 0, i = 0; patch < count; patch++) {
        const image = (patch % rows) * channels * height * width;
        const top = Math.floor(draws[2 * patch] * positionsY);
        const left = Math.floor(draws[2 * patch + 1] * positionsX);
        for (let channel = 0; channel < channels; channel++) {
            for (let ky = 0; ky < kernelHeight; ky++) {
                for (let kx = 0; kx < kernelWidth; kx++, i++) {
                    const [y, x] = [top + ky * dilationY, left + kx * dilationX];
                    // A position is outside only if the kernel is larger than the image; padding fills it
                    // with zeros.
                    if (y < height && x < width)
                        values[i] = inputs[image + (channel * height + y) * width + x];
                }
            }
        }
    }
    return { values, count, size };
}
/**
 * The mean of the patches, and their covariance (divided by the count, not by the count minus one).
 */
export function covariance({ values, count, size }) {
    const mean = new Float64Array(size);
    for (let i = 0; i < values.length; i++)
        mean[i % size] += values[i] / count;
    const sums = new Float64Array(size * size);
    const deviations = new Float64Array(size);
    for (let patch = 0; patch < count; patch++) {
        for (let i = 0; i < size; i++)
            deviations[i] = values[patch * size + i] - mean[i];
        for (let i = 0; i < size; i++) {
            const x = deviations[i];
            if (x === 0)
                continue;
            for (let j = 0; j <= i; j++)
                sums[i * size + j] += x * deviations[j];
        }
    }
    for (let i = 0; i < size; i++) {
        for (let j = 0; j <= i; j++)
            sums[j * size + i] = sums[i * size + j] /= count;
    }
    return { mean, covariance: matrix(size, size, sums) };
}
/** Up to this size Jacobi rotations compute all eigenvectors (their time grows with the cube). */
const JACOBI = 200;
/** The eigenvectors of largest variance, at most `limit` and at most as many as there are axes. */
export function principalComponents(of, limit) {
    const size = of.rows;
    const count = Math.min(limit, size);
    if (size <= JACOBI)
        return components(of, undefined).slice(0, count);
    // Orthogonal iteration with a few additional vectors, and Rayleigh–Ritz at the end.
    const width = Math.min(size, count + 16);
    let basis = matrix(size, width, normals(stream(0, "principal-components"), size * width));
    for (let i = 0; i < 6; i++)
        basis = qr(multiply(of, basis)).q;
    return components(multiply(transpose(basis), multiply(of, basis)), basis).slice(0, count);
}
/**
 * The eigenvectors of a small matrix, transformed from the coordinates of a basis `[size, width]`.
 */
function components(small, basis) {
    const { values, vectors } = symmetricEigen(small);
    const rows = basis === undefined ? vectors : multiply(vectors, transpose(basis)); // [width, size]
    return Array.from(values, (variance, i) => ({
        vector: rows.values.slice(i * rows.columns, (i + 1) * rows.columns),
        variance,
    }));
}
