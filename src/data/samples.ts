/** Arrays of samples: which axis is what, and whether the numbers can be trained on. */
import { InputError } from "../errors.js";
import { type Shape, sizeOf } from "../graph/tensor.js";
import { describeArray, type NumericArray } from "./formats/array.js";
import type { LabelledArrays } from "./labelled-arrays.js";

/** Samples in the form that networks read. */
export interface Samples {
  /** Shape of one sample: `[F]` or `[C, H, W]`. */
  readonly shape: Shape;
  readonly count: number;
  /** `[count, ...shape]`, row-major. */
  readonly data: Uint8Array | Float32Array;
}

/**
 * Brings samples into the form that networks read: `[N, F]`, or `[N, C, H, W]` from any order of
 * axes that `datasetFromArrays` accepts. Unsigned bytes stay bytes; other types become float32.
 *
 * @throws InputError for another shape, no samples, or a number that is not finite
 */
export function readSamples({ name, ...array }: LabelledArrays["inputs"]): Samples {
  const [count = 0, ...rest] = array.shape;
  if (rest.length === 0 || sizeOf(array.shape) === 0) throw wrongShape(name, array);
  const data = array.data instanceof Uint8Array ? array.data : Float32Array.from(array.data);
  const bad = data instanceof Uint8Array ? -1 : data.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    const sample = Math.floor(bad / sizeOf(rest));
    throw new InputError(
      `${name} holds ${array.data[bad]} in sample ${sample}, expected finite numbers (of float32's range).`,
    );
  }
  if (rest.length === 1) return { shape: rest, count, data };
  if (rest.length === 2) return { shape: [1, ...rest], count, data };
  const [first, second, third] = rest as [number, number, number];
  if (rest.length !== 3) throw wrongShape(name, array);
  if (third <= 4) return { shape: [third, first, second], count, data: channelsFirst(data, first * second, third) };
  if (first <= 4) return { shape: [first, second, third], count, data };
  throw wrongShape(name, array);
}

function wrongShape(name: string, array: NumericArray): InputError {
  return new InputError(
    `${name} is ${describeArray(array)}, expected [N, F], [N, H, W], [N, H, W, C] or [N, C, H, W] with at most 4 channels and at least one sample.`,
  );
}

/** `[N, pixels, channels]` → `[N, channels, pixels]`. */
function channelsFirst<T extends Uint8Array | Float32Array>(data: T, pixels: number, channels: number): T {
  if (channels === 1) return data;
  const result = data.slice() as T;
  const size = pixels * channels;
  for (let sample = 0; sample < data.length; sample += size) {
    for (let channel = 0; channel < channels; channel++) {
      const to = sample + channel * pixels;
      for (let pixel = 0; pixel < pixels; pixel++) result[to + pixel] = data[sample + pixel * channels + channel]!;
    }
  }
  return result;
}
