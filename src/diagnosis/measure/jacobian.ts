/** Singular values of the Jacobian ∂ logits / ∂ input of single samples. */
import { InputError } from "../../errors.js";
import { mul, reshape } from "../../graph/expressions.js";
import { gradients } from "../../graph/gradients/gradients.js";
import type { Value } from "../../graph/graph.js";
import { sizeOf, tensor } from "../../graph/tensor.js";
import { matrix, symmetricEigen } from "../../initializers/parts/linear-algebra/index.js";
import { normals, stream } from "../../random/index.js";
import type { Runtime } from "../../runtime/runtime.js";
import { type Instrument, instrument, loadInstrument, type Point } from "../../training/instrument.js";
import type { Subject } from "../subject.js";
import { hasSlope } from "./gradient-paths.js";
import { gramOf } from "./matrices.js";

/** Samples whose Jacobian is taken, at most. */
export const SAMPLES = 8;
/** Up to so many classes the Jacobian is exact: one backward pass for each. */
export const EXACT_CLASSES = 64;
/** Directions of the randomized method, and the singular values that it returns. */
const DIRECTIONS = 24;
const RETURNED = 16;

/** Names of the inputs that the point declares. */
const SEEDS = "logit-seeds";
const MOVES = "input-moves";

/** Jᵀ·seeds, `[rows, inputs]`, and J·moves, `[rows, classes]`, of each sample. */
interface Products {
  readonly backward: Float32Array;
  readonly forward: Float32Array;
}

/**
 * Products with the Jacobians of samples. J·moves is the derivative by the seeds of moves·Jᵀ·seeds.
 */
function products(withForward: boolean): Point<Products> {
  return ({ g, network: { logits } }) => {
    const data = g.build().inputs.find(({ name }) => name === "data")!;
    const seeds = g.input(SEEDS, "float32", logits.shape);
    const [backward] = gradients(g, [logits], [data], [seeds]) as [Value];
    const outputs = [reshape(g, backward, [sizeOf(data.shape)])];
    if (withForward) {
      const moves = g.input(MOVES, "float32", data.shape);
      const [forward] = gradients(g, [mul(g, backward, moves)], [seeds]) as [Value];
      outputs.push(reshape(g, forward, [sizeOf(logits.shape)]));
    }
    return { outputs, read: ([back, ahead]) => ({ backward: back!, forward: ahead ?? new Float32Array() }) };
  };
}

/**
 * The singular values of the Jacobians of the first 8 samples, all together, largest first. Exact
 * up to 64 classes; above, the 16 largest of each sample by the randomized method of Halko,
 * Martinsson and Tropp (2011, algorithms 4.4 and 5.1) with 24 directions and one power iteration.
 * Batch normalization uses these samples as its batch.
 *
 * @throws InputError naming an operator without a gradient, and where the samples are whole numbers
 */
export async function jacobianSingularValues(runtime: Runtime, subject: Subject): Promise<readonly number[]> {
  const { layers, shape, batch } = subject;
  const rows = Math.min(SAMPLES, batch.rows);
  const network = { layers, shape, rows, mode: "measure" } as const;
  let classes = 0;
  const readClasses: Point<null> = ({ g, network: { logits } }) => {
    classes = logits.shape[1]!;
    if (!hasSlope(g, logits, g.build().inputs.find(({ name }) => name === "data")!)) {
      throw new InputError(
        "the network reads its samples as whole numbers, by which nothing can be differentiated: a token has no small change.",
      );
    }
    return { outputs: [], read: () => null };
  };
  instrument(network, { readClasses });
  const isExact = classes <= EXACT_CLASSES;
  const loaded = await loadInstrument(runtime, instrument(network, { products: products(!isExact) }));
  try {
    const sides = { rows, classes, inputs: sizeOf(shape) };
    const multiply = multiplier(loaded, subject, sides);
    const bySample = isExact ? await exact(multiply, sides) : await randomized(multiply, sides);
    return bySample.flat().sort((a, b) => b - a);
  } finally {
    await loaded.release();
  }
}

interface Sides {
  readonly rows: number;
  readonly classes: number;
  readonly inputs: number;
}

type Multiply = (seeds: Float32Array, moves?: Float32Array) => Promise<Products>;

function multiplier(
  { look }: Instrument<{ products: Point<Products> }>,
  { weights, batch, shape }: Subject,
  { rows, classes, inputs }: Sides,
): Multiply {
  const some = { inputs: batch.inputs.subarray(0, rows * inputs), labels: batch.labels.subarray(0, rows), rows };
  return async (seeds, moves) => {
    const more = {
      [SEEDS]: tensor("float32", [rows, classes], seeds),
      ...(moves === undefined ? {} : { [MOVES]: tensor("float32", [rows, ...shape], moves) }),
    };
    return (await look(weights, some, more)).products;
  };
}

/** One backward pass per class, for all samples at once. */
async function exact(multiply: Multiply, { rows, classes, inputs }: Sides): Promise<number[][]> {
  const jacobians = Array.from({ length: rows }, () => new Float32Array(classes * inputs));
  for (let c = 0; c < classes; c++) {
    const seeds = Float32Array.from({ length: rows * classes }, (_, i) => Number(i % classes === c));
    const { backward } = await multiply(seeds);
    for (const [i, jacobian] of jacobians.entries()) {
      jacobian.set(backward.subarray(i * inputs, (i + 1) * inputs), c * inputs);
    }
  }
  return jacobians.map((values) => singularValues({ rows: classes, columns: inputs, values }));
}

/**
 * The roots of the Gram matrix's eigenvalues: they are as right as the float32 numbers of the
 * Jacobian, whose rounding is a 1e-7 of the largest.
 */
function singularValues(jacobian: Parameters<typeof gramOf>[0]): number[] {
  const gram = gramOf(jacobian);
  const count = Math.min(jacobian.rows, jacobian.columns);
  if (gram === undefined) return new Array<number>(count).fill(Number.NaN);
  const { values } = symmetricEigen(matrix(gram.side, gram.side, gram.values));
  return Array.from(values, (x) => Math.sqrt(Math.max(x, 0)) * gram.scale);
}

async function randomized(multiply: Multiply, { rows, classes, inputs }: Sides): Promise<number[][]> {
  const none = new Float32Array(rows * inputs);
  const count = Math.min(DIRECTIONS, inputs);
  const draws = stream(0, "diagnosis", "jacobian");
  const seeds = Array.from({ length: count }, (_, k) =>
    Float32Array.from(normals(draws, rows * classes, k * rows * classes)),
  );
  const backward = async (vectors: readonly Float32Array[]) => {
    const results: Float32Array[] = [];
    for (const vector of vectors) results.push((await multiply(vector, none)).backward);
    return orthonormal(results, rows, inputs);
  };
  const forward = async (vectors: readonly Float32Array[]) => {
    const results: Float32Array[] = [];
    for (const vector of vectors) results.push((await multiply(seeds[0]!, vector)).forward);
    return results;
  };
  const once = orthonormal(await forward(await backward(seeds)), rows, classes);
  const images = await forward(await backward(once));
  return Array.from({ length: rows }, (_, i) => {
    const values = new Float32Array(count * classes);
    for (const [k, image] of images.entries()) {
      values.set(image.subarray(i * classes, (i + 1) * classes), k * classes);
    }
    return singularValues({ rows: count, columns: classes, values }).slice(0, RETURNED);
  });
}

/**
 * Each sample's vectors, made orthonormal by Gram and Schmidt, twice. A vector of no length is 0.
 */
function orthonormal(vectors: readonly Float32Array[], rows: number, size: number): Float32Array[] {
  const results = vectors.map((vector) => Float64Array.from(vector));
  for (let row = 0; row < rows; row++) {
    const parts = results.map((vector) => vector.subarray(row * size, (row + 1) * size));
    for (const [k, part] of parts.entries()) {
      const before = Math.sqrt(dot(part, part));
      for (let pass = 0; pass < 2; pass++) {
        for (const other of parts.slice(0, k)) {
          const share = dot(part, other);
          for (let i = 0; i < size; i++) part[i]! -= share * other[i]!;
        }
      }
      const length = Math.sqrt(dot(part, part));
      const factor = length > 1e-6 * before ? 1 / length : 0;
      for (let i = 0; i < size; i++) part[i]! *= factor;
    }
  }
  return results.map((vector) => Float32Array.from(vector));
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
