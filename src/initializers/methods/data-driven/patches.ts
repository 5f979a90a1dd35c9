/** What the first layer sees: patches of the training images, or whole samples. */
import { InputError } from "../../../errors.js";
import { sizeOf } from "../../../graph/tensor.js";
import { normals, stream, uniforms } from "../../../random/index.js";
import type { AffineLayer, InitializableNetwork } from "../../network.js";
import { type Matrix, matrix, multiply, qr, symmetricEigen, transpose } from "../../parts/linear-algebra/index.js";

export interface Patches {
  /** `[count, size]`, in the order of the kernel's elements. */
  readonly values: Float64Array;
  readonly count: number;
  readonly size: number;
}

/**
 * The first layer with a kernel, if it is a convolution (or, where `dense` says so, a dense layer) on the data itself.
 *
 * @throws InputError naming the method, the layer and what would do
 */
export function firstLayer(method: string, { layers, inputShape }: InitializableNetwork, dense: boolean): AffineLayer {
  const wanted = dense ? "a convolution without groups or a dense layer" : "a convolution without groups";
  const remedy = dense ? "lsuv or he serve any network" : "use pca-filters for dense layers, or lsuv";
  const first = layers[0];
  const refuse = (why: string): never => {
    throw new InputError(`${method} needs a network whose first layer is ${wanted} on the data: ${why}. ${remedy}.`);
  };
  if (first === undefined) return refuse("this one has no layer with a kernel");
  const { name, shape, role } = first.kernel;
  const what = `"${name}" [${shape.join(", ")}]`;
  if (role.operation === "convolution") {
    if ((role.groups ?? 1) !== 1) return refuse(`${what} has ${role.groups} groups`);
    if (inputShape.length === 3 && shape[1] === inputShape[0] && shape.length === 4) return first;
    return refuse(`${what} does not see the data [${inputShape.join(", ")}] itself`);
  }
  if (role.operation !== "dense" || !dense)
    return refuse(
      `${what} is ${role.operation === "dense" ? "dense" : `a ${role.operation ?? "kernel of unknown operation"}`}`,
    );
  if (shape[1] === sizeOf(inputShape)) return first;
  return refuse(`${what} does not see the data [${inputShape.join(", ")}] itself`);
}

/** Images that patches are taken from at most. */
const IMAGES = 1024;

/**
 * Patches of the first layer's kernel from the seed's first batch, at places drawn from stream ("init-data", "patches"), all
 * inside the image; for a dense layer whole samples.
 */
export function takePatches(
  network: InitializableNetwork,
  { kernel }: AffineLayer,
  seed: number,
  wanted: number,
): Patches {
  const { shape, role } = kernel;
  const size = sizeOf(shape.slice(1));
  if (role.operation === "dense") {
    const { inputs, rows } = network.batch(0, Math.min(wanted, network.samples));
    return { values: Float64Array.from(inputs), count: rows, size };
  }
  const { inputs, rows } = network.batch(0, Math.min(IMAGES, wanted, network.samples));
  const [channels, height, width] = network.inputShape as [number, number, number];
  const [, , kernelHeight, kernelWidth] = shape as [number, number, number, number];
  const [dilationY = 1, dilationX = 1] = role.dilation ?? [];
  const placesY = Math.max(1, height - (kernelHeight - 1) * dilationY);
  const placesX = Math.max(1, width - (kernelWidth - 1) * dilationX);
  const draws = uniforms(stream(seed, "init-data", "patches"), 2 * wanted);
  const values = new Float64Array(wanted * size);
  for (let patch = 0, i = 0; patch < wanted; patch++) {
    const image = (patch % rows) * channels * height * width;
    const top = Math.floor(draws[2 * patch]! * placesY);
    const left = Math.floor(draws[2 * patch + 1]! * placesX);
    for (let channel = 0; channel < channels; channel++) {
      for (let ky = 0; ky < kernelHeight; ky++) {
        for (let kx = 0; kx < kernelWidth; kx++, i++) {
          const [y, x] = [top + ky * dilationY, left + kx * dilationX];
          // Outside only where the kernel is larger than the image, which padding fills with zeros.
          if (y < height && x < width) values[i] = inputs[image + (channel * height + y) * width + x]!;
        }
      }
    }
  }
  return { values, count: wanted, size };
}

/** The patches' mean, and their covariance (over the count, not the count less one). */
export function covariance({ values, count, size }: Patches): { mean: Float64Array; covariance: Matrix } {
  const mean = new Float64Array(size);
  for (let i = 0; i < values.length; i++) mean[i % size]! += values[i]! / count;
  const sums = new Float64Array(size * size);
  const apart = new Float64Array(size);
  for (let patch = 0; patch < count; patch++) {
    for (let i = 0; i < size; i++) apart[i] = values[patch * size + i]! - mean[i]!;
    for (let i = 0; i < size; i++) {
      const x = apart[i]!;
      if (x === 0) continue;
      for (let j = 0; j <= i; j++) sums[i * size + j]! += x * apart[j]!;
    }
  }
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) sums[j * size + i] = sums[i * size + j]! /= count;
  }
  return { mean, covariance: matrix(size, size, sums) };
}

export interface Component {
  readonly vector: Float64Array;
  /** Variance along it. */
  readonly variance: number;
}

/** Sizes up to which all eigenvectors are found by Jacobi rotations (time grows with the cube). */
const JACOBI = 200;

/** The `wanted` eigenvectors of largest variance; fewer where there are not so many axes. */
export function principalComponents(of: Matrix, wanted: number): Component[] {
  const size = of.rows;
  const count = Math.min(wanted, size);
  if (size <= JACOBI) return components(of, undefined).slice(0, count);
  // Orthogonal iteration with some vectors to spare, and Rayleigh–Ritz at the end.
  const width = Math.min(size, count + 16);
  let basis = matrix(size, width, normals(stream(0, "principal-components"), size * width));
  for (let i = 0; i < 6; i++) basis = qr(multiply(of, basis)).q;
  return components(multiply(transpose(basis), multiply(of, basis)), basis).slice(0, count);
}

/** The eigenvectors of a small matrix, brought back from the coordinates of a basis `[size, width]`. */
function components(small: Matrix, basis: Matrix | undefined): Component[] {
  const { values, vectors } = symmetricEigen(small);
  const rows = basis === undefined ? vectors : multiply(vectors, transpose(basis)); // [width, size]
  return Array.from(values, (variance, i) => ({
    vector: rows.values.slice(i * rows.columns, (i + 1) * rows.columns),
    variance,
  }));
}
