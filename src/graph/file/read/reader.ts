/** Reads the graph of a model, node by node. */
import {
  TensorProto_DataLocation as DataLocation,
  type GraphProto,
  type ModelProto,
  type NodeProto,
  type TensorProto,
  type ValueInfoProto,
} from "onnx-buf";
import { InputError, unknownName } from "../../../errors.js";
import { GraphBuilder } from "../../builder.js";
import type { Graph, Value } from "../../graph.js";
import type { Tensor } from "../../tensor.js";
import { readAttributes } from "./attributes.js";
import { controlFlow } from "./control-flow.js";
import { definitions } from "./definitions/index.js";
import { dropoutWith } from "./dropout.js";
import type { FileNode, FormChange, Results } from "./file-node.js";
import { FollowedNodes } from "./followed-nodes.js";
import { forms } from "./forms.js";
import { layerOf, openBatchNames, opsetOf, type SizeOfAxis, shapeOf } from "./header.js";
import { namesRead, withoutAbsorbed } from "./names.js";
import { fromOpset6 } from "./opset-6.js";
import type { KnownValues, ReadOptions } from "./options.js";
import { isSupported, refusalOf } from "./refusals.js";
import { EXPORT_AGAIN, SPARSE } from "./remedies.js";
import { elementTypeOf, readConstant, readTensor, type TensorSource } from "./tensors.js";

/** 64 for the sides of an image, 8 for other axes. */
const sizeOfOpenAxis: SizeOfAxis = (rank, axis) => (rank >= 4 && axis >= 2 ? 64 : 8);

/** Reads one model. */
export class Reader {
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
      throw new InputError("not an ONNX file: it holds no graph with outputs. Export the whole model again.");
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

  /** The graph of the model. */
  read(): Graph {
    const graph = this.#graph;
    if (graph.sparseInitializer.length > 0) throw new InputError(SPARSE);
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

  /** What is known of the values without reading every node. */
  knownValues(): KnownValues {
    const attempt = (read: () => void) => {
      try {
        read();
      } catch {
        // What cannot be read is not known; `read` is the method that says why.
      }
    };
    const initialized = new Set(this.#graph.initializer.map((t) => t.name));
    const open = openBatchNames(this.#graph.input);
    for (const input of this.#graph.input) {
      if (!initialized.has(input.name))
        attempt(() => this.#define(input.name, this.#input(input, open, sizeOfOpenAxis)));
    }
    for (const proto of this.#graph.initializer) {
      const data = () => readTensor(proto, `initializer "${proto.name}"`, this.#source);
      const define = () => this.#define(proto.name, this.#constant(proto, proto.name, data));
      if (proto.dataLocation === DataLocation.EXTERNAL) define();
      else attempt(define);
    }
    for (const [i, node] of this.#graph.node.entries()) attempt(() => this.#node(node, i));
    return { values: this.#scopes[0]!, numbersOf: (value) => this.#nodes.constantOf(value) };
  }

  #define(name: string, value: Value): void {
    const scope = this.#scopes.at(-1)!;
    if (scope.has(name)) throw new InputError(`two values are named "${name}". ${EXPORT_AGAIN}`);
    scope.set(name, value);
  }

  #value(name: string, reader: string): Value {
    const value = this.#scopes.findLast((scope) => scope.has(name))?.get(name);
    if (value === undefined) throw new InputError(`${reader}: no value "${name}" comes before. ${EXPORT_AGAIN}`);
    return value;
  }

  #input(proto: ValueInfoProto, open: ReadonlySet<string>, guess?: SizeOfAxis): Value {
    const where = `input "${proto.name}"`;
    const kind = proto.type?.value;
    if (kind?.case !== "tensorType")
      throw new InputError(`${where} is no tensor. Export the model with tensors as inputs.`);
    const type = elementTypeOf(kind.value.elemType, where, this.#source.note);
    return this.#g.input(proto.name, type, shapeOf(proto, open, this.#options, guess));
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
      if (!isSupported(operator)) fail(refusalOf(operator, this.#otherUnsupported(operator)));
      this.#g.atLayer(layerOf(proto), () => this.#operatorNode(proto, operator, name, fail));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      if (error.message.startsWith("node ")) throw error;
      fail(error.message);
    }
  }

  /** The other operators of the file that are not supported, each with its first node. */
  #otherUnsupported(first: string): readonly string[] {
    const names = new Map<string, string>();
    for (const [i, { domain, opType, name }] of this.#graph.node.entries()) {
      const operator = domain === "" || domain === "ai.onnx" ? opType : `${domain}:${opType}`;
      if (operator === "Constant" || operator === first || names.has(operator) || isSupported(operator)) continue;
      names.set(operator, name === "" ? `${opType}_${i}` : name);
    }
    return [...names].map(([operator, name]) => `${operator} ("${name}")`);
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
