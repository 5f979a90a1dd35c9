/** One pass over a graph: what a rule sees of it, and the new graph that grows with each node. Read this first. */
import type { Attributes, Node, Value } from "../../graph.js";
import { operators } from "../../operators/index.js";
import { type ElementType, type Shape, type Tensor, type TensorType, tensor } from "../../tensor.js";

/** Another way to compute a node's only output; attributes left out have the operator's defaults. */
export interface Form {
  readonly operator: string;
  readonly inputs: readonly (Value | undefined)[];
  readonly attributes?: Attributes;
}

/**
 * A rewrite of one node with one output. The node's inputs are simplified already. Gives an equal value that exists
 * already (same type and shape), another form of the node, or undefined where it does not apply.
 */
export type Rule = (node: Node, r: Rewriter) => Value | Form | undefined;

/** Operators whose outputs after the first are extras that may be left out: asking for them changes nothing else. */
const extraOutputs: ReadonlySet<string> = new Set(["MaxPool", "LayerNormalization", "Dropout"]);

const commutative: ReadonlySet<string> = new Set(["Add", "Mul", "And", "Or", "Xor", "Equal"]);

export class Rewriter {
  readonly nodes: Node[] = [];
  readonly constants = new Map<Value, Tensor>();
  /** How often a rule fired, a constant was folded or an equal node was found. */
  changes = 0;
  readonly #replaced = new Map<Value, Value>();
  readonly #places = new Map<Value, number>();
  readonly #seen = new Map<string, number>();
  readonly #ids = new Map<Value, number>();
  readonly #numbers = new Map<string, Value>();
  readonly #byContent = new Map<string, Value[]>();
  readonly #names: Set<string>;
  readonly #uses: Map<Value, number>;
  readonly #keepGradientTo: boolean;

  /** `names` are those taken; `uses` says how many nodes and outputs read a value. */
  constructor(names: Set<string>, uses: Map<Value, number>, keepGradientTo: boolean) {
    this.#names = names;
    this.#uses = uses;
    this.#keepGradientTo = keepGradientTo;
  }

  /** What a value of the old graph is in the new one. */
  resolve(value: Value): Value {
    return this.#replaced.get(value) ?? value;
  }

  /** The node that makes `value`; undefined for inputs, constants, and nodes whose gradient is overridden. */
  producer(value: Value | undefined): Node | undefined {
    const place = value === undefined ? undefined : this.#places.get(value);
    const node = place === undefined ? undefined : this.nodes[place];
    return this.#keepGradientTo && node?.gradientTo !== undefined ? undefined : node;
  }

  /** The node that makes `value`, if it is of this operator. */
  made(value: Value | undefined, operator: string): Node | undefined {
    const node = this.producer(value);
    return node?.operator === operator ? node : undefined;
  }

  constant(value: Value | undefined): Tensor | undefined {
    return value === undefined ? undefined : this.constants.get(value);
  }

  /** Whether nobody else reads `value`: what made it goes away when this reader no longer needs it. */
  usedOnce(value: Value): boolean {
    return (this.#uses.get(value) ?? 1) <= 1;
  }

  /** The number that all elements of a value are known to be: a constant, or an expanded one. */
  uniform(value: Value): number | undefined {
    const data = this.constants.get(value);
    if (data !== undefined) return uniformValue(data);
    const expand = this.made(value, "Expand");
    return expand === undefined ? undefined : this.uniform(expand.inputs[0]!);
  }

  scalar(x: number, type: ElementType): Value {
    return this.#quick(`${type}${Object.is(x, -0) ? "-0" : x}`, () =>
      this.addConstant(tensor(type, [], [x]), "scalar"),
    );
  }

  integers(values: readonly number[]): Value {
    return this.#quick(values.join(), () => this.addConstant(tensor("int64", [values.length], values), "integers"));
  }

  /** `x` in another shape of the same size: x itself or a form of the node. */
  reshape(x: Value, shape: Shape): Value | Form {
    return x.shape.join() === shape.join() ? x : { operator: "Reshape", inputs: [x, this.integers(shape)] };
  }

  /** A constant with this content: one that exists, or a new one. */
  addConstant(data: Tensor, stem: string): Value {
    const key = contentKey(data);
    const same = this.#byContent.get(key)?.find((v) => sameContent(this.constants.get(v)!, data));
    return same ?? this.keepConstant({ name: this.#unique(stem), type: data.type, shape: data.shape }, data);
  }

  /** Makes `value` a constant, merging it with an equal one. Gives what stands for it. */
  keepConstant(value: Value, data: Tensor): Value {
    const key = contentKey(data);
    const bucket = this.#byContent.get(key);
    const same = bucket?.find((v) => sameContent(this.constants.get(v)!, data));
    if (same !== undefined) {
      if (same !== value) this.replace(value, same);
      return same;
    }
    if (bucket === undefined) this.#byContent.set(key, [value]);
    else bucket.push(value);
    this.constants.set(value, data);
    return value;
  }

  /** From here on `value` is read as `by`. */
  replace(value: Value, by: Value): void {
    this.changes++;
    this.#replaced.set(value, by);
    this.#uses.set(by, (this.#uses.get(by) ?? 0) + (this.#uses.get(value) ?? 1) - 1);
  }

  /** Adds a node, or finds that an equal one is there already. */
  emit(node: Node): void {
    const key = this.#keyOf(node);
    const place = this.#seen.get(key);
    if (place === undefined) {
      this.#seen.set(key, this.nodes.length);
      for (const v of node.outputs) this.#places.set(v, this.nodes.length);
      this.nodes.push(node);
      return;
    }
    const first = this.nodes[place]!;
    node.outputs.forEach((v, i) => {
      const same = first.outputs[i];
      if (same !== undefined) this.replace(v, same);
    });
    if (node.outputs.length > first.outputs.length) {
      const more = node.outputs.slice(first.outputs.length);
      this.nodes[place] = { ...first, outputs: [...first.outputs, ...more] };
      for (const v of more) this.#places.set(v, place);
    }
  }

  /** Adds a node of a rule's own. */
  add(form: Form, type: TensorType, like: Node): Value {
    const stem = form.operator.replace(/^.*:/, "").toLowerCase();
    const value = { name: this.#unique(like.layer === "" ? stem : `${like.layer}/${stem}`), ...type };
    this.emit({
      operator: form.operator,
      inputs: form.inputs,
      outputs: [value],
      attributes: withDefaults(form),
      layer: like.layer,
    });
    return this.resolve(value);
  }

  #quick(key: string, make: () => Value): Value {
    let value = this.#numbers.get(key);
    if (value === undefined) {
      value = make();
      this.#numbers.set(key, value);
    }
    return value;
  }

  #keyOf(node: Node): string {
    const ids = node.inputs.map((v) => (v === undefined ? -1 : this.#id(v)));
    if (commutative.has(node.operator)) ids.sort((a, b) => a - b);
    const count = extraOutputs.has(node.operator) ? "" : node.outputs.length;
    const override = node.gradientTo === undefined ? "" : node.gradientTo === null ? "null" : this.#id(node.gradientTo);
    return `${node.operator}|${ids.join()}|${attributesKey(node.attributes)}|${count}|${override}`;
  }

  #id(value: Value): number {
    let id = this.#ids.get(value);
    if (id === undefined) {
      id = this.#ids.size;
      this.#ids.set(value, id);
    }
    return id;
  }

  #unique(stem: string): string {
    let name = stem;
    for (let i = this.#names.size; this.#names.has(name); i++) name = `${stem}_${i}`;
    this.#names.add(name);
    return name;
  }
}

/** A form's attributes with the operator's defaults filled in. */
export function withDefaults(form: Form): Attributes {
  const filled: Record<string, Attributes[string]> = {};
  for (const [name, { default: value }] of Object.entries(operators.get(form.operator)?.attributes ?? {})) {
    if (value !== undefined) filled[name] = value;
  }
  return { ...filled, ...form.attributes };
}

/** Leaves out trailing extra outputs (the indices of `MaxPool`) that nobody reads. */
export function trimOutputs(node: Node, isRead: (value: Value) => boolean): Node {
  if (!extraOutputs.has(node.operator)) return node;
  let count = node.outputs.length;
  while (count > 1 && !isRead(node.outputs[count - 1]!)) count--;
  return count === node.outputs.length ? node : { ...node, outputs: node.outputs.slice(0, count) };
}

const attributeKeys = new WeakMap<Attributes, string>();

function attributesKey(attributes: Attributes): string {
  let key = attributeKeys.get(attributes);
  if (key === undefined) {
    key = Object.keys(attributes)
      .sort()
      .map((name) => `${name}=${attributeKey(attributes[name]!)}`)
      .join(";");
    attributeKeys.set(attributes, key);
  }
  return key;
}

function attributeKey(value: Attributes[string]): string {
  if (typeof value === "object" && "data" in value) return `${value.type}[${value.shape}]${value.data}`;
  return JSON.stringify(value);
}

/** Type, shape and a few elements: equal tensors have equal keys, and unequal ones seldom. */
function contentKey(t: Tensor): string {
  const step = Math.max(1, Math.floor(t.data.length / 16));
  let key = `${t.type}[${t.shape}]`;
  for (let i = 0; i < t.data.length; i += step) key += `,${t.data[i]}`;
  return key;
}

function sameContent(a: Tensor, b: Tensor): boolean {
  if (a.data === b.data) return true;
  const [x, y] = [bytesOf(a), bytesOf(b)];
  return x.length === y.length && x.every((byte, i) => byte === y[i]);
}

const bytesOf = ({ data }: Tensor): Uint8Array => new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

const uniformValues = new WeakMap<Tensor, { readonly value: number | undefined }>();

function uniformValue(t: Tensor): number | undefined {
  let known = uniformValues.get(t);
  if (known === undefined) {
    const first = t.data[0];
    const uniform = first !== undefined && (t.data as Float32Array).every((x) => Object.is(x, first));
    known = { value: uniform ? Number(first) : undefined };
    uniformValues.set(t, known);
  }
  return known.value;
}
