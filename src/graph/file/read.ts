/** .onnx bytes → graph. */
import { fromBinary } from "@bufbuild/protobuf";
import { type GraphProto, type ModelProto, ModelProtoSchema, type NodeProto, type ValueInfoProto } from "onnx-buf";
import { InputError, ShapeError, unknownName } from "../../errors.js";
import { GraphBuilder } from "../builder.js";
import { fold } from "../compiler/simplify/evaluate.js";
import type { Attribute, Graph, Node, Value } from "../graph.js";
import { operators } from "../operators/index.js";
import { type Shape, type Tensor, tensor } from "../tensor.js";
import { whyNoModel } from "./foreign-file.js";
import { readAttributes } from "./read/attributes.js";
import { type FileNode, forms, olderOperators } from "./read/forms.js";
import { axesOf, layerOf, openBatchNames, opsetOf } from "./read/header.js";
import { type ExternalData, elementTypeOf, readTensor, type TensorSource } from "./read/tensors.js";

export type { ExternalData } from "./read/tensors.js";

/** How a file is read. */
export interface ReadOptions {
  /** Shapes of inputs, by name. They replace the file's shapes. */
  readonly inputShapes?: Readonly<Record<string, Shape>>;
  /**
   * Size of a first axis that the file leaves open, and of every axis of the same name.
   *
   * @defaultValue 1
   */
  readonly batch?: number;
  /** Reads weights that lie in side files. */
  readonly externalData?: ExternalData;
  /** Called once for each kind of data that is read as another (float16 as float32). */
  readonly onNote?: (note: string) => void;
}

/**
 * Results of at most this many elements are followed while reading: shapes computed from shapes.
 */
const largestFollowed = 64;

/**
 * Any .onnx model of opset 7 to 22 as a graph in the forms of opset 17, with static shapes. Values,
 * inputs and outputs keep the file's names; initializers become constants.
 * `readOnnx(writeOnnx(graph))` is the same graph.
 *
 * @throws InputError for bytes that are no ONNX model, an unsupported operator (with the list of
 * supported ones), an open axis without a size, weights in a side file without `externalData`
 *
 * @example
 * import { GraphBuilder, readOnnx, writeOnnx } from "stepzero/graph";
 *
 * const g = new GraphBuilder("relu");
 * g.output("y", g.apply("Relu", [g.input("x", "float32", [8, 10])]));
 * const graph = readOnnx(writeOnnx(g.build()));
 * graph.nodes.length; // → 1
 */
export function readOnnx(bytes: Uint8Array, options: ReadOptions = {}): Graph {
  const reason = whyNoModel(bytes);
  if (reason !== undefined) throw new InputError(`not an ONNX file: ${reason}`);
  let model: ModelProto;
  try {
    model = fromBinary(ModelProtoSchema, bytes);
  } catch (error) {
    throw new InputError(`not an ONNX file: ${messageOf(error)}`);
  }
  try {
    return new Reader(model, options).read();
  } catch (error) {
    if (error instanceof InputError) throw error;
    // Damaged bytes can decode to anything: any error here is the file's fault.
    throw new InputError(`not a valid ONNX file: ${messageOf(error)}`, { cause: error });
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

class Reader {
  readonly #graph: GraphProto;
  readonly #opset: number;
  readonly #options: ReadOptions;
  readonly #g: GraphBuilder;
  readonly #source: TensorSource;
  readonly #values = new Map<string, Value>();
  /** Results that follow from constants and shapes alone. */
  readonly #constants = new Map<Value, Tensor>();
  readonly #read = new Set<string>();

  constructor(model: ModelProto, options: ReadOptions) {
    if (model.graph === undefined || model.graph.output.length === 0) {
      throw new InputError("not an ONNX file: it holds no graph with outputs");
    }
    this.#graph = model.graph;
    this.#opset = opsetOf(model);
    this.#options = options;
    this.#g = new GraphBuilder(model.graph.name);
    const noted = new Set<string>();
    this.#source = {
      externalData: options.externalData,
      note: (note) => {
        if (!noted.has(note)) options.onNote?.(note);
        noted.add(note);
      },
    };
  }

  read(): Graph {
    const graph = this.#graph;
    if (graph.sparseInitializer.length > 0) throw new InputError("sparse initializers are not supported");
    const initialized = new Set(graph.initializer.map((t) => t.name));
    const inputNames = graph.input.map(({ name }) => name).filter((name) => !initialized.has(name));
    for (const name of Object.keys(this.#options.inputShapes ?? {})) {
      if (!inputNames.includes(name)) throw unknownName("input of the model", name, inputNames);
    }
    const open = openBatchNames(graph.input);
    for (const input of graph.input) {
      // Before IR version 4 initializers were listed among the inputs.
      if (!initialized.has(input.name)) this.#define(input.name, this.#input(input, open));
    }
    for (const proto of graph.initializer) {
      const data = readTensor(proto, `initializer "${proto.name}"`, this.#source);
      this.#define(proto.name, this.#g.constant(data, proto.name));
    }
    for (const node of graph.node) for (const name of node.input) this.#read.add(name);
    for (const output of graph.output) this.#read.add(output.name);
    for (const [i, node] of graph.node.entries()) this.#node(node, i);
    for (const { name } of graph.output) this.#g.output(name, this.#value(name, "the graph's outputs"));
    return this.#withoutAbsorbed(this.#g.build());
  }

  #define(name: string, value: Value): void {
    if (this.#values.has(name)) throw new InputError(`two values are named "${name}"`);
    this.#values.set(name, value);
  }

  #value(name: string, reader: string): Value {
    const value = this.#values.get(name);
    if (value === undefined) throw new InputError(`${reader}: no value "${name}" comes before`);
    return value;
  }

  #input(proto: ValueInfoProto, open: ReadonlySet<string>): Value {
    const where = `input "${proto.name}"`;
    const kind = proto.type?.value;
    if (kind?.case !== "tensorType") throw new InputError(`${where} is no tensor`);
    const type = elementTypeOf(kind.value.elemType, where, this.#source.note);
    return this.#g.input(proto.name, type, this.#shapeOf(proto, open));
  }

  #shapeOf(proto: ValueInfoProto, open: ReadonlySet<string>): Shape {
    const { inputShapes = {}, batch = 1 } = this.#options;
    const axes = axesOf(proto);
    const replacement = Object.hasOwn(inputShapes, proto.name) ? inputShapes[proto.name] : undefined;
    if (replacement !== undefined) {
      if (axes !== undefined && axes.length !== replacement.length) {
        throw new InputError(
          `input "${proto.name}" has ${axes.length} axes, the shape [${replacement.join(", ")}] of inputShapes has ${replacement.length}`,
        );
      }
      return replacement;
    }
    const shape = axes?.map((axis, i) =>
      typeof axis === "number" ? axis : i === 0 || open.has(axis) ? batch : undefined,
    );
    if (shape === undefined || shape.includes(undefined)) {
      const stated =
        axes === undefined ? "no shape" : `shape [${axes.map((axis) => (axis === "" ? "?" : axis)).join(", ")}]`;
      throw new InputError(
        `input "${proto.name}" has ${stated}: say its sizes with inputShapes: { "${proto.name}": [${(axes ?? ["…"]).map((n) => (typeof n === "number" ? n : "…")).join(", ")}] }`,
      );
    }
    return shape as number[];
  }

  #node(proto: NodeProto, index: number): void {
    const domain = proto.domain === "" || proto.domain === "ai.onnx" ? "" : `${proto.domain}:`;
    const operator = `${domain}${proto.opType}`;
    const name = proto.name === "" ? `${proto.opType}_${index}` : proto.name;
    const fail = (problem: string): never => {
      throw new InputError(`node "${name}" (${operator}): ${problem}`);
    };
    try {
      if (operator === "Constant") {
        const data = this.#constantNode(proto) ?? fail("its value is of a kind that is not supported");
        this.#define(proto.output[0] ?? "", this.#g.constant(data, proto.output[0]));
        return;
      }
      if (!operators.has(operator) && !olderOperators.includes(operator)) {
        fail(`is not supported. Supported operators: ${[...operators.keys(), ...olderOperators].sort().join(", ")}`);
      }
      this.#g.atLayer(layerOf(proto), () => this.#operatorNode(proto, operator, name, fail));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      if (error.message.startsWith("node ")) throw error;
      fail(error.message);
    }
  }

  #operatorNode(proto: NodeProto, operator: string, name: string, fail: (problem: string) => never): void {
    const inputs = proto.input.map((input) => (input === "" ? undefined : this.#value(input, "its inputs")));
    while (inputs.length > 0 && inputs.at(-1) === undefined) inputs.pop();
    const outputs = proto.output.slice();
    while (outputs.at(-1) === "") outputs.pop();
    const file: FileNode = {
      g: this.#g,
      opset: this.#opset,
      operator,
      inputs,
      attributes: readAttributes(proto, operator, this.#source),
      outputCount: outputs.length,
      name: outputs[0] ?? name,
      constant: (v) => this.#constantOf(v),
      isRead: (i) => this.#read.has(outputs[i] ?? ""),
      fail,
    };
    const form = Object.hasOwn(forms, operator) ? forms[operator]!(file) : {};
    const canonical = { operator, inputs, attributes: file.attributes, outputCount: outputs.length, ...form };
    while (canonical.inputs.at(-1) === undefined && canonical.inputs.length > 0)
      canonical.inputs = canonical.inputs.slice(0, -1);
    this.#apply(canonical, outputs).forEach((value, i) => {
      if (outputs[i] !== "") this.#define(outputs[i]!, value);
    });
  }

  /**
   * Adds the node. Where a shape input is computed from other shapes, its value is inserted as a
   * constant.
   */
  #apply(
    node: {
      operator: string;
      inputs: readonly (Value | undefined)[];
      attributes: Readonly<Record<string, Attribute>>;
      outputCount: number;
    },
    names: readonly string[],
  ): readonly Value[] {
    const add = (inputs: readonly (Value | undefined)[]) =>
      this.#g.applyAll(node.operator, inputs, node.attributes, { outputs: node.outputCount, outputNames: names });
    let outputs: readonly Value[];
    try {
      outputs = add(node.inputs);
    } catch (error) {
      const asConstants = node.inputs.map((v) => (v === undefined ? v : this.#asConstant(v)));
      if (!(error instanceof ShapeError) || asConstants.every((v, i) => v === node.inputs[i])) throw error;
      outputs = add(asConstants);
    }
    const producer = this.#g.producer(outputs[0]!) as Node;
    const folded = fold(producer, (v) => this.#constantOf(v), largestFollowed);
    if (folded !== undefined) this.#constants.set(outputs[0]!, folded);
    return outputs;
  }

  #constantOf(value: Value | undefined): Tensor | undefined {
    return value === undefined ? undefined : (this.#g.constantOf(value) ?? this.#constants.get(value));
  }

  #asConstant(value: Value): Value {
    const data = this.#constants.get(value);
    return data === undefined ? value : this.#g.constant(data, `${value.name}/value`);
  }

  #constantNode(proto: NodeProto): Tensor | undefined {
    const attribute = proto.attribute[0];
    switch (attribute?.name) {
      case "value":
        return attribute.t && readTensor(attribute.t, "its value", this.#source);
      case "value_float":
        return tensor("float32", [], [attribute.f]);
      case "value_floats":
        return tensor("float32", [attribute.floats.length], attribute.floats);
      case "value_int":
        return { type: "int64", shape: [], data: BigInt64Array.of(attribute.i) };
      case "value_ints":
        return { type: "int64", shape: [attribute.ints.length], data: BigInt64Array.from(attribute.ints) };
      default:
        return undefined;
    }
  }

  /**
   * Constants that only said what is an attribute now (the axes of ReduceMean) are not needed any
   * more.
   */
  #withoutAbsorbed(graph: Graph): Graph {
    const used = new Set<Value | undefined>(graph.outputs.values());
    for (const node of graph.nodes) for (const v of node.inputs) used.add(v);
    const constants = new Map([...graph.constants].filter(([v]) => used.has(v) || !this.#read.has(v.name)));
    return { ...graph, constants };
  }
}
