/** What one network's layers return at some weights, and the gradients by it. */
import { cast, reduceSum } from "../../graph/expressions.js";
import type { Value } from "../../graph/graph.js";
import type { AffineLayer, Weights } from "../../initializers/network-access.js";
import type { TensorRole } from "../../network/parameter.js";
import type { Runtime } from "../../runtime/runtime.js";
import { instrument, loadInstrument, type PlacedPoint, type PointContext } from "../../training/instrument.js";
import { slopesOfGroups } from "../measure/gradient-paths.js";
import { measuredLayers } from "../measure/layers.js";
import { list } from "../measure/list.js";
import { sampleLosses, targetInputs } from "../measure/output.js";
import { rowAxes } from "../measure/row-axes.js";
import type { Subject } from "../subject.js";

/** One layer at some weights. */
export interface SeenLayer {
  readonly name: string;
  readonly kernel: string;
  readonly bias: string | undefined;
  /** Of the kernel. */
  readonly role: TensorRole;
  /** What the layer returns before its activation, for all samples. */
  readonly answers: Float32Array;
  /**
   * √ mean square of the derivative of one sample's loss by one answer; null without a gradient.
   */
  readonly gradient: number | null;
}

/** A network of one size in a runtime. */
export interface Viewer {
  /** One pass of the subject's batch, forward and backward; layers in the order of the pass. */
  look(weights: Weights): Promise<readonly SeenLayer[]>;
  /** Frees the session. */
  release(): Promise<void>;
}

/**
 * Loads a network so that all its layers can be seen. Batch normalization uses the batch; dropout
 * is off.
 *
 * @throws ShapeError where the network does not fit the samples
 */
export async function openViewer(runtime: Runtime, subject: Subject): Promise<Viewer> {
  const { layers, shape, batch, weights } = subject;
  const network = { layers, shape, rows: batch.rows, mode: "measure" } as const;
  const seen = (context: PointContext): PlacedPoint<readonly SeenLayer[]> => {
    const { g } = context;
    const measured = measuredLayers(g, context.network, weights, rowAxes(g, network));
    const total = reduceSum(g, sampleLosses(context, subject.loss), [0], false);
    const slopes = slopesOfGroups(
      g,
      total,
      measured.map(({ output }) => [output]),
    );
    const numbers = (value: Value) => cast(g, value, "float32");
    return list(
      measured.map(({ layer, output }, i) => {
        const slope = slopes[i]!;
        return pointOf(layer, [output, ...("reason" in slope ? [] : slope.values)].map(numbers));
      }),
    );
  };
  const { look, release } = await loadInstrument(runtime, instrument(network, { seen }));
  return { look: async (at) => (await look(at, batch, targetInputs(subject))).seen, release };
}

function pointOf({ name, kernel, bias }: AffineLayer, outputs: readonly Value[]): PlacedPoint<SeenLayer> {
  return {
    outputs,
    read: ([answers, gradient]) => ({
      name,
      kernel: kernel.name,
      bias: bias?.name,
      role: kernel.role,
      answers: answers!,
      gradient: gradient === undefined ? null : rootMeanSquare(gradient),
    }),
  };
}

/** √ mean of squares. */
export function rootMeanSquare(numbers: Float32Array): number {
  return Math.sqrt(numbers.reduce((sum, x) => sum + x * x, 0) / numbers.length);
}

/** √ mean of squares of the differences. */
export function rootMeanSquareChange(before: Float32Array, after: Float32Array): number {
  return Math.sqrt(after.reduce((sum, x, i) => sum + (x - before[i]!) ** 2, 0) / after.length);
}
