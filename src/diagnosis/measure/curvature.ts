/**
 * How the loss curves around the weights: its Hessian's largest eigenvalue, and MetaInit's
 * quotient.
 */
import { mul, reduceMean, reshape } from "../../graph/expressions.js";
import { gradients } from "../../graph/gradients/gradients.js";
import { type Shape, sizeOf, tensor } from "../../graph/tensor.js";
import { gradientQuotient } from "../../initializers/methods/data-driven/metainit.js";
import { normals, stream } from "../../random/index.js";
import type { Runtime } from "../../runtime/runtime.js";
import { instrument, loadInstrument, type Point } from "../../training/instrument.js";
import type { Subject } from "../subject.js";
import { largestEigenvalue } from "./lanczos.js";
import { sampleLosses, targetInputs } from "./output.js";

const directionOf = (name: string) => `${name}:direction`;

/** H·v for the Hessian H of the mean loss by all parameters; v is an input for each of them. */
const hessianProduct =
  ({ loss: subjectLoss }: Subject): Point<readonly Float32Array[]> =>
  (context) => {
    const { g, network } = context;
    const parameters = network.parameters.map(({ value }) => value);
    const loss = reduceMean(g, sampleLosses(context, subjectLoss), [0], false);
    const slopes = gradients(g, [loss], parameters);
    const along = slopes.map((slope, i) =>
      mul(g, slope, g.input(directionOf(network.parameters[i]!.name), "float32", slope.shape)),
    );
    return { outputs: gradients(g, along, parameters), read: (values) => values };
  };

/** MetaInit's quotient of the mean loss, with its ε of 1e-5. */
const quotient =
  ({ loss: subjectLoss }: Subject): Point<number> =>
  (context) => {
    const { g, network } = context;
    const loss = reduceMean(g, sampleLosses(context, subjectLoss), [0], false);
    const value = gradientQuotient(1e-5)({
      g,
      parameters: network.parameters.map((parameter) => parameter.value),
      loss: () => loss,
      gradients: (outputs, wrt) => gradients(g, outputs, wrt),
    });
    return { outputs: [reshape(g, value, [1])], read: ([numbers]) => numbers![0]! };
  };

/**
 * The largest eigenvalue of the Hessian of the batch's mean loss, by Lanczos's method until three
 * products raise it by less than 0.1 %, at most 60 products.
 *
 * @throws InputError naming an operator without a gradient
 */
export async function largestCurvature(runtime: Runtime, subject: Subject): Promise<number> {
  const { look, parameters, release } = await loadInstrument(
    runtime,
    instrument(network(subject), { hessianProduct: hessianProduct(subject) }),
  );
  try {
    const size = parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
    const product = async (v: Float64Array) => {
      const directions = Object.fromEntries(
        parts(v, parameters).map((part, i) => {
          const { name, shape } = parameters[i]!;
          return [directionOf(name), tensor("float32", shape, part)];
        }),
      );
      const more = { ...directions, ...targetInputs(subject) };
      const result = new Float64Array(size);
      let at = 0;
      for (const part of (await look(subject.weights, subject.batch, more)).hessianProduct) {
        result.set(part, at);
        at += part.length;
      }
      return result;
    };
    return await largestEigenvalue(normals(stream(0, "diagnosis", "curvature"), size), product, {
      tolerance: 1e-3,
      mostProducts: 60,
    });
  } finally {
    await release();
  }
}

/**
 * MetaInit's gradient quotient of the batch's mean loss.
 *
 * @throws InputError naming an operator without a gradient
 */
export async function quotientOf(runtime: Runtime, subject: Subject): Promise<number> {
  const { look, release } = await loadInstrument(
    runtime,
    instrument(network(subject), { quotient: quotient(subject) }),
  );
  try {
    return (await look(subject.weights, subject.batch, targetInputs(subject))).quotient;
  } finally {
    await release();
  }
}

const network = ({ layers, shape, batch }: Subject) => ({ layers, shape, rows: batch.rows, mode: "measure" }) as const;

/** A vector over all parameters, in parts of their sizes. */
function parts(v: Float64Array, parameters: readonly { readonly shape: Shape }[]): Float32Array[] {
  let at = 0;
  return parameters.map(({ shape }) => {
    const size = sizeOf(shape);
    at += size;
    return Float32Array.from(v.subarray(at - size, at));
  });
}
