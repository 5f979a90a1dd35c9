/**
 * LSTM, GRU and RNN as the ONNX standard's equations say: one sample, one hidden unit and one gate
 * at a time. A sequence that ends early is reversed within its own length.
 */
import type { Attributes } from "../../src/graph/graph.js";
import type { Kernel, Numbers } from "./kernel.js";
import { fill, offset } from "./numbers.js";

type Activation = (x: number) => number;

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** Each activation with its defaults; how many it takes is their number. */
const activations: Readonly<Record<string, readonly [(x: number, a: number, b: number) => number, ...number[]]>> = {
  Affine: [(x, a, b) => a * x + b, 1, 0],
  Elu: [(x, a) => (x < 0 ? a * Math.expm1(x) : x), 1],
  HardSigmoid: [(x, a, b) => Math.min(1, Math.max(0, a * x + b)), 0.2, 0.5],
  LeakyRelu: [(x, a) => (x < 0 ? a * x : x), 0.01],
  Relu: [(x) => Math.max(0, x)],
  ScaledTanh: [(x, a, b) => a * Math.tanh(b * x), 1, 1],
  Sigmoid: [sigmoid],
  Softplus: [(x) => Math.log1p(Math.exp(x))],
  Softsign: [(x) => x / (1 + Math.abs(x))],
  Tanh: [Math.tanh],
  ThresholdedRelu: [(x, a) => (x > a ? x : 0), 1],
};

/**
 * The functions of all directions, on clipped arguments; "applied to the input of activations" says
 * the standard, and ONNX Runtime applies it to all but the third of LSTM.
 */
function functionsOf(attributes: Attributes, usual: readonly string[], directions: number): readonly Activation[] {
  const names = (attributes.activations as readonly string[] | undefined) ?? Array(directions).fill(usual).flat();
  const alphas = [...((attributes.activation_alpha ?? []) as readonly number[])];
  const betas = [...((attributes.activation_beta ?? []) as readonly number[])];
  const clip = (attributes.clip as number | undefined) ?? Number.POSITIVE_INFINITY;
  return names.map((name, place) => {
    const [f, ...defaults] = activations[name]!;
    const alpha = defaults.length > 0 ? (alphas.shift() ?? defaults[0]!) : 0;
    const beta = defaults.length > 1 ? (betas.shift() ?? defaults[1]!) : 0;
    const bound = usual.length === 3 && place % 3 === 2 ? Number.POSITIVE_INFINITY : clip;
    return (x) => f(Math.max(-bound, Math.min(bound, x)), alpha, beta);
  });
}

/** A gate's sum at unit k, before its activation, from a sample's x and a vector of hidden size. */
interface Sums {
  readonly input: (gate: number, k: number) => number;
  readonly hidden: (gate: number, k: number, h: readonly number[]) => number;
}

interface State {
  readonly h: readonly number[];
  readonly c: readonly number[];
}

type Step = (
  sums: Sums,
  state: State,
  f: readonly Activation[],
  attributes: Attributes,
  peephole: (gate: number, k: number) => number,
) => State;

const lstm: Step = ({ input, hidden }, { h, c }, [f, g, squash], { input_forget }, peephole) => {
  const units = h.map((_, k) => {
    const sum = (gate: number) => input(gate, k) + hidden(gate, k, h);
    const i = f!(sum(0) + peephole(0, k) * c[k]!);
    const forget = input_forget === 1 ? 1 - i : f!(sum(2) + peephole(2, k) * c[k]!);
    const state = forget * c[k]! + i * g!(sum(3));
    const o = f!(sum(1) + peephole(1, k) * state);
    return { h: o * squash!(state), c: state };
  });
  return { h: units.map((unit) => unit.h), c: units.map((unit) => unit.c) };
};

const gru: Step = ({ input, hidden }, { h, c }, [f, g], { linear_before_reset }) => {
  const gate = (at: number) => h.map((_, k) => f!(input(at, k) + hidden(at, k, h)));
  const [z, r] = [gate(0), gate(1)];
  const reset = h.map((v, k) => r[k]! * v);
  const next = h.map((v, k) => {
    const recurrent = linear_before_reset === 1 ? r[k]! * hidden(2, k, h) : hidden(2, k, reset);
    return (1 - z[k]!) * g!(input(2, k) + recurrent) + z[k]! * v;
  });
  return { h: next, c };
};

const rnn: Step = ({ input, hidden }, { h, c }, [f]) => ({
  h: h.map((_, k) => f!(input(0, k) + hidden(0, k, h))),
  c,
});

const kernelOf =
  (step: Step, gates: number, usual: readonly string[]): Kernel =>
  ([x, w, r, b, lengths, h0, c0, p], attributes, outputs) => {
    const [steps, batch, inputs] = x!.shape as [number, number, number];
    const [directions, , size] = r!.shape as [number, number, number];
    const at = (v: Numbers | undefined, ...index: number[]) => (v === undefined ? 0 : v.data[offset(v.shape, index)]!);
    const functions = functionsOf(attributes, usual, directions);
    const sequences = Array.from({ length: directions * batch }, (_, s) => {
      const [d, n] = [Math.floor(s / batch), s % batch];
      const backwards = attributes.direction === "reverse" || d === 1;
      const length = lengths === undefined ? steps : lengths.data[n]!;
      const start = (v: Numbers | undefined) => Array.from({ length: size }, (_, k) => at(v, d, n, k));
      let state: State = { h: start(h0), c: start(c0) };
      const hidden: (readonly number[] | undefined)[] = Array(steps).fill(undefined);
      for (let t = 0; t < length; t++) {
        const time = backwards ? length - 1 - t : t;
        const row = (gate: number, k: number) => gate * size + k;
        const sums: Sums = {
          input: (gate, k) => {
            let sum = at(b, d, row(gate, k));
            for (let i = 0; i < inputs; i++) sum += at(w, d, row(gate, k), i) * at(x, time, n, i);
            return sum;
          },
          hidden: (gate, k, h) =>
            h.reduce((sum, v, j) => sum + at(r, d, row(gate, k), j) * v, at(b, d, row(gates + gate, k))),
        };
        const ofDirection = functions.slice(d * usual.length, (d + 1) * usual.length);
        state = step(sums, state, ofDirection, attributes, (gate, k) => at(p, d, row(gate, k)));
        hidden[time] = state.h;
      }
      return { hidden, state };
    });
    const sequence = (d: number, n: number) => sequences[d * batch + n]!;
    const results = [
      ([t, d, n, k]: readonly number[]) => sequence(d!, n!).hidden[t!]?.[k!] ?? 0,
      ([d, n, k]: readonly number[]) => sequence(d!, n!).state.h[k!]!,
      ([d, n, k]: readonly number[]) => sequence(d!, n!).state.c[k!]!,
    ];
    return outputs.map((output, i) => fill(output, results[i]!));
  };

export const recurrent: Readonly<Record<string, Kernel>> = {
  LSTM: kernelOf(lstm, 4, ["Sigmoid", "Tanh", "Tanh"]),
  GRU: kernelOf(gru, 3, ["Sigmoid", "Tanh"]),
  RNN: kernelOf(rnn, 1, ["Tanh"]),
};
