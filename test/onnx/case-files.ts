/** The .onnx files beside the repository, before and after `initializeOnnx`. */
import { expect } from "vitest";
import type { Outline } from "../../src/graph/file/outline.js";
import { readOutline } from "../../src/graph/file/read-outline.js";
import { sizeOf, toNumbers } from "../../src/graph/tensor.js";
import { parseInitializer } from "../../src/initializers/index.js";
import { indicesAfter, inferRoles, modelEdit } from "../../src/network/from-onnx/index.js";
import type { TensorRole } from "../../src/network/parameter.js";
import { type InitializeOnnxOptions, initializeOnnx } from "../../src/weights/initialize-onnx.js";
import { readOnnxFile } from "../../src/weights/node/onnx-file.js";

const shared = "../shared";

/** Path of a case. */
export const caseFile = (name: string): string => `${shared}/cases/onnx/${name}.onnx`;
/** Path of a model. */
export const modelFile = (name: string): string => `${shared}/models/${name}.onnx`;

/** A file before and after. */
export interface Fresh {
  readonly bytes: Uint8Array;
  readonly before: Outline;
  readonly after: Outline;
  readonly tensors: ReturnType<typeof initializeOnnx>["tensors"];
  readonly notes: string;
  readonly outcome: NonNullable<ReturnType<typeof initializeOnnx>["outcome"]>;
}

/** Initializes a file with seed 0. */
export function fresh(file: string, method = "he", options: Partial<InitializeOnnxOptions> = {}): Fresh {
  const { bytes: old, externalData } = readOnnxFile(file);
  const model = initializeOnnx(old, { method: parseInitializer(method), seed: 0, externalData, ...options });
  const bytes = model.onnx();
  return {
    bytes,
    before: readOutline(old, { externalData }),
    after: readOutline(bytes, { externalData }),
    tensors: model.tensors,
    notes: model.notes.join("\n"),
    outcome: model.outcome!,
  };
}

/** A weight of the new file, read from it. */
export interface FreshWeight {
  readonly name: string;
  readonly role: TensorRole;
  readonly data: readonly number[];
}

/** The weights of the old file, in its order, with the numbers that the new file has for them. */
export function weightsIn({ before, after }: Fresh): FreshWeight[] {
  const roles = inferRoles(before);
  const zeros = roles.weights.map(({ tensor: { name, shape } }) => [name, new Float32Array(sizeOf(shape))]);
  const { nameOf } = modelEdit(before, roles, Object.fromEntries(zeros));
  return roles.weights.map(({ tensor: { name, role }, places: [place] }) => {
    const stored = numbersIn(after, nameOf(place!));
    return { name, role, data: Array.from(indicesAfter(place!.shape, place!.steps), (index) => stored[index]!) };
  });
}

/** The numbers of a stored tensor. */
export function numbersIn(outline: Outline, name: string): number[] {
  const value = outline.stored.find((one) => one.name === name);
  if (value === undefined) throw new Error(`no tensor ${name} among ${outline.stored.map((one) => one.name)}`);
  return toNumbers(value.tensor.read());
}

/** The numbers at the input of a node, whatever tensor they come from. */
export function numbersAt(outline: Outline, operator: string, which: number, input: number): number[] {
  const value = outline.nodes.filter((node) => node.operator === operator)[which]!.inputs[input]!;
  return toNumbers(outline.numbersOf(value)!);
}

/** Root mean square: the standard deviation around 0. */
export const rms = (numbers: ArrayLike<number>): number =>
  Math.sqrt(Array.from(numbers).reduce((sum, x) => sum + x * x, 0) / numbers.length);

/**
 * Holds normal draws to a standard deviation σ: the root mean square of n of them has the standard
 * error σ / √(2 n); 5 of these are allowed.
 */
export function expectStd(numbers: ArrayLike<number>, sigma: number): void {
  const errors = Math.abs(rms(numbers) / sigma - 1) * Math.sqrt(2 * numbers.length);
  expect(errors, `std ${rms(numbers)} of ${numbers.length} numbers, expected ${sigma}`).toBeLessThan(5);
}

/** Every number is that one. */
export function expectAll(numbers: readonly number[], value: number): void {
  expect(numbers.length).toBeGreaterThan(0);
  expect(new Set(numbers)).toEqual(new Set([value]));
}

/** The tensors of these names have the numbers that they had. */
export function expectKept({ before, after }: Fresh, ...names: readonly string[]): void {
  for (const name of names) expect(numbersIn(after, name), name).toEqual(numbersIn(before, name));
}

/** Whether rows of n numbers are orthonormal to 1e-5. */
export function expectOrthonormal(numbers: readonly number[], width: number): void {
  const rows = Array.from({ length: numbers.length / width }, (_, i) => numbers.slice(i * width, (i + 1) * width));
  let worst = 0;
  rows.forEach((a, i) => {
    rows.forEach((b, j) => {
      const dot = a.reduce((sum, x, k) => sum + x * b[k]!, 0);
      worst = Math.max(worst, Math.abs(dot - (i === j ? 1 : 0)));
    });
  });
  expect(worst).toBeLessThan(1e-5);
}

/** A matrix turned: rows [n, width] → [width, n]. */
export const turned = (numbers: readonly number[], width: number): number[] =>
  Array.from({ length: numbers.length }, (_, i) => {
    const rows = numbers.length / width;
    return numbers[(i % rows) * width + Math.floor(i / rows)]!;
  });

/** The number of elements of all float tensors of a file. */
export const sizeOfAll = ({ stored }: Outline): number =>
  stored.reduce((sum, { tensor }) => sum + (tensor.type.includes("float") ? sizeOf(tensor.shape) : 0), 0);
