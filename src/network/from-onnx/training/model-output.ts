/** The logits of an .onnx model: what stands before its last softmax, as `[N, classes]`. */
import { InputError } from "../../../errors.js";
import type { GraphBuilder } from "../../../graph/builder.js";
import { cast, reshape, scale } from "../../../graph/expressions.js";
import type { Graph, Node, Value } from "../../../graph/graph.js";
import { type Shape, sizeOf } from "../../../graph/tensor.js";

/** The value that the loss reads. */
export interface Logits {
  /** A value of the graph: `[N, classes]`, with axes of size 1 anywhere. */
  readonly value: Value;
  /** The operator after it that is left out: "Softmax". */
  readonly before?: string | undefined;
}

const endings: ReadonlySet<string> = new Set(["Softmax", "LogSoftmax", "Sigmoid"]);

/** Operators that may stand behind a softmax: they only move its numbers. */
const moving: ReadonlySet<string> = new Set(["Identity", "Cast", "Squeeze", "Unsqueeze", "Reshape", "Flatten"]);

/** What an output of a model is, for `rows` samples. */
export interface OutputForm {
  /** Of one sample, as the model returns it: `[classes]`, `[C, H, W]`. */
  readonly shape: Shape;
  /** The operator that it ends in, where that is a softmax or a sigmoid. */
  readonly ending: "Softmax" | "LogSoftmax" | "Sigmoid" | undefined;
  /** Of a softmax: the axis that it is over, where the batch is axis 0. */
  readonly axis: number | undefined;
}

/** The form of an output, from the graph at a number of rows. */
export function outputForm(graph: Graph, output: Value): OutputForm {
  const producers = new Map<Value, Node>(graph.nodes.flatMap((node) => node.outputs.map((v) => [v, node])));
  const last = producers.get(output);
  const { shape } = output;
  const signed = last?.operator.endsWith("Softmax") ? (last.attributes.axis as number) : undefined;
  const axis = signed === undefined ? undefined : signed < 0 ? signed + shape.length : signed;
  const { before } = logitsBehind(graph, output, axis);
  return { shape: shape.slice(1), ending: before as OutputForm["ending"], axis };
}

/**
 * Goes back from an output to the value before its softmax or sigmoid, if it ends in one.
 *
 * @param axis that a softmax may be over; without it the only one that has more than one element
 */
export function logitsBehind(graph: Graph, output: Value, axis?: number): Logits {
  const producers = new Map<Value, Node>(graph.nodes.flatMap((node) => node.outputs.map((v) => [v, node])));
  let at = producers.get(output);
  while (at !== undefined && moving.has(at.operator)) at = producers.get(at.inputs[0]!);
  if (at === undefined) return { value: output };
  if (endings.has(at.operator) && isOverClasses(at, axis)) return { value: at.inputs[0]!, before: at.operator };
  // exp(z) / Σ exp(z), as some exporters write a softmax; z may be less by its largest number.
  const [exp, sum] = at.operator === "Div" ? at.inputs.map((v) => producers.get(v!)) : [];
  const isSoftmax = exp?.operator === "Exp" && sum?.operator === "ReduceSum" && sum.inputs[0] === exp.outputs[0];
  if (isSoftmax && sumsClasses(sum)) return { value: exp.inputs[0]!, before: "Softmax" };
  return { value: output };
}

/** Whether a sum leaves one number for each row. */
function sumsClasses({ inputs, outputs }: Node): boolean {
  const [x, sum] = [inputs[0]!.shape, outputs[0]!.shape];
  return sum[0] === x[0] && sizeOf(sum) === x[0] && sizeOf(x) > x[0]!;
}

/**
 * A softmax must be over the axis that is meant, or the only one besides the batch that has more
 * than one element.
 */
function isOverClasses({ operator, attributes, outputs }: Node, meant: number | undefined): boolean {
  if (operator === "Sigmoid") return true;
  const { shape } = outputs[0]!;
  const signed = attributes.axis as number;
  const axis = signed < 0 ? signed + shape.length : signed;
  if (axis > 0 && axis === meant) return true;
  return axis > 0 && sizeOf(shape.slice(1)) === shape[axis];
}

/** What logits are to be, and where they come from. */
export interface LogitsWanted {
  /** The name of the model's output. */
  readonly output: string;
  /** The names of its other outputs. */
  readonly others: readonly string[];
  readonly rows: number;
  readonly classes: number;
  /** Whether an output of any shape `[N, …]` is read, flattened, whatever the classes are. */
  readonly anyShape: boolean;
}

/**
 * Brings the logits of `rows` samples into `[rows, classes]`.
 *
 * @param note receives what is done beyond that
 * @throws InputError where they are no logits, or of another number of classes
 */
export function logitMatrix(
  g: GraphBuilder,
  value: Value,
  { output, others, rows, classes, anyShape }: LogitsWanted,
  note: (note: string) => void,
): Value {
  const { shape, type } = value;
  const size = sizeOf(shape.slice(1));
  const instead =
    others.length > 0
      ? `The file has other outputs: ${others.map((name) => `"${name}"`).join(", ")}.`
      : "Export the model with an output of logits.";
  const inWords = `[${["N", ...shape.slice(1)].join(", ")}]`;
  if (type !== "float32" && type !== "float64") {
    throw new InputError(
      `its output "${output}" holds ${type} ${inWords}, expected float logits [N, ${classes > 0 ? classes : "classes"}]. ${instead}`,
    );
  }
  if (anyShape && shape[0] === rows && shape.length > 0) return cast(g, reshape(g, value, [rows, size]), "float32");
  if (shape[0] !== rows || shape.slice(1).filter((n) => n !== 1).length > 1) {
    throw new InputError(
      `its output "${output}" is ${shape[0] === rows ? inWords : `[${shape.join(", ")}] for ${rows} samples`}, ` +
        `expected logits [N, ${classes > 0 ? classes : "classes"}]. ${shape[0] === rows ? "" : "The first axis of the output must be the batch. "}${instead}`,
    );
  }
  const logits = cast(g, reshape(g, value, [rows, size]), "float32");
  if (size === 1 && classes === 2) {
    note(`its one output is the logit of the second class, and the first class has the logit 0`);
    return g.apply("Concat", [scale(g, logits, 0), logits], { axis: 1 });
  }
  if (size !== classes) {
    throw new InputError(
      `its output "${output}" is ${inWords}, ${size === 1 ? "1 class" : `${size} classes`}, and the data has ${classes}. ` +
        `${others.length > 0 ? `${instead} Or give` : "Give"} its last layer ${classes} outputs and export it again, or choose data with ${size} classes.`,
    );
  }
  if (shape.length !== 2) note(`its output ${inWords} is read as [N, ${classes}]`);
  return logits;
}
