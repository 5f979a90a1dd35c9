/** .onnx bytes → graph. */
import { fromBinary } from "@bufbuild/protobuf";
import {
  type GraphProto,
  type ModelProto,
  ModelProtoSchema,
  type NodeProto,
  type TensorProto,
  type ValueInfoProto,
} from "onnx-buf";
import { InputError, unknownName } from "../../errors.js";
import { GraphBuilder } from "../builder.js";
import type { Graph, Value } from "../graph.js";
import type { Shape, Tensor } from "../tensor.js";
import { readAttributes } from "./read/attributes.js";
import { controlFlow } from "./read/control-flow.js";
import { definitions } from "./read/definitions/index.js";
import { type DropoutOptions, dropoutWith } from "./read/dropout.js";
import type { FileNode, FormChange, Results } from "./read/file-node.js";
import { FollowedNodes } from "./read/followed-nodes.js";
import { forms } from "./read/forms.js";
import { layerOf, openBatchNames, opsetOf, shapeOf } from "./read/header.js";
import { namesRead, withoutAbsorbed } from "./read/names.js";
import { fromOpset6 } from "./read/opset-6.js";
import { isSupported, refusalOf } from "./read/refusals.js";
import { type ExternalData, elementTypeOf, readConstant, readTensor, type TensorSource } from "./read/tensors.js";

export type { DropoutMask, DropoutOptions } from "./read/dropout.js";
export type { ExternalData } from "./read/tensors.js";

/** How a file is read. */
export interface ReadOptions extends DropoutOptions {
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
 * Any .onnx model of opset 6 to 24 as a graph in the forms of opset 17, with static shapes. Values,
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
  readonly #nodes: FollowedNodes;
  readonly #source: TensorSource;
  /** Values by name; the last map is that of the innermost graph that is being read. */
  readonly #scopes: Map<string, Value>[] = [new Map()];
  /** The constants that the file has, whether or not anything reads them. */
  readonly #stored = new Map<TensorProto | NodeProto, Value>();
  readonly #read: ReadonlySet<string>;
  readonly #dropout: FormChange;

  constructor(model: ModelProto, options: ReadOptions) {
    if (model.graph === undefined || model.graph.output.length === 0) {
      throw new InputError("not an ONNX file: it holds no graph with outputs");
    }
    this.#graph = model.graph;
    this.#opset = opsetOf(model);
    this.#options = options;
    this.#read = namesRead(model.graph);
    this.#dropout = dropoutWith(options);
    this.#g = new GraphBuilder(model.graph.name);
    this.#nodes = new FollowedNodes(this.#g);
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
    // Some files list an output twice; ONNX Runtime reads them too.
    const outputs = new Map(this.#body(graph).map((value, i) => [graph.output[i]!.name, value]));
    for (const [name, value] of outputs) this.#g.output(name, value);
    return withoutAbsorbed(this.#g.build(), new Set(this.#stored.values()), this.#read);
  }

  /** Reads initializers and nodes; gives the values of the outputs. */
  #body(graph: GraphProto): readonly Value[] {
    for (const proto of graph.initializer) {
      const data = () => readTensor(proto, `initializer "${proto.name}"`, this.#source);
      this.#define(proto.name, this.#constant(proto, proto.name, data));
    }
    for (const [i, node] of graph.node.entries()) this.#node(node, i);
    return graph.output.map(({ name }) => this.#value(name, "the graph's outputs"));
  }

  /** Reads a graph inside the graph: its names are its own, and it sees those around it. */
  #inline(graph: GraphProto, inputs: readonly Value[]): readonly Value[] {
    this.#scopes.push(new Map());
    try {
      graph.input.forEach(({ name }, i) => {
        if (inputs[i] !== undefined) this.#define(name, inputs[i]);
      });
      return this.#body(graph);
    } finally {
      this.#scopes.pop();
    }
  }

  /** A constant of the file: one value, however often the graph that holds it is read. */
  #constant(proto: TensorProto | NodeProto, name: string | undefined, data: () => Tensor): Value {
    const earlier = this.#stored.get(proto);
    const value = earlier ?? this.#g.constant(data(), name);
    if (earlier === undefined) this.#stored.set(proto, value);
    return value;
  }

  #define(name: string, value: Value): void {
    const scope = this.#scopes.at(-1)!;
    if (scope.has(name)) throw new InputError(`two values are named "${name}"`);
    scope.set(name, value);
  }

  #value(name: string, reader: string): Value {
    const value = this.#scopes.findLast((scope) => scope.has(name))?.get(name);
    if (value === undefined) throw new InputError(`${reader}: no value "${name}" comes before`);
    return value;
  }

  #input(proto: ValueInfoProto, open: ReadonlySet<string>): Value {
    const where = `input "${proto.name}"`;
    const kind = proto.type?.value;
    if (kind?.case !== "tensorType") throw new InputError(`${where} is no tensor`);
    const type = elementTypeOf(kind.value.elemType, where, this.#source.note);
    return this.#g.input(proto.name, type, shapeOf(proto, open, this.#options));
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
        const data = () => readConstant(proto, this.#source) ?? fail("its value is of a kind that is not supported");
        this.#define(proto.output[0] ?? "", this.#constant(proto, proto.output[0], data));
        return;
      }
      if (!isSupported(operator)) fail(refusalOf(operator));
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
    const defineAll = (values: readonly Value[]) =>
      values.forEach((value, i) => {
        if (outputs[i]) this.#define(outputs[i], value);
      });
    if (Object.hasOwn(controlFlow, operator)) {
      const context = {
        g: this.#g,
        opset: this.#opset,
        constant: (v: Value | undefined) => this.#nodes.constantOf(v),
        inline: (body: GraphProto, values: readonly Value[]) => this.#inline(body, values),
        fail,
      };
      defineAll(controlFlow[operator]!(proto, inputs, context));
      return;
    }
    const file: FileNode = {
      g: this.#g,
      opset: this.#opset,
      operator,
      inputs,
      attributes: readAttributes(proto, operator, this.#source),
      outputCount: outputs.length,
      name: outputs[0] ?? name,
      constant: (v) => this.#nodes.constantOf(v),
      isRead: (i) => this.#read.has(outputs[i] ?? ""),
      fail,
    };
    const node = this.#opset < 7 ? fromOpset6(file) : file;
    const tables = [{ Dropout: this.#dropout }, forms, definitions];
    const change = tables.find((table) => Object.hasOwn(table, operator))?.[operator];
    const before = this.#g.nodes.length;
    const form = change?.(node) ?? {};
    if (Array.isArray(form)) {
      defineAll(this.#nodes.addResults(form as Results, outputs, before));
      return;
    }
    const canonical = { ...node, ...form };
    while (canonical.inputs.at(-1) === undefined && canonical.inputs.length > 0)
      canonical.inputs = canonical.inputs.slice(0, -1);
    defineAll(this.#nodes.add(canonical, outputs));
  }
}
