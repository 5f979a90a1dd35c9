/** A network at given weights, looked into: what its hidden layers answer, its logits, and the gradient by each kernel. */

import { GraphBuilder } from "../graph/builder.js";
import { compile } from "../graph/compiler/compile.js";
import { reduceMean } from "../graph/expressions.js";
import { gradients } from "../graph/gradients/gradients.js";
import { type Shape, sizeOf, type Tensor } from "../graph/tensor.js";
import type { Batch, Weights } from "../initializers/network.js";
import type { Layer } from "../network/layers/layer.js";
import { buildNetwork } from "../network/layers/build-network.js";
import type { TensorSpecification } from "../network/parameter.js";
import type { Runtime } from "../runtime/runtime.js";
import { crossEntropy, oneHot } from "../training/loss.js";

export interface Seen {
  /** `[rows, classes]`. */
  readonly logits: Float32Array;
  /** What each activation answers, in the order of the forward pass. */
  readonly answers: readonly Float32Array[];
  /** Of the mean cross-entropy, by kernel, in the order of the forward pass. */
  readonly kernelGradients: readonly Float32Array[];
}

export interface Probe {
  readonly parameters: readonly TensorSpecification[];
  look(weights: Weights, batch: Batch): Promise<Seen>;
  release(): Promise<void>;
}

export interface ProbeOptions {
  readonly input: Shape;
  readonly classes: number;
  readonly rows: number;
  /** Whether gradients are wanted. */
  readonly backward: boolean;
}

const ACTIVATIONS = ["Relu", "Tanh", "Sigmoid"];

/**
 * @param layers a network without running statistics; dropout rests
 * @throws ShapeError where it does not fit the samples
 */
export async function createProbe(
  runtime: Runtime,
  layers: Layer,
  { input, classes, rows, backward }: ProbeOptions,
): Promise<Probe> {
  const g = new GraphBuilder("probe");
  const x = g.input("data", "float32", [rows, ...input]);
  const labels = g.input("labels", "int32", [rows]);
  const { logits, parameters } = buildNetwork(g, layers, x, { mode: "evaluate" });
  const answers = g.nodes.filter(({ operator }) => ACTIVATIONS.includes(operator)).map(({ outputs }) => outputs[0]!);
  const kernels = parameters.filter(({ role }) => role.kind === "kernel");
  const loss = reduceMean(g, crossEntropy(g, logits, oneHot(g, labels, classes)), [0], false);
  const wanted = backward ? kernels.map(({ value }) => value) : [];
  const slopes = backward ? gradients(g, [loss], wanted) : [];
  g.output("logits", logits);
  answers.forEach((value, i) => {
    g.output(`answer:${i}`, value);
  });
  slopes.forEach((value, i) => {
    g.output(`gradient:${i}`, value);
  });
  const session = await runtime.createSession(compile(g.build(), runtime));
  return {
    parameters: parameters.map(({ name, shape, role }) => ({ name, shape, role })),
    look: async (weights, batch) => {
      const inputs: Record<string, Tensor> = {
        data: { type: "float32", shape: [rows, ...input], data: batch.inputs },
        labels: { type: "int32", shape: [rows], data: batch.labels },
      };
      for (const { name, shape } of parameters) {
        const data = weights[name];
        if (data?.length !== sizeOf(shape)) throw new Error(`createProbe: no numbers for "${name}"`);
        inputs[name] = { type: "float32", shape, data };
      }
      const outputs = await session.run(inputs);
      const numbers = (name: string) => outputs[name]!.data as Float32Array;
      return {
        logits: numbers("logits"),
        answers: answers.map((_, i) => numbers(`answer:${i}`)),
        kernelGradients: slopes.map((_, i) => numbers(`gradient:${i}`)),
      };
    },
    release: () => session.release(),
  };
}

/** Samples as a network sees them. */
export function batchOf(
  {
    inputs,
    labels,
    count,
  }: { readonly inputs: Uint8Array | Float32Array; readonly labels: Int32Array; readonly count: number },
  chosen: Int32Array,
): Batch {
  const size = inputs.length / count;
  const scale = inputs instanceof Uint8Array ? 1 / 255 : 1;
  const picked = new Float32Array(chosen.length * size);
  chosen.forEach((sample, row) => {
    for (let i = 0; i < size; i++) picked[row * size + i] = inputs[sample * size + i]! * scale;
  });
  return { inputs: picked, labels: Int32Array.from(chosen, (sample) => labels[sample]!), rows: chosen.length };
}
