/**
 * The network and data that data-driven initializers are handed, over a runtime: what layers answer, gradients, and compiled
 * objectives. Sessions are kept for all seeds of a problem.
 */
import type { Dataset } from "../data/dataset.js";
import { GraphBuilder } from "../graph/builder.js";
import { compiledSession } from "../graph/compiler/compile.js";
import { mul, reduceMean, reshape, sub } from "../graph/expressions.js";
import { gradients } from "../graph/gradients/gradients.js";
import type { Graph, Value } from "../graph/graph.js";
import { type Shape, sizeOf, type Tensor, tensor } from "../graph/tensor.js";
import type {
  AffineLayer,
  Batch,
  InitializableNetwork,
  ObjectiveContext,
  UnitStatistics,
  Weights,
} from "../initializers/network.js";
import type { Layer, NetworkGraph } from "../network/layers/layer.js";
import { buildNetwork } from "../network/layers/build-network.js";
import type { TensorSpecification } from "../network/parameter.js";
import { permutation, stream } from "../random/index.js";
import type { Recipe } from "../recipe.js";
import type { Runtime, Session } from "../runtime/runtime.js";
import { losses, oneHot } from "./loss.js";
import { filled } from "./state.js";

/** The networks of one problem, by seed. */
export interface InitializableNetworks {
  of(seed: number): InitializableNetwork;
  release(): Promise<void>;
}

const seedsInput = "seeds";
const dataInput = (batch: number) => `data:${batch}`;
const labelsInput = (batch: number) => `labels:${batch}`;
const scaleInput = (name: string) => `${name}:scale`;
const slopeOutput = (name: string) => `${name}:slope`;

/**
 * @param batch rows of a batch; fewer where the data set has fewer training samples
 * @throws ShapeError where the network does not fit the data
 */
export function initializableNetworks(
  runtime: Runtime,
  dataset: Dataset,
  layers: Layer,
  loss: Recipe["loss"],
  batch: number,
): InitializableNetworks {
  const { train, shape, classes } = dataset;
  const rows = Math.min(batch, train.count);
  const build = (g: GraphBuilder, x: Value, parameterInputs?: ReadonlyMap<string, Value>) =>
    buildNetwork(g, layers, x, { mode: "measure", ...(parameterInputs === undefined ? {} : { parameterInputs }) });
  const blueprint = new GraphBuilder("layers");
  const plan = build(blueprint, blueprint.input(dataInput(0), "float32", [rows, ...shape]));
  const affine = affineLayers(blueprint, plan).map(({ layer }) => layer);
  const states = () => stateTensors(plan);
  const sessions = new Map<string, Promise<Session>>();
  const session = (key: string, make: () => Graph): Promise<Session> => {
    const known = sessions.get(key) ?? compiledSession(make(), runtime);
    sessions.set(key, known);
    return known;
  };

  const of = (seed: number): InitializableNetwork => {
    const order = permutation(stream(seed, "init-data"), train.count);
    return {
      inputShape: shape,
      classes,
      rows,
      samples: train.count,
      layers: affine,
      batch: (index, wanted = rows) => takeBatch(dataset, order, index, Math.min(wanted, train.count)),
      statistics: async (weights, given) => {
        const run = await session(`statistics ${given.rows}`, () => statisticsGraph(build, shape, given.rows));
        const outputs = await run.run({
          ...weightTensors(plan, weights),
          ...states(),
          ...batchTensors(given, shape, 0),
        });
        const read = (name: string) => outputs[name]!.data as Float32Array;
        return Object.fromEntries(
          affine.map(({ name }): [string, UnitStatistics] => [
            name,
            { mean: read(`${name}:mean`), variance: read(`${name}:variance`) },
          ]),
        );
      },
      logitGradients: async (weights, given, seeds) => {
        const run = await session(`gradients ${given.rows}`, () => gradientsGraph(build, shape, given.rows));
        const outputs = await run.run({
          ...weightTensors(plan, weights),
          ...states(),
          ...batchTensors(given, shape, 0),
          [seedsInput]: tensor("float32", [given.rows, classes], seeds),
        });
        return Object.fromEntries(
          plan.parameters.map(({ name }) => [name, outputs[slopeOutput(name)]!.data as Float32Array]),
        );
      },
      compileObjective: async (wanted, objective) => {
        const graph = objectiveGraph(
          plan,
          build,
          { shape, classes, loss, rows: Math.min(wanted, train.count) },
          objective,
        );
        const run = await compiledSession(graph.graph, runtime);
        return {
          passes: graph.passes,
          evaluate: async (weights, scales, batches) => {
            const inputs: Record<string, Tensor> = { ...weightTensors(plan, weights), ...states() };
            for (const { name } of plan.parameters) {
              inputs[scaleInput(name)] = tensor("float32", [], [scales[name] ?? 1]);
            }
            batches.forEach((given, i) => {
              Object.assign(inputs, batchTensors(given, shape, i));
            });
            const outputs = await run.run(inputs);
            const number = (name: string) => Number(outputs[name]!.data[0]);
            return {
              value: number("objective"),
              slopes: Object.fromEntries(plan.parameters.map(({ name }) => [name, number(slopeOutput(name))])),
            };
          },
          release: () => run.release(),
        };
      },
    };
  };
  return {
    of,
    release: async () => {
      for (const made of sessions.values()) await (await made).release();
      sessions.clear();
    },
  };
}

type Build = (g: GraphBuilder, x: Value, parameterInputs?: ReadonlyMap<string, Value>) => NetworkGraph;

/** Mean and variance of each unit's pre-activation in every layer. */
function statisticsGraph(build: Build, shape: Shape, rows: number): Graph {
  const g = new GraphBuilder("statistics");
  const network = build(g, g.input(dataInput(0), "float32", [rows, ...shape]));
  for (const { layer, output, unitAxis } of affineLayers(g, network)) {
    const axes = output.shape.flatMap((_, axis) => (axis === unitAxis ? [] : [axis]));
    const mean = reduceMean(g, output, axes);
    const apart = sub(g, output, mean);
    g.output(`${layer.name}:mean`, reshape(g, mean, [layer.units]));
    g.output(`${layer.name}:variance`, reshape(g, reduceMean(g, mul(g, apart, apart), axes), [layer.units]));
  }
  return g.build();
}

/** The gradients of Σ seeds · logits with respect to every parameter. */
function gradientsGraph(build: Build, shape: Shape, rows: number): Graph {
  const g = new GraphBuilder("logit-gradients");
  const { logits, parameters } = build(g, g.input(dataInput(0), "float32", [rows, ...shape]));
  const seeds = g.input(seedsInput, "float32", logits.shape);
  const slopes = gradients(
    g,
    [logits],
    parameters.map((p) => p.value),
    [seeds],
  );
  parameters.forEach(({ name }, i) => {
    g.output(slopeOutput(name), slopes[i]!);
  });
  return g.build();
}

/** A graph of an objective with its slopes by scale, and the passes that one run of it makes. */
export function objectiveGraph(
  plan: Pick<NetworkGraph, "parameters">,
  build: Build,
  { shape, classes, loss, rows }: { shape: Shape; classes: number; loss: Recipe["loss"]; rows: number },
  objective: (context: ObjectiveContext) => Value,
) {
  const g = new GraphBuilder("objective");
  const scales = plan.parameters.map(({ name }) => g.input(scaleInput(name), "float32", []));
  const parameters = plan.parameters.map(({ name, shape: size }, i) =>
    mul(g, g.input(name, "float32", size), scales[i]!),
  );
  const given = new Map<string, Value>(); // states, once declared
  const batches = new Map<number, { x: Value; target: Value }>();
  const passes = { forward: 0, backward: 0 };
  const batchOf = (index: number) => {
    const known = batches.get(index);
    if (known !== undefined) return known;
    const x = g.input(dataInput(index), "float32", [rows, ...shape]);
    const made = { x, target: oneHot(g, g.input(labelsInput(index), "int32", [rows]), classes) };
    batches.set(index, made);
    return made;
  };
  const differentiate: ObjectiveContext["gradients"] = (outputs, wrt) => {
    passes.backward++;
    return gradients(g, outputs, wrt);
  };
  const value = objective({
    g,
    parameters,
    loss: (values, index) => {
      passes.forward++;
      const { x, target } = batchOf(index);
      const inputs = new Map([...given, ...plan.parameters.map(({ name }, i) => [name, values[i]!] as const)]);
      const { logits, states } = build(g, x, inputs);
      for (const state of states) given.set(state.name, state.value);
      return reduceMean(g, losses[loss](g, logits, target), [0], false);
    },
    gradients: differentiate,
  });
  const slopes = differentiate([value], scales);
  g.output("objective", value);
  plan.parameters.forEach(({ name }, i) => {
    g.output(slopeOutput(name), slopes[i]!);
  });
  return { graph: g.build(), passes };
}

/** The nodes that a kernel goes into directly, in the order of the forward pass, with their outputs. */
function affineLayers(g: GraphBuilder, { parameters }: NetworkGraph) {
  const byValue = new Map(parameters.map((p) => [p.value, p]));
  const plain = ({ name, shape, role }: TensorSpecification) => ({ name, shape, role });
  return g.nodes.flatMap((node) => {
    const own = node.inputs.flatMap((v) => (v === undefined ? [] : (byValue.get(v) ?? [])));
    const kernel = own.find((p) => p.role.kind === "kernel");
    const output = node.outputs[0]!;
    if (kernel === undefined || !["Conv", "ConvTranspose", "Gemm", "MatMul"].includes(node.operator)) return [];
    const unitAxis = node.operator.startsWith("Conv") ? 1 : output.shape.length - 1;
    const bias = own.find((p) => p.role.kind === "bias");
    const layer: AffineLayer = {
      name: kernel.name.replace(/[/.-]?kernel$/, ""),
      kernel: plain(kernel),
      ...(bias === undefined ? {} : { bias: plain(bias) }),
      units: output.shape[unitAxis]!,
    };
    return [{ layer, output, unitAxis }];
  });
}

/** Rows `index · rows` and on of the seed's order, from the start again after the last. */
function takeBatch({ train, shape }: Dataset, order: Int32Array, index: number, rows: number): Batch {
  const size = sizeOf(shape);
  const scale = train.inputs instanceof Uint8Array ? 1 / 255 : 1;
  const inputs = new Float32Array(rows * size);
  const labels = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    const sample = order[(index * rows + row) % train.count]!;
    labels[row] = train.labels[sample]!;
    for (let i = 0; i < size; i++) inputs[row * size + i] = train.inputs[sample * size + i]! * scale;
  }
  return { inputs, labels, rows };
}

function batchTensors({ inputs, labels, rows }: Batch, shape: Shape, index: number): Record<string, Tensor> {
  return {
    [dataInput(index)]: { type: "float32", shape: [rows, ...shape], data: inputs },
    [labelsInput(index)]: { type: "int32", shape: [rows], data: labels },
  };
}

function weightTensors({ parameters }: NetworkGraph, weights: Weights): Record<string, Tensor> {
  return Object.fromEntries(
    parameters.map(({ name, shape }) => {
      const data = weights[name];
      if (data?.length === sizeOf(shape)) return [name, { type: "float32", shape, data }];
      throw new Error(`no ${sizeOf(shape)} numbers for "${name}" [${shape.join(", ")}]; got ${data?.length ?? "none"}`);
    }),
  );
}

/** Running statistics, which nothing here reads. */
function stateTensors({ states }: NetworkGraph): Record<string, Tensor> {
  return Object.fromEntries(states.map(({ name, shape, initial }) => [name, filled("float32", shape, initial)]));
}
