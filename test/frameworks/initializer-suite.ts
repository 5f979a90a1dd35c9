/** What a framework's initializers draw beside the methods of the table. */
import { expect, it } from "vitest";
import { initialWeights, parseInitializer, type TensorSpecification } from "../../src/initializers/index.js";
import { axesIn } from "../../src/weights/layout.js";
import { momentsOf, twoSampleDistance } from "./agree.js";
import type { Drawn } from "./ask.js";
import {
  type Counterpart,
  conventions,
  counterpartsOf,
  type Framework,
  kernelOf,
  orthogonalOf,
} from "./initializers.js";

/** Standard errors that the variances of two samples may differ by. */
const STANDARD_ERRORS = 5;

/** A kernel of a counterpart. */
export interface Case extends Counterpart {
  readonly kernel: string;
  /** In the framework's layout. */
  readonly shape: readonly number[];
}

/** The kernels of all counterparts, in the order in which the framework is asked. */
export function casesOf(framework: Framework): Case[] {
  return [...counterpartsOf[framework], ...orthogonalOf[framework]].flatMap((counterpart) =>
    counterpart.kernels.map((kernel) => {
      const tensor = kernelOf(kernel);
      const empty = { ...tensor, data: new Float32Array(tensor.shape.reduce((size, n) => size * n, 1)) };
      return { ...counterpart, kernel, shape: axesIn(empty, conventions[framework].layout).shape };
    }),
  );
}

/** What our method draws, in the framework's layout. */
function ours(method: string, framework: Framework, tensor: TensorSpecification): Float32Array {
  const { initializer, options } = parseInitializer(method);
  const data = initialWeights(initializer as Parameters<typeof initialWeights>[0], [tensor], 1, options)[tensor.name]!;
  return axesIn({ ...tensor, data }, conventions[framework].layout).data as Float32Array;
}

/** Standard errors between the variances of two samples; each has its own fourth moment. */
function varianceDistance(left: Float32Array, right: Float32Array): number {
  const relativeError = (data: Float32Array) => {
    const { mean, std } = momentsOf(data);
    const fourth = data.reduce((sum, x) => sum + (x - mean) ** 4, 0) / data.length;
    return (fourth / std ** 4 - 1) / data.length;
  };
  const ratio = Math.log(momentsOf(left).std ** 2 / momentsOf(right).std ** 2);
  return Math.abs(ratio) / Math.sqrt(relativeError(left) + relativeError(right));
}

/** The largest element of gain⁻² W Wᵀ − I, or of gain⁻² Wᵀ W − I where W has more rows. */
function notOrthogonal(data: Float32Array, rows: number, gain: number): number {
  const columns = data.length / rows;
  const [count, length] = [Math.min(rows, columns), Math.max(rows, columns)];
  const at = (i: number, k: number) => (rows <= columns ? data[i * columns + k]! : data[k * columns + i]!);
  let most = 0;
  for (let i = 0; i < count; i++) {
    for (let j = i; j < count; j++) {
      let sum = 0;
      for (let k = 0; k < length; k++) sum += at(i, k) * at(j, k);
      most = Math.max(most, Math.abs(sum / gain ** 2 - (i === j ? 1 : 0)));
    }
  }
  return most;
}

const isOrthogonal = ({ method }: Case) => method.includes("orthogonal");
const isFixed = ({ method }: Case) => /^(zero|ones|constant|identity)/.test(method);

/**
 * Compares what a framework drew for `casesOf` with our methods.
 *
 * @param drawn the answer to case i, once the tests run
 */
export function describeInitializers(framework: Framework, drawn: (i: number) => Drawn): void {
  const cases = casesOf(framework).map((one, i) => [`${one.method} and ${one.call}: ${one.kernel}`, one, i] as const);
  const oursOf = ({ method, kernel }: Case) => ours(method, framework, kernelOf(kernel));

  // TensorFlow.js does not export what computes them.
  const withFans = framework === "tfjs" ? [] : cases;
  it.each(withFans)("fans of %s", (_, { kernel }, i) => {
    const { fanIn, fanOut } = conventions[framework].fans(kernelOf(kernel));
    expect(drawn(i).fans).toEqual([fanIn, fanOut]);
  });

  it.each(cases.filter(([, one]) => !isOrthogonal(one) && !isFixed(one)))("%s", (_, one, i) => {
    const [ourDraw, theirs] = [oursOf(one), drawn(i)];
    expect(theirs.shape).toEqual(one.shape);
    expect(ourDraw.length).toBe(theirs.data.length);
    expect(varianceDistance(ourDraw, theirs.data)).toBeLessThan(STANDARD_ERRORS);
    expect(twoSampleDistance(ourDraw, theirs.data)).toBeLessThan(1);
  });

  it.each(cases.filter(([, one]) => isFixed(one)))("%s", (_, one, i) => {
    expect(drawn(i).shape).toEqual(one.shape);
    expect(oursOf(one)).toEqual(drawn(i).data);
  });

  it.each(cases.filter(([, one]) => isOrthogonal(one)))("%s", (_, one, i) => {
    const { method, shape } = one;
    const [ourDraw, theirs] = [oursOf(one), drawn(i)];
    expect(theirs.shape).toEqual(shape);
    const isDelta = method.startsWith("delta");
    if (isDelta) expect(ourDraw.map(isNotZero)).toEqual(theirs.data.map(isNotZero));
    const matrices = isDelta ? [ourDraw.filter(isNotZero), theirs.data.filter(isNotZero)] : [ourDraw, theirs.data];
    // PyTorch has the outputs first, the others last; of a delta kernel the middle is left.
    const size = shape.reduce((all, n) => all * n, 1);
    const rows = isDelta ? shape.at(-2)! : framework === "pytorch" ? shape[0]! : size / shape.at(-1)!;
    // Some hundred products of single precision.
    for (const matrix of matrices) expect(notOrthogonal(matrix, rows, 2)).toBeLessThan(2e-5);
  });
}

const isNotZero = (x: number) => Number(x !== 0);
