/**
 * A network whose inside can be read: one graph with the network and outputs at some of its points.
 * Data-driven initializers use it (`initializable-network.ts`), and so do the probes of
 * `diagnosis/`.
 */
import { GraphBuilder } from "../graph/builder.js";
import { compiledSession } from "../graph/compiler/compile.js";
import type { Graph, Value } from "../graph/graph.js";
import type { Shape } from "../graph/tensor.js";
import type { Batch, Weights } from "../initializers/network-access.js";
import { buildNetwork } from "../network/layers/build-network.js";
import type { Layer, NetworkGraph } from "../network/layers/layer.js";
import type { TensorSpecification } from "../network/parameter.js";
import type { Runtime, Tensors } from "../runtime/runtime.js";
import { stateTensors, weightTensors } from "./network-tensors.js";

/** The network, and the batches that it runs on. */
export interface InstrumentedNetwork {
  readonly layers: Layer;
  /** One sample: `[C, H, W]` or `[F]`. */
  readonly shape: Shape;
  /** Rows of a batch. */
  readonly rows: number;
  /**
   * "evaluate": batch norm uses its initial running statistics; "measure": it uses the batch.
   * Dropout is off in both.
   */
  readonly mode: "evaluate" | "measure";
}

/** The network's graph under construction, to which a point adds its outputs. */
export interface PointContext {
  readonly g: GraphBuilder;
  readonly network: NetworkGraph;
  /** The labels of the batch: `int32 [rows]`. */
  readonly labels: () => Value;
}

/** The outputs that a point adds to the graph. */
export interface PlacedPoint<R> {
  readonly outputs: readonly Value[];
  /** Turns the numbers of the outputs, in their order, into a reading. */
  readonly read: (numbers: readonly Float32Array[]) => R;
}

/** A place in a network that can be read. `points.ts` has those that are built in. */
export type Point<R = unknown> = (context: PointContext) => PlacedPoint<R>;

/** The readings of points, by the names of the points. */
export type Readings<P extends Readonly<Record<string, Point>>> = {
  readonly [N in keyof P]: P[N] extends Point<infer R> ? R : never;
};

/** The graph of a network and its points. */
export interface InstrumentedGraph<P extends Readonly<Record<string, Point>>> {
  readonly graph: Graph;
  readonly parameters: readonly TensorSpecification[];
  /**
   * The inputs of a run.
   *
   * @throws Error naming a parameter whose weights are missing or have the wrong size
   */
  inputs(weights: Weights, batch: Batch): Tensors;
  readings(outputs: Tensors): Readings<P>;
}

/**
 * Builds the graph of a network with outputs at some points.
 *
 * @param at the points, by names of the caller's choice
 * @throws ShapeError where the network does not fit the samples
 */
export function instrument<P extends Readonly<Record<string, Point>>>(
  { layers, shape, rows, mode }: InstrumentedNetwork,
  at: P,
): InstrumentedGraph<P> {
  const g = new GraphBuilder("instrument");
  const network = buildNetwork(g, layers, g.input("data", "float32", [rows, ...shape]), { mode });
  let labelInput: Value | undefined;
  const labels = () => {
    labelInput ??= g.input("labels", "int32", [rows]);
    return labelInput;
  };
  const outputName = (point: string, i: number) => `${point}:${i}`;
  const placed = Object.entries(at).map(([name, point]) => {
    const { outputs, read } = point({ g, network, labels });
    outputs.forEach((value, i) => {
      g.output(outputName(name, i), value);
    });
    return { name, count: outputs.length, read };
  });
  return {
    graph: g.build(),
    parameters: network.parameters.map(({ name, shape: size, role }) => ({ name, shape: size, role })),
    inputs: (weights, batch) => ({
      ...weightTensors(network, weights),
      ...stateTensors(network),
      data: { type: "float32", shape: [rows, ...shape], data: batch.inputs },
      labels: { type: "int32", shape: [rows], data: batch.labels },
    }),
    readings: (outputs) =>
      Object.fromEntries(
        placed.map(({ name, count, read }) => {
          const numbers = Array.from({ length: count }, (_, i) => outputs[outputName(name, i)]!.data as Float32Array);
          return [name, read(numbers)];
        }),
      ) as Readings<P>,
  };
}

/** An instrumented network in a runtime. */
export interface Instrument<P extends Readonly<Record<string, Point>>> {
  readonly parameters: readonly TensorSpecification[];
  /**
   * Runs a batch through the network.
   *
   * @param more inputs that points declare
   */
  look(weights: Weights, batch: Batch, more?: Tensors): Promise<Readings<P>>;
  /** Frees the session. */
  release(): Promise<void>;
}

/** Loads an instrumented network into a runtime. */
export async function loadInstrument<P extends Readonly<Record<string, Point>>>(
  runtime: Runtime,
  { graph, parameters, inputs, readings }: InstrumentedGraph<P>,
): Promise<Instrument<P>> {
  const session = await compiledSession(graph, runtime);
  return {
    parameters,
    look: async (weights, batch, more = {}) => readings(await session.run({ ...inputs(weights, batch), ...more })),
    release: () => session.release(),
  };
}
