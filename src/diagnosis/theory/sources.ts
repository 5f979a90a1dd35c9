/** What one draw of the weights does to the signals of a network, as `deviation.ts` counts it. */
import type { ActivationLaw } from "../../signal/activation-law.js";
import type { HermiteSeries } from "../../signal/hermite.js";

/** The sources of one network. */
export interface Sources {
  /** Their variances, by their number. */
  readonly variances: number[];
  readonly heritage: Heritage;
}

/** ln of a second moment = ln of its mean + `shift` + Σ parts[i] · source i. */
export interface Deviation {
  readonly parts: Float64Array;
  readonly shift: number;
}

/** A signal; only which one it is matters here. */
type Key = object;

/** The noise that a function of a signal met in one draw. */
export interface Met {
  readonly law: ActivationLaw;
  readonly series: HermiteSeries;
  readonly value: number;
  readonly source: Deviation;
}

/** A relative of a signal, with the correlation over units. */
export interface Relative {
  readonly signal: Key;
  readonly correlation: number;
  /** Whether a function lies between the two. */
  readonly isBehindFunction: boolean;
}

/** The relatives of the signals of one network, and the noises that functions of them met. */
export interface Heritage {
  readonly terms: WeakMap<Key, readonly Relative[]>;
  readonly sums: WeakMap<Key, readonly Relative[]>;
  /** Of the mean of φ², forward. */
  readonly values: WeakMap<Key, Met>;
  /** Of the mean of φ′², backward. */
  readonly slopes: WeakMap<Key, Met>;
  /** Mean squares of the gradients by signals that a function follows. */
  readonly gradients: WeakMap<Key, number>;
  /** What a signal behind a function was before it. */
  readonly before: WeakMap<Key, Relative>;
}
