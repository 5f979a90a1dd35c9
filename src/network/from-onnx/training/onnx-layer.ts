/** An .onnx model as a layer: its graph, added at the batch of the samples. */
import { InputError } from "../../../errors.js";
import { type ExternalData, readOnnx } from "../../../graph/file/read.js";
import type { FileInput } from "../../../graph/file/signature.js";
import type { Graph, Value } from "../../../graph/graph.js";
import { emptyData } from "../../../graph/tensor.js";
import type { Layer } from "../../layers/layer.js";
import { addGraph, type ModelSource } from "./add-graph.js";
import { inType, type SampleForm, typeNotes } from "./model-input.js";
import { type Logits, logitMatrix, logitsBehind, type OutputForm, outputForm } from "./model-output.js";
import { shapesOfInputs, standIn } from "./other-inputs.js";
import type { TrainableModel } from "./trainable-model.js";

/** A model, and how it is used on a problem. */
export interface FittedModel {
  readonly model: TrainableModel;
  readonly externalData: ExternalData | undefined;
  /** All inputs. */
  readonly inputs: readonly FileInput[];
  /** The one that receives the samples. */
  readonly input: FileInput;
  /** The output with the logits. */
  readonly output: string;
  /** The other outputs. */
  readonly otherOutputs: readonly string[];
  /** How the samples go in. */
  readonly form: SampleForm;
  /** The batch of the file; undefined where it is open. */
  readonly fixedBatch: number | undefined;
  readonly classes: number;
  /** Whether an output of any shape `[N, …]` is read, flattened, whatever the classes are. */
  readonly anyShape: boolean;
  /** Of an output that ends in a softmax or sigmoid: whether what stands before it is read. */
  readonly readsLogits: boolean;
}

/**
 * The layer from samples to logits.
 *
 * @param note receives what was decided about the graph, in words, whenever the layer is applied
 * @param seen receives the output's form, likewise
 */
export function onnxLayer(
  fitted: FittedModel,
  note: (note: string) => void,
  seen: (form: OutputForm) => void = () => {},
): Layer {
  const { form, inputs, input, output, otherOutputs: others, classes, anyShape, readsLogits } = fitted;
  const sourceAt = sources(fitted, note);
  return {
    kind: "",
    apply: (x, scope) => {
      const { g } = scope;
      const rows = x.shape[0]!;
      const source = sourceAt(rows);
      const returned = source.graph.outputs.get(output)!;
      if (anyShape) seen(outputForm(source.graph, returned));
      const { value, before }: Logits = readsLogits
        ? logitsBehind(source.graph, returned, anyShape ? outputForm(source.graph, returned).axis : undefined)
        : { value: returned };
      const entry = source.graph.inputs.find(({ name }) => name === input.name)!;
      const typeNote = typeNotes[entry.type];
      if (typeNote !== undefined) note(`"${input.name}" reads the samples ${typeNote}`);
      const samples = inType(g, form.place(g, x), entry.type);
      const feeds = new Map<Value, Value>([[entry, samples]]);
      const shapes = shapesOfInputs(inputs, { input, shape: [rows, ...form.shape] });
      const read = new Set(source.graph.nodes.flatMap((node) => node.inputs));
      for (const one of source.graph.inputs.filter((other) => other !== entry && read.has(other))) {
        const other = inputs.find(({ name }) => name === one.name)!;
        feeds.set(one, standIn(g, source.graph, { input: other, shape: shapes[one.name]! }, note));
      }
      const [logits] = addGraph(scope, source, [value], feeds, note);
      if (before !== undefined) note(`the loss reads the logits before the ${before} of "${output}"`);
      return logitMatrix(g, logits!, { output, others, rows, classes, anyShape }, note);
    },
  };
}

/**
 * The model's graph for a number of rows. Where the file leaves the batch open, it is read with so
 * many; where that fails, or the file fixes the batch, it is read with the file's batch (or 1), and
 * its nodes are moved to the new one.
 */
function sources(
  { model, externalData, inputs, input, output, form, fixedBatch }: FittedModel,
  note: (note: string) => void,
): (rows: number) => ModelSource {
  const graphs = new Map<number, Graph>();
  const graphAt = (rows: number): Graph => {
    const before = graphs.get(rows);
    if (before !== undefined) return before;
    const graph = readOnnx(model.bytes, {
      inputShapes: shapesOfInputs(inputs, { input, shape: [rows, ...form.shape] }),
      keepDropout: true,
      onNote: note,
      ...(externalData === undefined ? {} : { externalData }),
    });
    const small = withoutNumbers(graph, model);
    graphs.set(rows, small);
    return small;
  };
  const openGraph = (rows: number): Graph | undefined => {
    try {
      const graph = graphAt(rows);
      return logitsBehind(graph, graph.outputs.get(output)!).value.shape[0] === rows ? graph : undefined;
    } catch (error) {
      if (error instanceof InputError) return undefined;
      throw error;
    }
  };
  return (rows) => {
    const graph = fixedBatch === undefined ? openGraph(rows) : undefined;
    if (graph !== undefined) return { model, graph, change: { from: rows, to: rows } };
    const from = fixedBatch ?? 1;
    return { model, graph: graphAt(from), change: { from, to: rows } };
  };
}

/** The graph without the numbers of parameters, which are drawn anew: a large model fits twice. */
function withoutNumbers(graph: Graph, { constants: drawn }: TrainableModel): Graph {
  const names = new Set(drawn.map(({ name }) => name));
  const constants = new Map(
    [...graph.constants].map(([v, data]) => [v, names.has(v.name) ? { ...data, data: emptyData(data.type, 0) } : data]),
  );
  return { ...graph, constants };
}
