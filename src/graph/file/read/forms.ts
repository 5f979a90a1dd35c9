/**
 * Operators as other opsets have them, brought to the forms of opset 17. The table has one entry
 * per operator that ever changed. Operators without an entry have had one form since opset 7, or
 * since they exist, as far as their inputs go.
 */
import type { GraphBuilder } from "../../builder.js";
import type { Attribute, Value } from "../../graph.js";
import { type Tensor, tensor, toNumbers } from "../../tensor.js";

/** A node as the file has it. */
export interface FileNode {
  readonly g: GraphBuilder;
  readonly opset: number;
  readonly operator: string;
  readonly inputs: readonly (Value | undefined)[];
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly outputCount: number;
  /** Stem for the names of what is added beside the node. */
  readonly name: string;
  /** The numbers of a constant, or of what is computed from constants. */
  constant(value: Value | undefined): Tensor | undefined;
  /** Whether `Dropout` stays, for training, instead of becoming `Identity`. */
  readonly keepDropout: boolean;
  /** Whether anything reads this output. */
  isRead(output: number): boolean;
  fail(problem: string): never;
}

/** The node in our form; its outputs are the file's. */
export interface CanonicalNode {
  readonly operator?: string;
  readonly inputs?: readonly (Value | undefined)[];
  readonly attributes?: Readonly<Record<string, Attribute>>;
  readonly outputCount?: number;
}

/** How a node of another opset's form becomes one of ours. */
export type FormChange = (node: FileNode) => CanonicalNode;

type Attributes = Readonly<Record<string, Attribute>>;

function without(attributes: Attributes, ...names: readonly string[]): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => !names.includes(name)));
}

function integers(node: FileNode, values: readonly number[], what: string): Value {
  return node.g.constant(tensor("int64", [values.length], values), `${node.name}/${what}`);
}

function numbersOf(node: FileNode, input: number, what: string): number[] | undefined {
  const value = node.inputs[input];
  if (value === undefined) return undefined;
  return toNumbers(node.constant(value) ?? node.fail(`${what} must be a constant: all shapes are static`));
}

/** Attributes that became inputs in `since`, in the order of those inputs (after the first). */
function attributesToInputs(since: number, names: readonly string[]): FormChange {
  return (node) => {
    if (node.opset >= since) return {};
    const listed = names.map((name) => {
      const values = node.attributes[name] as readonly number[] | undefined;
      return values === undefined ? undefined : integers(node, values, name);
    });
    while (listed.length > 0 && listed.at(-1) === undefined) listed.pop();
    return { inputs: [node.inputs[0], ...listed], attributes: without(node.attributes, ...names) };
  };
}

/** ReduceMean and its kind: `axes` is an input since opset 18; ours is the attribute. */
const reduction: FormChange = (node) => {
  if (node.opset < 18) return {};
  const axes = numbersOf(node, 1, "axes") ?? [];
  if (axes.length === 0 && node.attributes.noop_with_empty_axes === 1) {
    return { operator: "Identity", inputs: [node.inputs[0]], attributes: {} };
  }
  const attributes = without(node.attributes, "noop_with_empty_axes");
  return { inputs: [node.inputs[0]], attributes: axes.length === 0 ? attributes : { ...attributes, axes } };
};

const pad: FormChange = (node) => {
  const { inputs, attributes, opset } = node;
  if (opset < 11) {
    const value = (attributes.value as number | undefined) ?? 0;
    const fill = value === 0 ? [] : [node.g.constant(tensor(inputs[0]!.type, [], [value]), `${node.name}/value`)];
    return {
      inputs: [inputs[0], integers(node, attributes.pads as readonly number[], "pads"), ...fill],
      attributes: without(attributes, "pads", "value"),
    };
  }
  const axes = numbersOf(node, 3, "axes");
  if (axes === undefined) return { inputs: inputs.slice(0, 3) };
  const rank = inputs[0]!.shape.length;
  const listed = numbersOf(node, 1, "pads")!;
  const pads = new Array<number>(2 * rank).fill(0);
  axes.forEach((axis, i) => {
    const at = axis < 0 ? axis + rank : axis;
    pads[at] = listed[i]!;
    pads[at + rank] = listed[i + axes.length]!;
  });
  return { inputs: [inputs[0], integers(node, pads, "pads"), inputs[2]] };
};

const clip: FormChange = (node) => {
  if (node.opset >= 11) return {};
  const bounds = ["min", "max"].map((name) => {
    const bound = node.attributes[name] as number | undefined;
    return bound === undefined
      ? undefined
      : node.g.constant(tensor(node.inputs[0]!.type, [], [bound]), `${node.name}/${name}`);
  });
  return { inputs: [node.inputs[0], ...bounds], attributes: {} };
};

/** Opset < 12 had `ratio` as an attribute; at inference it is the identity in every opset. */
const dropout: FormChange = (node) => {
  if (node.keepDropout) {
    const stated = node.attributes.ratio as number | undefined;
    const ratio = stated === undefined ? node.inputs[1] : node.g.scalar(stated);
    return { inputs: [node.inputs[0], ratio], attributes: without(node.attributes, "ratio"), outputCount: 1 };
  }
  const training = node.constant(node.inputs[2]);
  if (training !== undefined && toNumbers(training)[0] !== 0) {
    node.fail("training_mode is on; export the model for inference (model.eval())");
  }
  if (node.outputCount === 1 || !node.isRead(1)) {
    return { operator: "Identity", inputs: [node.inputs[0]], attributes: {}, outputCount: 1 };
  }
  return { attributes: without(node.attributes, "ratio") };
};

/** Before opset 13 the axes from `axis` (default 1) on were flattened into one. */
const softmax: FormChange = (node) => {
  if (node.opset >= 13) return {};
  const x = node.inputs[0]!;
  const rank = x.shape.length;
  const signed = (node.attributes.axis as number | undefined) ?? 1;
  const axis = signed < 0 ? signed + rank : signed;
  if (axis < 0 || axis >= rank) node.fail(`axis ${signed} is outside the ${rank} axes of the input`);
  if (x.shape.slice(axis + 1).every((n) => n === 1)) return { attributes: { axis } };
  const size = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);
  const flat = [size(x.shape.slice(0, axis)), size(x.shape.slice(axis))];
  const rows = node.g.apply("Reshape", [x, integers(node, flat, "flat")]);
  const result = node.g.apply(node.operator, [rows], { axis: 1 });
  return { operator: "Reshape", inputs: [result, integers(node, x.shape, "shape")], attributes: {} };
};

/**
 * Sizes: an attribute before opset 13; equal parts where left out, the last one smaller with
 * `num_outputs` (opset 18).
 */
const split: FormChange = (node) => {
  const attributes = without(node.attributes, "split", "num_outputs");
  if (node.inputs[1] !== undefined) return { attributes };
  const x = node.inputs[0]!;
  const stated = node.attributes.split as readonly number[] | undefined;
  const axis = (node.attributes.axis as number | undefined) ?? 0;
  const n = x.shape[axis < 0 ? axis + x.shape.length : axis] ?? node.fail(`axis ${axis} is outside the input`);
  const part = Math.ceil(n / node.outputCount);
  const equal = Array.from({ length: node.outputCount }, (_, i) => Math.max(0, Math.min(part, n - i * part)));
  return { inputs: [x, integers(node, stated ?? equal, "split")], attributes };
};

const batchNormalization: FormChange = (node) => {
  if (node.attributes.spatial === 0) node.fail("spatial = 0 (statistics for each element) is not supported");
  if (node.opset >= 14) return {};
  // Outputs after the first stood for training. Where nothing reads them they have no effect.
  for (let i = 1; i < node.outputCount; i++) {
    if (node.isRead(i))
      node.fail("its statistics are read, as in training; export the model for inference (model.eval())");
  }
  return { attributes: without(node.attributes, "spatial"), outputCount: 1 };
};

/**
 * Upsample (to opset 9) and Resize 10: pixels count from the corner, the nearest is the one before.
 */
const upsample: FormChange = (node) => {
  const [x, scalesInput] = node.inputs;
  const scales = node.attributes.scales as readonly number[] | undefined;
  const value =
    scalesInput ??
    node.g.constant(
      tensor("float32", [scales?.length ?? node.fail("scales are missing")], scales!),
      `${node.name}/scales`,
    );
  const mode = (node.attributes.mode as string | undefined) ?? "nearest";
  return {
    operator: "Resize",
    inputs: [x, undefined, value],
    attributes: { mode, coordinate_transformation_mode: "asymmetric", nearest_mode: "floor" },
  };
};

const resize: FormChange = (node) => {
  if (node.opset < 11) return upsample(node);
  const { antialias, keep_aspect_ratio_policy: policy } = node.attributes;
  if (antialias === 1) node.fail("antialias is not supported");
  if (policy !== undefined && policy !== "stretch") node.fail(`keep_aspect_ratio_policy "${policy}" is not supported`);
  const attributes = without(node.attributes, "antialias", "keep_aspect_ratio_policy", "axes");
  const axes = node.attributes.axes as readonly number[] | undefined;
  if (axes === undefined) return { attributes };
  const x = node.inputs[0]!;
  const fill = (values: readonly number[] | undefined, others: readonly number[]) =>
    values === undefined || values.length === 0
      ? undefined
      : others.map((n, i) => values[axes.findIndex((axis) => (axis < 0 ? axis + others.length : axis) === i)] ?? n);
  const scales = fill(
    numbersOf(node, 2, "scales"),
    x.shape.map(() => 1),
  );
  const sizes = fill(numbersOf(node, 3, "sizes"), x.shape);
  return {
    inputs:
      sizes === undefined
        ? [x, undefined, node.g.constant(tensor("float32", [x.shape.length], scales ?? []), `${node.name}/scales`)]
        : [x, undefined, undefined, integers(node, sizes, "sizes")],
    attributes,
  };
};

/** Since opset 12 base and exponent may differ in type; the result has the base's. */
const pow: FormChange = (node) => {
  const [base, exponent] = node.inputs as readonly [Value, Value];
  return base.type === exponent.type ? {} : { inputs: [base, node.g.apply("Cast", [exponent], { to: base.type })] };
};

const averagePool: FormChange = (node) => {
  const dilations = node.attributes.dilations as readonly number[] | undefined;
  if (dilations?.some((d) => d !== 1)) node.fail("dilations are not supported");
  return { attributes: without(node.attributes, "dilations") };
};

/** Attributes that say nothing about the values we compute. */
const ignoring =
  (...names: readonly string[]): FormChange =>
  (node) => ({ attributes: without(node.attributes, ...names) });

/** The changes of form, by operator. */
export const forms: Readonly<Record<string, FormChange>> = {
  Squeeze: attributesToInputs(13, ["axes"]),
  Unsqueeze: attributesToInputs(13, ["axes"]),
  ReduceSum: attributesToInputs(13, ["axes"]),
  Slice: attributesToInputs(10, ["starts", "ends", "axes"]),
  ...Object.fromEntries(
    ["ReduceMean", "ReduceMax", "ReduceMin", "ReduceProd", "ReduceL1", "ReduceL2", "ReduceSumSquare"].map((name) => [
      name,
      reduction,
    ]),
  ),
  Pad: pad,
  Clip: clip,
  Dropout: dropout,
  Softmax: softmax,
  LogSoftmax: softmax,
  Split: split,
  BatchNormalization: batchNormalization,
  Upsample: upsample,
  Resize: resize,
  Pow: pow,
  AveragePool: averagePool,
  Cast: ignoring("saturate", "round_mode"),
  Scatter: () => ({ operator: "ScatterElements" }),
};

/** Names that only older opsets know. */
export const olderOperators: readonly string[] = ["Upsample", "Scatter"];
