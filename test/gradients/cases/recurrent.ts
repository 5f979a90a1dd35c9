import type { Attributes, Value } from "../../../src/graph/graph.js";
import type { Check, CheckTable } from "../check.js";
import type { Inputs } from "../inputs.js";

/** Activations whose second derivative has no jump where values fall, and their parameters. */
const smooth = [["Tanh"], ["Sigmoid"], ["Softplus"], ["ScaledTanh", 1.2, 0.7], ["Affine", 0.5, 0.1]] as const;
type Choice = readonly [name: string, alpha?: number, beta?: number];

/** Attributes that name an activation for each place, the parameters in order. */
function activations(x: Inputs, count: number, choices: readonly Choice[]): Attributes {
  const picks = Array.from({ length: count }, () => x.pick(choices));
  return {
    activations: picks.map(([name]) => name),
    activation_alpha: picks.flatMap(([, alpha]) => (alpha === undefined ? [] : [alpha])),
    activation_beta: picks.flatMap(([, , beta]) => (beta === undefined ? [] : [beta])),
  };
}

interface Kind {
  readonly gates: number;
  readonly functions: number;
  /** Inputs after initial_h, as multiples of the hidden size. */
  readonly more?: (x: Inputs, d: number, n: number, h: number) => readonly (Value | undefined)[];
  readonly attributes: (x: Inputs) => Attributes;
  /** Steps, from and to. */
  readonly steps?: readonly [number, number];
}

const small = { low: -0.8, high: 0.8 };

/** A layer with every option drawn. */
function layer(operator: string, kind: Kind, choose: (x: Inputs, count: number) => Attributes): Check {
  return {
    build: (g, x) => {
      const direction = x.pick(["forward", "reverse", "bidirectional"]);
      const d = direction === "bidirectional" ? 2 : 1;
      const [t, n, i, h] = [x.int(...(kind.steps ?? [1, 3])), x.int(1, 3), x.int(1, 3), x.int(1, 3)];
      const maybe = (make: () => Value) => (x.flip() ? make() : undefined);
      const lengths = () => {
        const values = Array.from({ length: n }, () => x.int(1, t));
        return x.flip()
          ? x.input("int32", [n], values)
          : g.constant({ type: "int32", shape: [n], data: Int32Array.from(values) });
      };
      const inputs = [
        x.float([t, n, i], small),
        x.float([d, kind.gates * h, i], small),
        x.float([d, kind.gates * h, h], small),
        maybe(() => x.float([d, 2 * kind.gates * h], small)),
        maybe(lengths),
        maybe(() => x.float([d, n, h], small)),
        ...(kind.more?.(x, d, n, h) ?? []),
      ];
      while (inputs.at(-1) === undefined) inputs.pop();
      const attributes = { direction, hidden_size: h, ...kind.attributes(x), ...choose(x, d * kind.functions) };
      const outputs = operator === "LSTM" ? 3 : 2;
      const all = g.applyAll(operator, inputs, attributes, { outputs });
      const used = all.filter(() => x.flip());
      return used.length === 0 ? all : used;
    },
    options: { runs: 12 },
  };
}

const lstm: Kind = {
  gates: 4,
  functions: 3,
  more: (x, d, n, h) => [
    x.flip() ? x.float([d, n, h], small) : undefined,
    x.flip() ? x.float([d, 3 * h], small) : undefined,
  ],
  attributes: (x) => ({ input_forget: x.int(0, 1) }),
};
const gru: Kind = { gates: 3, functions: 2, attributes: (x) => ({ linear_before_reset: x.int(0, 1) }) };
const rnn: Kind = { gates: 1, functions: 1, attributes: () => ({}) };

const usual = () => ({});
const drawn = (x: Inputs, count: number) => activations(x, count, smooth);

export const recurrent: CheckTable = {
  LSTM: layer("LSTM", lstm, usual),
  "LSTM with other activations": layer("LSTM", lstm, drawn),
  GRU: layer("GRU", gru, usual),
  "GRU with other activations": layer("GRU", gru, drawn),
  RNN: layer("RNN", rnn, usual),
  "RNN with other activations": layer("RNN", rnn, drawn),
};
