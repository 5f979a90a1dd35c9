/** Weights of networks at the levels of mean-field theory. */

import { sizeOf } from "../../src/graph/tensor.js";
import type { Weights } from "../../src/initializers/network-access.js";
import { fans } from "../../src/network/fans.js";
import type { TensorSpecification } from "../../src/network/parameter.js";
import { normals, stream } from "../../src/random/index.js";
import type { NoiseLevels } from "../../src/signal/index.js";

/**
 * Draws networks with weights N(0, σ_w² / fanIn) and biases N(0, σ_b²), the head's weights at a
 * tenth.
 */
export const drawsOf =
  ({ sigmaW, sigmaB }: NoiseLevels) =>
  (parameters: readonly TensorSpecification[], seed: number): Weights =>
    Object.fromEntries(
      parameters.map((parameter) => {
        const { name, shape, role } = parameter;
        const deviation =
          role.kind === "kernel" ? ((role.head ? 0.1 : 1) * sigmaW) / Math.sqrt(fans(parameter).fanIn) : sigmaB;
        return [name, times(normals(stream(seed, "theory", name), sizeOf(shape)), deviation)];
      }),
    );

/** Numbers times a factor. A loop, since there are millions. */
export function times(numbers: ArrayLike<number>, factor: number): Float32Array<ArrayBuffer> {
  const result = new Float32Array(numbers.length);
  for (let i = 0; i < result.length; i++) result[i] = numbers[i]! * factor;
  return result;
}
