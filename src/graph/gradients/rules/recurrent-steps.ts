/**
 * The steps of LSTM, GRU and RNN as their definitions say, in ordinary operators on [N, …]
 * matrices: one function for each operator, from a state to the next.
 */
import type { GraphBuilder } from "../../builder.js";
import { add, mul, scale, shift, sub } from "../../expressions.js";
import type { Value } from "../../graph.js";
import type { RecurrentActivation } from "../../operators/recurrent-activations.js";

/** What goes from step to step: h, and c in LSTM; [N, H]. */
export interface State {
  readonly h: Value;
  readonly c?: Value | undefined;
}

/** One direction of a layer, as its steps see it. */
export interface Cell {
  readonly g: GraphBuilder;
  readonly hidden: number;
  /** The direction's activations, with clipped arguments where the node says so. */
  readonly activations: readonly ((x: Value) => Value)[];
  /** operand · (rows of R)ᵀ + addend, of some gates. */
  readonly product: (gates: Gates, operand: Value, addend: Value | undefined) => Value;
  /** P as i, o, f; [1, H]. */
  readonly peepholes?: readonly Value[] | undefined;
  readonly inputForget: boolean;
  /** The hidden bias of GRU's third gate where the reset gate applies after the product. */
  readonly lateBias?: Value | undefined;
  readonly linearBeforeReset: boolean;
}

/** Gates from `start` on, in the order of R. */
export interface Gates {
  readonly start: number;
  readonly count: number;
}

/** The state after a step; `input` is the step's X · Wᵀ + biases, [N, gates · H]. */
export type Step = (cell: Cell, input: Value, state: State) => State;

const parts = ({ g, hidden }: Cell, x: Value, gates: readonly number[]): readonly Value[] =>
  g.applyAll("Split", [x, g.integers(gates.map((n) => n * hidden))], { axis: 1 }, { outputs: gates.length });

const oneMinus = (g: GraphBuilder, x: Value): Value => sub(g, g.scalar(1, x.type), x);

const lstm: Step = (cell, input, { h, c }) => {
  const { g, peepholes, inputForget } = cell;
  const [f, candidate, squash] = cell.activations as [...((x: Value) => Value)[]] & { length: 3 };
  const gates = cell.product({ start: 0, count: 4 }, h, input);
  const next = (i: Value, forget: Value, content: Value) => add(g, mul(g, forget, c!), mul(g, i, candidate!(content)));
  if (peepholes === undefined && !inputForget) {
    const [three, content] = parts(cell, gates, [3, 1]) as [Value, Value];
    const [i, o, forget] = parts(cell, f!(three), [1, 1, 1]) as [Value, Value, Value];
    const state = next(i, forget, content);
    return { h: mul(g, o, squash!(state)), c: state };
  }
  const [i, o, forget, content] = parts(cell, gates, [1, 1, 1, 1]) as [Value, Value, Value, Value];
  const looking = (gate: Value, at: number, state: Value) =>
    f!(peepholes === undefined ? gate : add(g, gate, mul(g, peepholes[at]!, state)));
  const opened = looking(i, 0, c!);
  const state = next(opened, inputForget ? oneMinus(g, opened) : looking(forget, 2, c!), content);
  return { h: mul(g, looking(o, 1, state), squash!(state)), c: state };
};

const gru: Step = (cell, input, { h }) => {
  const { g, linearBeforeReset, lateBias } = cell;
  const [f, candidate] = cell.activations;
  const [two, content] = parts(cell, input, [2, 1]) as [Value, Value];
  const [z, r] = parts(cell, f!(cell.product({ start: 0, count: 2 }, h, two)), [1, 1]) as [Value, Value];
  const third: Gates = { start: 2, count: 1 };
  const proposed = candidate!(
    linearBeforeReset
      ? add(g, content, mul(g, r, cell.product(third, h, lateBias)))
      : cell.product(third, mul(g, r, h), content),
  );
  return { h: add(g, mul(g, oneMinus(g, z), proposed), mul(g, z, h)) };
};

const rnn: Step = (cell, input, { h }) => ({
  h: cell.activations[0]!(cell.product({ start: 0, count: 1 }, h, input)),
});

/** The steps, by operator. */
export const steps: Readonly<Record<string, Step>> = { LSTM: lstm, GRU: gru, RNN: rnn };

/** Activations as operators, by name in lower case. */
const activationOperators: Readonly<Record<string, (g: GraphBuilder, x: Value, alpha: number, beta: number) => Value>> =
  {
    affine: (g, x, alpha, beta) => shift(g, scale(g, x, alpha), beta),
    elu: (g, x, alpha) => g.apply("Elu", [x], { alpha }),
    hardsigmoid: (g, x, alpha, beta) => g.apply("HardSigmoid", [x], { alpha, beta }),
    leakyrelu: (g, x, alpha) => g.apply("LeakyRelu", [x], { alpha }),
    relu: (g, x) => g.apply("Relu", [x]),
    scaledtanh: (g, x, alpha, beta) => scale(g, g.apply("Tanh", [scale(g, x, beta)]), alpha),
    sigmoid: (g, x) => g.apply("Sigmoid", [x]),
    softplus: (g, x) => g.apply("Softplus", [x]),
    softsign: (g, x) => g.apply("Softsign", [x]),
    tanh: (g, x) => g.apply("Tanh", [x]),
    thresholdedrelu: (g, x, alpha) => {
      const passes = g.apply("Greater", [x, g.scalar(alpha, x.type)]);
      return g.apply("Where", [passes, x, g.scalar(0, x.type)]);
    },
  };

/** An activation as a function of values; `clip` bounds its argument. */
export function activationFunction(
  g: GraphBuilder,
  { name, alpha, beta }: RecurrentActivation,
  clip: number | undefined,
): (x: Value) => Value {
  const bound = (x: Value) =>
    clip === undefined ? x : g.apply("Clip", [x, g.scalar(-clip, x.type), g.scalar(clip, x.type)]);
  return (x) => activationOperators[name]!(g, bound(x), alpha, beta);
}
