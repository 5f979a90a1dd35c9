/** How often the bands of theory hold what was seen. */
import type { Noise, Prediction } from "../../src/diagnosis/theory/prediction.js";
import type { Simulated } from "../../test/theory/simulate.js";

/** Half the width of a 95 % band, in standard deviations. */
const WIDTH = 1.96;

/** One network compared with a prediction, layer by layer. */
export interface Compared {
  readonly signal: readonly number[];
  readonly gradient: readonly number[];
  /**
   * ln of seen / predicted, without the noise's shift: of signals at the last hidden layer, of
   * gradients at the first that counts.
   */
  readonly offsets: { readonly signal: number; readonly gradient: number };
}

const score = (ratio: number, { shift, variance }: Noise): number =>
  (Math.log(ratio) - shift) / Math.sqrt(Math.max(variance, 1e-30));

/** The scores of a network against a prediction; the first layer has almost no noise of its own. */
export function compared({ seen }: Pick<Simulated, "seen">, predicted: ReadonlyMap<string, Prediction>): Compared {
  const names = [...seen.keys()];
  const last = names.at(-1)!;
  const gradientAt = (name: string) => seen.get(name)!.gradient / seen.get(last)!.gradient;
  const hidden = names.slice(1, -1);
  const before = (name: string) => seen.get(name)!.before / predicted.get(name)!.before;
  const gradient = (name: string) => gradientAt(name) / predicted.get(name)!.gradient!;
  return {
    signal: hidden.map((name) => score(before(name), predicted.get(name)!.noise.before)),
    gradient: hidden.map((name) => score(gradient(name), predicted.get(name)!.noise.gradient!)),
    offsets: { signal: Math.log(before(hidden.at(-1)!)), gradient: Math.log(gradient(hidden[0]!)) },
  };
}

/** Share of scores within the band. */
export const covered = (scores: readonly number[]): number =>
  scores.filter((z) => Math.abs(z) <= WIDTH).length / scores.length;

/** A study of many draws of one network. */
export interface Coverage {
  readonly runs: number;
  /** Median over runs of seen / predicted at the deepest hidden layer and at the first. */
  readonly signalRatio: number;
  readonly gradientRatio: number;
  /** Share of layers and runs in the band. */
  readonly signal: number;
  readonly gradient: number;
  /** Share of networks with a scale of ×1.3 per layer that leave the band of the right scale. */
  readonly detected: number;
}

/** The coverage of some draws, and how many wrong ones are detected. */
export function coverageOf(right: readonly Compared[], wrong: readonly Compared[]): Coverage {
  const outside = wrong.map(
    ({ signal, gradient }) => Math.abs(signal.at(-1)!) > WIDTH || Math.abs(gradient[0]!) > WIDTH,
  );
  const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1]!;
  return {
    runs: right.length,
    signalRatio: Math.exp(median(right.map(({ offsets }) => offsets.signal))),
    gradientRatio: Math.exp(median(right.map(({ offsets }) => offsets.gradient))),
    signal: covered(right.flatMap(({ signal }) => signal)),
    gradient: covered(right.flatMap(({ gradient }) => gradient)),
    detected: outside.filter(Boolean).length / Math.max(1, outside.length),
  };
}
