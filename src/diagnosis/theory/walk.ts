/** The walk through a network's graph: moments of signals forward, of gradients backward. */
import type { GraphBuilder } from "../../graph/builder.js";
import { evaluate } from "../../graph/compiler/simplify/evaluate.js";
import type { Node, Value } from "../../graph/graph.js";
import { sizeOf, type Tensor } from "../../graph/tensor.js";
import { scalarOperators } from "../../signal/index.js";
import { type Data, signalOfData } from "./data.js";
import { evaluator } from "./evaluator.js";
import { functionBetween, isElementwise, type KnownFunction, nameOfNode } from "./functions.js";
import { noHeritage } from "./heritage.js";
import { rules } from "./rules/index.js";
import type { Gradient, Signal } from "./signal.js";
import type { Sources } from "./sources.js";
import type { Outcome, State, Walk } from "./state.js";
import { scaledByUnit, sumOfGradients } from "./sums.js";
import { type Passed, throughFunction } from "./through-function.js";

/** What a walk starts from. */
export interface Start {
  readonly g: GraphBuilder;
  /** Numbers of parameters and running statistics, by their values. */
  readonly numbers: ReadonlyMap<Value, Tensor>;
  /** The batch. */
  readonly input: { readonly value: Value; readonly data: Data };
  /** Moments that replace those of values without a rule. */
  readonly anchors: ReadonlyMap<Value, Signal>;
}

/** A walk that has arrived. */
export interface Walked {
  readonly sources: Sources;
  readonly stateOf: Walk["stateOf"];
  readonly signalOf: Walk["signalOf"];
  readonly functionOf: Walk["functionOf"];
  /** Why there is no rule for a value, where there is none. */
  readonly reasonOf: (value: Value) => string | undefined;
  /** The gradients by values from that by one of them; those that have no rule are missing. */
  readonly gradientsFrom: (value: Value, gradient: Gradient) => ReadonlyMap<Value, Gradient>;
}

/** Second moments are followed at no more points than this. */
const MOST_POINTS = 1 << 16;

/** Walks forward through all nodes. */
// long because its closures share the maps of one walk
export function walk({ g, numbers, input, anchors }: Start): Walked {
  const sources: Sources = { variances: [], heritage: noHeritage() };
  const states = new Map<Value, State>([[input.value, { kind: "data", data: input.data }]]);
  const outcomes = new Map<Node, Outcome>();
  const [rows = 1, ...sample] = input.value.shape;
  const followed = Math.max(1, Math.min(rows, Math.floor(MOST_POINTS / sizeOf(sample.slice(1)))));
  const mapRows = Array.from({ length: followed }, (_, i) => Math.floor((i * rows) / followed));

  const numbersOf = evaluator(g, numbers);
  const numberOf = (value: Value): number | undefined => {
    const tensor = numbersOf(value);
    if (tensor === undefined || tensor.data.length === 0) return undefined;
    const first = Number(tensor.data[0]);
    for (let i = 1; i < tensor.data.length; i++) if (Number(tensor.data[i]) !== first) return undefined;
    return first;
  };

  const passes = new Map<Value, Passed>();
  const functions = new Map<string, KnownFunction>();
  const functionAt = (name: string, root: Value, value: Value): KnownFunction => {
    const present = functions.get(name) ?? functionBetween(g, root, value, numberOf);
    functions.set(name, present);
    return present;
  };
  /** A function of a signal, with the way back to the signal. */
  const passTo = (value: Value, { root, name }: State & { kind: "function" }): Passed | undefined => {
    const present = passes.get(value);
    if (present !== undefined) return present;
    const x = signalOf(root);
    if (x === undefined) return undefined;
    const { law, line } = functionAt(name, root, value);
    const passed =
      line === undefined
        ? throughFunction(x, law, sources)
        : scaledByUnit(
            x,
            { mean: line.slope, meanSquare: line.slope ** 2 },
            { mean: line.offset, meanSquare: line.offset ** 2 },
            sources,
          );
    passes.set(value, passed);
    return passed;
  };
  const dataSignals = new Map<Value, Signal>();
  const signalOf = (value: Value | undefined): Signal | undefined => {
    const state = value === undefined ? undefined : states.get(value);
    if (value === undefined || state === undefined) return undefined;
    if (state.kind === "signal") return state.signal;
    if (state.kind === "function") return passTo(value, state)?.signal;
    if (state.kind !== "data") return undefined;
    const signal = dataSignals.get(value) ?? signalOfData(state.data, mapRows);
    dataSignals.set(value, signal);
    return signal;
  };
  const here: Walk = {
    g,
    sources,
    numbersOf,
    stateOf: (value) => states.get(value),
    signalOf,
    functionOf: (name) => functions.get(name),
  };

  for (const node of g.nodes) {
    const followedInputs = node.inputs.filter((v): v is Value => v !== undefined && states.has(v));
    if (followedInputs.length === 0) continue;
    const outcome = step(node, here, states, numberOf);
    node.outputs.forEach((value, i) => {
      const state = typeof outcome === "string" ? undefined : outcome.states[i];
      const anchor = state === undefined ? anchors.get(value) : undefined;
      if (anchor !== undefined) states.set(value, { kind: "signal", signal: anchor });
      else states.set(value, state ?? { kind: "unknown", reason: reasonFor(node, outcome, followedInputs, states) });
    });
    if (typeof outcome !== "string") outcomes.set(node, outcome);
  }
  return {
    sources,
    stateOf: here.stateOf,
    signalOf,
    functionOf: here.functionOf,
    reasonOf: (value) => {
      const state = states.get(value);
      return state?.kind === "unknown" ? state.reason : undefined;
    },
    gradientsFrom: (value, gradient) => backward(value, gradient, { g, outcomes, states, sources, signalOf, passTo }),
  };
}

/** The first reason on the way here. */
function reasonFor(
  node: Node,
  outcome: Outcome | string,
  inputs: readonly Value[],
  states: ReadonlyMap<Value, State>,
): string {
  for (const value of inputs) {
    const state = states.get(value);
    if (state?.kind === "unknown") return state.reason;
  }
  const problem = typeof outcome === "string" ? outcome : "its further outputs have no rule";
  return `${node.operator} of "${node.layer || node.outputs[0]!.name}": ${problem}`;
}

/** A node whose inputs are partly followed: a function of one root, data, or a rule. */
function step(
  node: Node,
  here: Walk,
  states: ReadonlyMap<Value, State>,
  numberOf: (value: Value) => number | undefined,
): Outcome | string {
  const output = node.outputs[0]!;
  if (isElementwise(node.operator)) {
    const operands = node.inputs.map((v) => v && operandOf(v, states, numberOf));
    const roots = new Set(operands.flatMap((operand) => (operand?.root === undefined ? [] : [operand.root])));
    const [root] = roots;
    const isFunction =
      roots.size === 1 && operands.every((operand, i) => operand !== undefined || node.inputs[i] === undefined);
    if (isFunction && root !== undefined && sizeOf(root.shape) === sizeOf(output.shape)) {
      const redirected = node.gradientTo ? operandOf(node.gradientTo, states, numberOf)?.name : String(node.gradientTo);
      const names = operands.map((operand) => operand?.name ?? "");
      return {
        states: [
          {
            kind: "function",
            root,
            name: nameOfNode(node, names, node.gradientTo === undefined ? undefined : redirected),
          },
        ],
      };
    }
  }
  const data = dataOf(node, here);
  if (data !== undefined) return { states: [{ kind: "data", data }] };
  const rule = rules.get(node.operator);
  return rule === undefined ? "the theory has no rule for this operator" : rule(node, here);
}

/** An operand as a part of a function: its root and its name, or a number. */
function operandOf(
  value: Value,
  states: ReadonlyMap<Value, State>,
  numberOf: (value: Value) => number | undefined,
): { readonly root: Value | undefined; readonly name: string } | undefined {
  const state = states.get(value);
  if (state?.kind === "signal") return { root: value, name: "x" };
  if (state?.kind === "function") return state;
  if (state !== undefined) return undefined;
  const number = numberOf(value);
  return number === undefined ? undefined : { root: undefined, name: String(number) };
}

/** Numbers of the batch, changed element by element. */
function dataOf(node: Node, { stateOf, numbersOf }: Walk): Data | undefined {
  const states = node.inputs.map((v) => v && stateOf(v));
  const first = states.find((state) => state?.kind === "data");
  if (first?.kind !== "data" || node.outputs.length > 1) return undefined;
  if (states.some((state) => state !== undefined && state.kind !== "data")) return undefined;
  const inputs = node.inputs.map((v, i) => {
    const state = states[i];
    return state?.kind === "data" ? state.data.tensor : numbersOf(v);
  });
  if (inputs.some((tensor, i) => tensor === undefined && node.inputs[i] !== undefined)) return undefined;
  const output = node.outputs[0]!;
  if (node.operator === "Gather" && states[1]?.kind === "data") {
    const tensor = evaluate(node, inputs as readonly Tensor[]);
    const places = states[1].data.layout.map((axis) =>
      axis.map((f) => (f.kind === "units" ? { ...f, kind: "places" as const } : f)),
    );
    const units = output.shape.at(-1)!;
    return tensor && { tensor, layout: [...places, units === 1 ? [] : [{ kind: "units", size: units }]] };
  }
  if (!isElementwise(node.operator) || sizeOf(output.shape) !== first.data.tensor.data.length) return undefined;
  const tensor = evaluate(node, inputs as readonly Tensor[]) ?? elementByElement(node, inputs);
  return tensor && { tensor, layout: first.data.layout };
}

/** An elementwise operator on numbers, where the other operands are single numbers. */
function elementByElement(node: Node, inputs: readonly (Tensor | undefined)[]): Tensor | undefined {
  const output = node.outputs[0]!;
  if (output.type !== "float32") return undefined;
  const size = sizeOf(output.shape);
  if (inputs.some((t) => t !== undefined && t.data.length !== size && t.data.length !== 1)) return undefined;
  const { value } = scalarOperators[node.operator]!;
  const at = (t: Tensor | undefined, i: number) =>
    t === undefined ? Number.NaN : Number(t.data[t.data.length === 1 ? 0 : i]);
  const data = Float32Array.from({ length: size }, (_, i) =>
    value(
      inputs.map((t) => at(t, i)),
      node.attributes,
    ),
  );
  return { type: "float32", shape: output.shape, data };
}

/** What the way back needs of the way forward. */
interface Forward {
  readonly g: GraphBuilder;
  readonly outcomes: ReadonlyMap<Node, Outcome>;
  readonly states: ReadonlyMap<Value, State>;
  readonly sources: Sources;
  readonly signalOf: Walk["signalOf"];
  readonly passTo: (value: Value, state: State & { kind: "function" }) => Passed | undefined;
}

/** Gradients from one value back. Where a way back has no rule, nothing before it has gradients. */
function backward(end: Value, start: Gradient, { g, outcomes, states, sources, signalOf, passTo }: Forward) {
  const gradients = new Map<Value, Gradient>([[end, start]]);
  const lost = new Set<Value>();
  const add = (value: Value, gradient: Gradient) => {
    const before = gradients.get(value);
    const x = before === undefined ? undefined : signalOf(value);
    if (before === undefined) gradients.set(value, gradient);
    else if (x !== undefined) gradients.set(value, sumOfGradients(x, before, gradient, sources));
  };
  const lose = (value: Value) => {
    if (states.has(value)) lost.add(value);
  };
  for (const node of [...g.nodes].reverse()) {
    for (const value of node.outputs) {
      const state = states.get(value);
      if (state?.kind !== "function") continue;
      const gradient = gradients.get(value);
      if (lost.has(value)) lose(state.root);
      else if (gradient !== undefined) {
        const passed = passTo(value, state);
        if (passed === undefined) lose(state.root);
        else add(state.root, passed.pullback(gradient));
      }
    }
    if (node.outputs.every((value) => states.get(value)?.kind === "function")) continue;
    const outcome = outcomes.get(node);
    const reached = node.outputs.some((value) => gradients.has(value) || lost.has(value));
    if (!reached) continue;
    const inputs = node.inputs.filter((v): v is Value => v !== undefined);
    if (outcome === undefined || node.outputs.some((value) => lost.has(value))) inputs.forEach(lose);
    else {
      const contributions = outcome.pullback?.(node.outputs.map((value) => gradients.get(value))) ?? [];
      for (const [value, gradient] of contributions) if (states.has(value)) add(value, gradient);
    }
  }
  for (const value of lost) gradients.delete(value);
  return gradients;
}
