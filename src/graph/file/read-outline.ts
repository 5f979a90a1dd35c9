/** .onnx bytes → outline. */
import {
  type AttributeProto,
  AttributeProto_AttributeType as AttributeType,
  TensorProto_DataType as DataType,
  type GraphProto,
  type ModelProto,
  type NodeProto,
  type TensorProto,
} from "onnx-buf";
import { InputError } from "../../errors.js";
import type { Attribute } from "../graph.js";
import { emptyData, type Shape, sizeOf, type Tensor, tensor } from "../tensor.js";
import { decodeModel } from "./decode.js";
import { type NamedScope, scopeIn, seenFrom } from "./named-scope.js";
import type { Outline, OutlineNode, OutlineOptions, OutlineValue, Reading, StoredTensor } from "./outline.js";
import type { NodePath } from "./places.js";
import { axesOf } from "./read/header.js";
import { readTensor, type TensorSource } from "./read/tensors.js";
import { type KnownValues, knownValues } from "./read.js";

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type DraftValue = Mutable<OutlineValue> & { readonly readers: Reading[] };

type Scope = NamedScope<DraftValue>;

/** Most elements of a stored tensor whose numbers stay in memory. */
const LARGEST_KEPT = 65_536;

/**
 * The outline of a file.
 *
 * @throws InputError for bytes that are no .onnx model
 */
export function readOutline(bytes: Uint8Array, options: OutlineOptions = {}): Outline {
  const { model, graph } = decodeModel(bytes);
  return new OutlineReader(model, graph, options).read();
}

/** Joins the nodes of a file, those of branches included, by their values. */
class OutlineReader {
  readonly #model: ModelProto;
  readonly #graph: GraphProto;
  readonly #known: KnownValues;
  readonly #source: TensorSource;
  readonly #nodes: OutlineNode[] = [];
  readonly #stored: DraftValue[] = [];
  readonly #numbers = new Map<OutlineValue, Tensor | undefined>();

  constructor(model: ModelProto, graph: GraphProto, { externalData, inputShapes }: OutlineOptions) {
    this.#model = model;
    this.#graph = graph;
    this.#source = { externalData, note: () => {} };
    this.#known = knownValues(model, {
      ...(externalData === undefined ? {} : { externalData }),
      ...(inputShapes === undefined ? {} : { inputShapes: this.#ofInputs(inputShapes) }),
    });
  }

  read(): Outline {
    const scope: Scope = scopeIn();
    const inputs = this.#open(this.#graph, scope, []);
    const axes = new Map(this.#graph.input.map((proto) => [proto.name, axesOf(proto)]));
    for (const input of inputs) {
      input.isInput = true;
      input.axes = axes.get(input.name);
    }
    const outputs = this.#graph.output.map(({ name }) => this.#value(scope, name));
    for (const output of outputs) output.isOutput = true;
    const opset = this.#model.opsetImport.find(({ domain }) => domain === "" || domain === "ai.onnx");
    return {
      opset: Number(opset?.version ?? 1n),
      producer: this.#model.producerName,
      metadata: textsOf(this.#graph.metadataProps),
      nodes: this.#nodes,
      stored: this.#stored as Outline["stored"][number][],
      functions: new Set(this.#model.functions.map(({ domain, name }) => operatorOf(domain, name))),
      inputs,
      outputs,
      numbersOf: (value) => this.#numbersOf(value),
    };
  }

  /** Only shapes of the right rank: others are refused where the graph is read. */
  #ofInputs(shapes: NonNullable<OutlineOptions["inputShapes"]>): NonNullable<OutlineOptions["inputShapes"]> {
    const names = new Set(this.#graph.input.map(({ name }) => name));
    return Object.fromEntries(Object.entries(shapes).filter(([name]) => names.has(name)));
  }

  /** Reads a graph's tensors and nodes into a scope; gives its inputs. */
  #open(graph: GraphProto, scope: Scope, path: NodePath): DraftValue[] {
    const initialized = new Set(graph.initializer.map(({ name }) => name));
    const inputs = graph.input.filter(({ name }) => !initialized.has(name));
    const values = inputs.map(({ name }) => this.#define(scope, name));
    for (const proto of graph.initializer) {
      const value = this.#define(scope, proto.name);
      value.tensor = this.#storedTensor(proto.name, proto, "initializer");
      this.#stored.push(value);
    }
    for (const { values: numbers, dims } of graph.sparseInitializer) {
      const value = this.#define(scope, numbers?.name ?? "");
      const type = `sparse ${DataType[numbers?.dataType ?? 0]?.toLowerCase()}`;
      const read = () => {
        throw new InputError(`tensor "${value.name}" is stored without its zeros: write it as a dense initializer`);
      };
      value.tensor = { name: value.name, type, shape: dims.map(Number), place: "initializer", read };
    }
    for (const [i, node] of graph.node.entries()) this.#node(node, scope, [...path, i]);
    return values;
  }

  #node(proto: NodeProto, scope: Scope, path: NodePath): void {
    const results = proto.attribute.flatMap((attribute) => {
      const graphs = attribute.g === undefined ? [] : [attribute.g];
      return graphs.flatMap((graph) => {
        const inner: Scope = scopeIn(scope);
        this.#open(graph, inner, [...path, attribute.name]);
        return graph.output.map(({ name }) => this.#value(inner, name));
      });
    });
    const node: Mutable<OutlineNode> = {
      index: this.#nodes.length,
      path,
      name: proto.name === "" ? `${proto.opType}_${path.join("/")}` : proto.name,
      operator: operatorOf(proto.domain, proto.opType),
      inputs: proto.input.map((name) => (name === "" ? undefined : this.#value(scope, name))),
      outputs: [],
      results,
      attributes: attributesOf(proto, this.#source),
      metadata: textsOf(proto.metadataProps),
    };
    node.inputs.forEach((value, input) => {
      (value as DraftValue | undefined)?.readers.push({ node, input });
    });
    node.outputs = proto.output.map((name) => {
      if (name === "") return undefined;
      const value = this.#define(scope, name);
      value.producer = node;
      return value;
    });
    this.#nodes.push(node);
    const [first] = node.outputs as (DraftValue | undefined)[];
    if (first === undefined) return;
    const stored = node.operator === "ConstantOfShape" ? this.#generated(first) : this.#constant(proto, first.name);
    if (stored === undefined) return;
    first.tensor = stored;
    this.#stored.push(first);
  }

  #constant(proto: NodeProto, name: string): StoredTensor | undefined {
    const [attribute] = proto.attribute;
    if (proto.opType !== "Constant" || attribute === undefined) return undefined;
    return this.#storedConstant(name, attribute);
  }

  /** Floats that a ConstantOfShape node makes. */
  #generated({ name }: DraftValue): StoredTensor | undefined {
    const typed = this.#known.values.get(name);
    const { attributes } = this.#nodes.at(-1)!;
    const fill = (attributes.value as Tensor | undefined) ?? tensor("float32", [1], [0]);
    if (typed === undefined || !fill.type.startsWith("float")) return undefined;
    const { shape } = typed;
    return {
      name,
      type: fill.type === "float32" ? "float" : "double",
      shape,
      place: "generated",
      read: () => filled(fill, shape, name),
    };
  }

  #storedConstant(name: string, { name: kind, t, f, floats, i, ints }: AttributeProto): StoredTensor | undefined {
    const of = (type: string, data: Tensor): StoredTensor => ({
      name,
      type,
      shape: data.shape,
      place: "constant node",
      read: () => data,
    });
    switch (kind) {
      case "value":
        return t && this.#storedTensor(name, t, "constant node");
      case "value_float":
        return of("float", tensor("float32", [], [f]));
      case "value_floats":
        return of("float", tensor("float32", [floats.length], floats));
      case "value_int":
        return of("int64", { type: "int64", shape: [], data: BigInt64Array.of(i) });
      case "value_ints":
        return of("int64", { type: "int64", shape: [ints.length], data: BigInt64Array.from(ints) });
      default:
        return undefined;
    }
  }

  #storedTensor(name: string, proto: TensorProto, place: StoredTensor["place"]): StoredTensor {
    return {
      name,
      type: DataType[proto.dataType]?.toLowerCase() ?? `number ${proto.dataType}`,
      shape: proto.dims.map(Number),
      place,
      read: () => readTensor(proto, `tensor "${name}"`, this.#source),
    };
  }

  #define(scope: Scope, name: string): DraftValue {
    const typed = this.#known.values.get(name);
    const value: DraftValue = { name, readers: [], isInput: false, isOutput: false, shape: typed?.shape };
    scope.values.set(name, value);
    return value;
  }

  /**
   * A value that nothing defines before is the file's mistake; here it is a value without a source.
   */
  #value(scope: Scope, name: string): DraftValue {
    return seenFrom(scope, name) ?? this.#define(scope, name);
  }

  /**
   * Large stored tensors are read each time: what is kept of them would be a second copy of the
   * model.
   */
  #numbersOf(value: OutlineValue): Tensor | undefined {
    if (value.tensor !== undefined && sizeOf(value.tensor.shape) > LARGEST_KEPT) return value.tensor.read();
    if (!this.#numbers.has(value)) {
      const typed = this.#known.values.get(value.name);
      this.#numbers.set(value, value.tensor?.read() ?? (typed && this.#known.numbersOf(typed)));
    }
    return this.#numbers.get(value);
  }
}

/** Numbers that a ConstantOfShape node may make where they are weights: 1 GB of floats. */
const LARGEST_GENERATED = 2 ** 28;

/** @throws InputError for more numbers than that */
function filled(fill: Tensor, shape: Shape, name: string): Tensor {
  const size = sizeOf(shape);
  if (size > LARGEST_GENERATED) {
    throw new InputError(
      `"${name}" (ConstantOfShape) makes ${size} numbers [${shape.join(", ")}], expected at most ${LARGEST_GENERATED}. ` +
        "If the model is really so large, store its weights in the file.",
    );
  }
  const data = emptyData(fill.type, size);
  return { type: fill.type, shape, data: (data as Float32Array).fill(Number(fill.data[0])) };
}

const textsOf = (properties: readonly { key: string; value: string }[]): Readonly<Record<string, string>> =>
  Object.fromEntries(properties.map(({ key, value }) => [key, value]));

const operatorOf = (domain: string, name: string): string =>
  domain === "" || domain === "ai.onnx" ? name : `${domain}:${name}`;

/** Attributes by name, as the file states them. Graphs and types are left out. */
function attributesOf(proto: NodeProto, source: TensorSource): OutlineNode["attributes"] {
  const attributes: Record<string, Attribute | readonly string[]> = {};
  for (const attribute of proto.attribute) {
    const value = attributeOf(attribute, proto.opType, source);
    if (value !== undefined) attributes[attribute.name] = value;
  }
  return attributes;
}

function attributeOf(
  proto: AttributeProto,
  operator: string,
  source: TensorSource,
): Attribute | readonly string[] | undefined {
  switch (proto.type) {
    case AttributeType.INT:
      return Number(proto.i);
    case AttributeType.INTS:
      return proto.ints.map(Number);
    case AttributeType.FLOAT:
      return proto.f;
    case AttributeType.FLOATS:
      return proto.floats;
    case AttributeType.STRING:
      return new TextDecoder().decode(proto.s);
    case AttributeType.STRINGS:
      return proto.strings.map((text) => new TextDecoder().decode(text));
    case AttributeType.TENSOR:
      if (operator === "Constant" || proto.t === undefined) return undefined;
      return readTensor(proto.t, `attribute "${proto.name}"`, source);
    default:
      return undefined;
  }
}
