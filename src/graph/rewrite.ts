/**
 * The one way to read a graph by its values (`indexGraph`) and to rebuild it (`rebuild`).
 *
 * `rebuild` goes through the nodes in order. A visitor says what becomes of a node; a node about
 * which it says nothing stays, with its outputs, so that references to values stay valid.
 */
import { GraphBuilder } from "./builder.js";
import { identity } from "./expressions.js";
import type { Graph, Node, Value } from "./graph.js";
import { describe, sameShape, type Tensor } from "./tensor.js";

/** A graph, read by its values. */
export interface GraphIndex {
  /**
   * The node that makes a value; undefined for inputs, constants, and nodes whose gradient is
   * overridden, so that no rewrite looks through these.
   */
  producer(value: Value | undefined): Node | undefined;
  /**
   * The nodes that read a value, in order; one that reads it twice occurs twice. A node whose
   * `gradientTo` is the value reads it, too.
   */
  users(value: Value): readonly Node[];
  /** How many inputs of nodes and outputs of the graph the value is. */
  useCount(value: Value): number;
  /** Whether the graph returns the value. */
  isReturned(value: Value): boolean;
  /** The numbers of a constant; undefined for every other value. */
  constant(value: Value | undefined): Tensor | undefined;
}

/** Indexes a graph in one pass over its nodes. */
export function indexGraph(graph: Graph): GraphIndex {
  const producers = new Map<Value, Node>();
  const users = new Map<Value, Node[]>();
  const returned = new Map<Value, number>();
  const addUser = (value: Value, node: Node): void => {
    const list = users.get(value);
    if (list === undefined) users.set(value, [node]);
    else list.push(node);
  };
  for (const node of graph.nodes) {
    if (node.gradientTo === undefined) for (const v of node.outputs) producers.set(v, node);
    for (const v of node.inputs) if (v !== undefined) addUser(v, node);
    if (node.gradientTo) addUser(node.gradientTo, node);
  }
  for (const v of graph.outputs.values()) returned.set(v, (returned.get(v) ?? 0) + 1);
  return {
    producer: (value) => (value === undefined ? undefined : producers.get(value)),
    users: (value) => users.get(value) ?? [],
    useCount: (value) => (users.get(value)?.length ?? 0) + (returned.get(value) ?? 0),
    isReturned: (value) => returned.has(value),
    constant: (value) => (value === undefined ? undefined : graph.constants.get(value)),
  };
}

/** What a visitor sees: the index of the old graph, and the new one as it grows. */
export interface RewriteContext extends GraphIndex {
  /** Builds the new graph. Nodes go to the layer of the node that is visited. */
  readonly g: GraphBuilder;
  /**
   * The value of the new graph that stands for an old one.
   *
   * @throws Error where neither a visit nor `make` gave one
   */
  renewed(value: Value): Value;
  /** Whether something stands for an old value already, so that `make` need not be called. */
  isMade(value: Value): boolean;
  /** From here on `by` replaces the old value. */
  replace(value: Value, by: Value): void;
  /** Adds a copy of an old node to the new graph, with new outputs. */
  copy(node: Node): readonly Value[];
}

/** How a pass rebuilds a graph. */
export interface Visitor {
  /**
   * What a node becomes: values of the new graph for its outputs, in order, or undefined to keep
   * the node. Where an output has no value, nothing may read it, or `make` must give it.
   */
  visit(node: Node): readonly (Value | undefined)[] | undefined;
  /**
   * Gives the new value for an old one that is read and that no visit gave. Called once per value.
   */
  make?(value: Value): Value | undefined;
  /**
   * The value that the new graph returns under a name.
   *
   * @defaultValue `renewed(value)`
   */
  output?(name: string, value: Value): Value;
}

/** Gives a pass its visitor, once per graph. */
export type Visiting = (context: RewriteContext) => Visitor;

/**
 * The graph with each node replaced by what its visit gives. Constants stay, outputs keep their
 * names. Nodes that are no longer needed stay; `simplify` removes them.
 *
 * Overridden gradients survive: a node that stays has its `gradientTo`, and the value that a visit
 * gives for such a node goes through an `Identity` with that `gradientTo`, unless it has one
 * already.
 *
 * @param inputs of the new graph, where they change; `make` then gives the values for old ones
 */
export function rebuild(graph: Graph, visiting: Visiting, inputs: readonly Value[] = graph.inputs): Graph {
  const g = GraphBuilder.from({ ...graph, inputs, nodes: [], outputs: new Map() });
  g.reserve(graph.nodes.flatMap(({ outputs }) => outputs.map(({ name }) => name)));
  const { context, visitor } = play(graph, g, visiting, inputs);
  for (const [name, v] of graph.outputs) g.output(name, visitor.output?.(name, v) ?? context.renewed(v));
  return g.build();
}

/**
 * Adds the nodes of a graph to a builder that has its constants, as visits say. `rebuild` is this,
 * once, into a new graph; a pass that repeats a graph plays it several times.
 *
 * @param inputs those of the graph's inputs that the builder has as they are
 * @param values what stands for other values already
 */
export function play(
  graph: Graph,
  g: GraphBuilder,
  visiting: Visiting,
  inputs: readonly Value[],
  values: Map<Value, Value> = new Map(),
): { readonly context: RewriteContext; readonly visitor: Visitor } {
  const index = indexGraph(graph);
  const fixed = new Set(inputs);
  const isMade = (value: Value): boolean => values.has(value) || fixed.has(value) || graph.constants.has(value);
  const renewed = (value: Value): Value => {
    if (isMade(value)) return values.get(value) ?? value;
    const replacement = visitor.make?.(value);
    if (replacement === undefined)
      throw new Error(`rebuild: nothing stands for the value "${value.name}", which is read`);
    values.set(value, replacement);
    return replacement;
  };
  const inputsOf = (node: Node) => node.inputs.map((v) => (v === undefined ? undefined : renewed(v)));
  /** The node on new inputs; the node itself where these are the old ones. */
  const onNewInputs = (node: Node): Node => {
    const inputs = inputsOf(node);
    const gradientTo = node.gradientTo ? renewed(node.gradientTo) : node.gradientTo;
    if (gradientTo === node.gradientTo && inputs.every((v, i) => v === node.inputs[i])) return node;
    return { ...node, inputs, ...(gradientTo === undefined ? {} : { gradientTo }) };
  };
  const context: RewriteContext = {
    ...index,
    g,
    renewed,
    isMade,
    replace: (value, by) => values.set(value, by),
    copy: (node) => {
      const moved = onNewInputs(node);
      return g.addCopy(moved, moved.inputs);
    },
  };
  const visitor = visiting(context);
  for (const node of graph.nodes) {
    g.atLayer(node.layer, () => {
      const results = visitor.visit(node);
      if (results === undefined) {
        g.addNode(onNewInputs(node));
        for (const v of node.outputs) values.set(v, v);
        return;
      }
      withGradientTo(node, results, context).forEach((v, i) => {
        if (v !== undefined) values.set(node.outputs[i]!, v);
      });
    });
  }
  return { context, visitor };
}

/** What a visit gave for a node, with the node's override of its gradient. */
function withGradientTo(
  node: Node,
  results: readonly (Value | undefined)[],
  { g, renewed }: RewriteContext,
): readonly (Value | undefined)[] {
  const { gradientTo } = node;
  if (gradientTo === undefined) return results;
  const [first, ...others] = results;
  if (first === undefined) {
    throw new Error(`rebuild: a visit gave no value for "${node.outputs[0]!.name}", whose gradient is overridden`);
  }
  if (g.producer(first)?.gradientTo !== undefined) return results;
  return [identity(g, first, gradientTo === null ? null : renewed(gradientTo)), ...others];
}

/**
 * A rewrite of one node, independent of all others: the new values of its outputs, each of the type
 * and shape of the old, or undefined where it does not apply.
 */
export type Rewrite = (node: Node, context: RewriteContext) => readonly Value[] | undefined;

/** The graph with each node replaced by the first rewrite that applies to it. */
export function rewriteNodes(graph: Graph, rewrites: readonly Rewrite[]): Graph {
  return rebuild(graph, (context) => ({
    visit(node) {
      for (const rewrite of rewrites) {
        const results = rewrite(node, context);
        if (results !== undefined) return checked(node, results);
      }
      return undefined;
    },
  }));
}

function checked(node: Node, results: readonly Value[]): readonly Value[] {
  results.forEach((v, i) => {
    const old = node.outputs[i]!;
    if (v.type === old.type && sameShape(v.shape, old.shape)) return;
    throw new Error(`rewriteNodes: ${node.operator} "${old.name}", ${describe(old)}, became ${describe(v)}`);
  });
  return results;
}
