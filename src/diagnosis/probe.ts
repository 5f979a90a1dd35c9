/**
 * A network at some weights: its logits, the outputs of its activations, and the gradient by each
 * kernel.
 */
import type { Shape } from "../graph/tensor.js";
import type { Batch, Weights } from "../initializers/network-access.js";
import type { Layer } from "../network/layers/layer.js";
import type { TensorSpecification } from "../network/parameter.js";
import type { Runtime } from "../runtime/runtime.js";
import { instrument, loadInstrument, type Point } from "../training/instrument.js";
import { activations, logits, lossGradients } from "../training/points.js";

/** What a probe reads. */
export interface ProbeReadings {
  /** `[rows, classes]`. */
  readonly logits: Float32Array;
  /** The output of each activation, in the order of the forward pass. */
  readonly activations: readonly Float32Array[];
  /** The gradient of the mean cross-entropy by each kernel, in the order of the forward pass. */
  readonly kernelGradients: readonly Float32Array[];
}

/** Reads signals and gradients inside a network at any weights. */
export interface Probe {
  /** The network's parameters, in the order of the forward pass. */
  readonly parameters: readonly TensorSpecification[];
  /** Runs the network on a batch of `rows` samples. */
  look(weights: Weights, batch: Batch): Promise<ProbeReadings>;
  /** Frees the session. */
  release(): Promise<void>;
}

/** The batches of a probe, and whether it computes gradients. */
export interface ProbeOptions {
  /** One sample: `[C, H, W]` or `[F]`. */
  readonly input: Shape;
  /** Rows of a batch. */
  readonly rows: number;
  /** Whether to compute gradients. Without, `kernelGradients` is empty. */
  readonly backward: boolean;
}

const noGradients: Point<Weights> = () => ({ outputs: [], read: () => ({}) });

/**
 * Makes a probe of a network. Dropout is off; batch norm uses its initial running statistics.
 *
 * @throws ShapeError where the network does not fit the samples
 */
export async function createProbe(
  runtime: Runtime,
  layers: Layer,
  { input, rows, backward }: ProbeOptions,
): Promise<Probe> {
  const gradients = backward ? lossGradients("cross-entropy", ({ role }) => role.kind === "kernel") : noGradients;
  const points = { logits, activations, gradients };
  const { parameters, look, release } = await loadInstrument(
    runtime,
    instrument({ layers, shape: input, rows, mode: "evaluate" }, points),
  );
  return {
    parameters,
    look: async (weights, batch) => {
      const { gradients: byKernel, ...readings } = await look(weights, batch);
      return { ...readings, kernelGradients: Object.values(byKernel) };
    },
    release,
  };
}
