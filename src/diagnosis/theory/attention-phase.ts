/**
 * Where attention stands between its two failures: rank collapse, where all tokens become one, and
 * entropy collapse, where every query looks at one key.
 *
 * Dong, Cordonnier, Loukas 2021, "Attention is not all you need: pure attention loses rank doubly
 * exponentially with depth"; Noci, Anagnostidis, Biggio, Orvieto, Singh, Lucchi 2022, "Signal
 * propagation in transformers"; Zhai et al. 2023, "Stabilizing transformer training by preventing
 * attention entropy collapse"; Giorlandino, Goldt 2025, "Two failure modes of deep transformers and
 * how to avoid them". The maps below are those of this theory at a finite number of keys.
 */
import type { GraphBuilder } from "../../graph/builder.js";
import { log } from "../../random/elementary.js";
import { type ShareMoments, shareMoments } from "./attention-shares.js";
import { meanOf } from "./signal.js";
import type { Walked } from "./walk.js";

/** What theory says of one attention map. */
export interface AttentionPhase {
  /** As `AttentionReading.name`. */
  readonly name: string;
  /** Standard deviation of the logits over keys, mean over queries. */
  readonly logitDeviation: number;
  /**
   * √(2 ln keys): beyond it one key has a share that does not vanish however many keys there are
   * (Derrida 1981; Giorlandino and Goldt 2025).
   */
  readonly criticalDeviation: number;
  /** Mean entropy of a query's attention in nats, and that of a uniform one. */
  readonly entropy: number;
  readonly uniformEntropy: number;
  /** Cosine between the values of two tokens, and between the means that two queries get. */
  readonly tokenCosine: number;
  readonly mixedCosine: number;
}

/** The phases of all attention maps of a graph that has been walked, in its order. */
export function attentionPhases(g: Pick<GraphBuilder, "nodes">, walked: Walked): AttentionPhase[] {
  return g.nodes.flatMap(({ operator, layer, inputs, outputs }): AttentionPhase[] => {
    const state = operator === "MatMul" ? walked.stateOf(inputs[0]!) : undefined;
    const [values, mixed] = [walked.signalOf(inputs[1]!), walked.signalOf(outputs[0]!)];
    if (state?.kind !== "shares" || values === undefined || mixed === undefined) return [];
    const { softmax, variance, open, keys, moments } = state.shares;
    return [
      {
        name: layer === "" ? softmax.name : layer,
        logitDeviation: Math.sqrt(variance),
        criticalDeviation: Math.sqrt(2 * log(keys)),
        entropy: moments.entropy,
        uniformEntropy: meanOf(open.map((n) => log(n))),
        tokenCosine: meanOf(values.cosines.places),
        mixedCosine: meanOf(mixed.cosines.places),
      },
    ];
  });
}

/** A stack of attention blocks. */
export interface AttentionStack {
  /** Tokens that a query sees. */
  readonly keys: number;
  /** Units of a head. */
  readonly headUnits: number;
  /**
   * Standard deviation of the logits over keys while tokens are uncorrelated:
   * √units · RMS of queries · RMS of keys · the factor on the products, 1 / √units as a rule.
   */
  readonly logitDeviation: number;
  /**
   * Second moment of what a block adds, for values of uncorrelated tokens with attention to one
   * key, relative to the stream that it is added to, which a normalization keeps; `Infinity` for
   * blocks without a residual connection.
   *
   * @defaultValue 1
   */
  readonly residualShare?: number | undefined;
  /** Number of blocks. */
  readonly depth: number;
  /**
   * Cosine between two tokens of the input.
   *
   * @defaultValue 0
   */
  readonly cosine?: number | undefined;
}

/** A stack behind one of its blocks. */
export interface AttentionDepth {
  /** Between two tokens behind the block. */
  readonly cosine: number;
  /** Entropy of the block's attention over that of a uniform one, 0 to 1. */
  readonly entropyShare: number;
}

/**
 * How alike tokens become, and how sharp attention is, block by block. With c the cosine between
 * tokens, products differ between keys by s²(1 − c); a block's output has the second moment
 * c + (1 − c) E Σ a² and the product c + (1 − c) E Σ a b between two queries. Without residual
 * connections c grows to 1 (rank collapse) unless attention is sharp, where entropy collapses; the
 * connections slow this down.
 *
 * @returns one entry per block
 * @example
 * import { attentionByDepth } from "stepzero/diagnosis";
 *
 * attentionByDepth({ keys: 4, headUnits: 8, logitDeviation: 0, depth: 1 })[0].cosine; // → 0.2
 */
export function attentionByDepth(stack: AttentionStack): AttentionDepth[] {
  const { keys, headUnits, logitDeviation, residualShare = 1, depth, cosine = 0 } = stack;
  const uniform = log(keys);
  const result: AttentionDepth[] = [];
  let c = cosine;
  for (let block = 0; block < depth; block++) {
    const moments = shareMoments({
      variance: logitDeviation ** 2 * (1 - c),
      keys,
      depth: headUnits,
      queryCosine: c,
      directions: Number.POSITIVE_INFINITY,
    });
    c = cosineBehind(c, moments, residualShare);
    result.push({ cosine: c, entropyShare: uniform > 0 ? moments.entropy / uniform : 1 });
  }
  return result;
}

function cosineBehind(c: number, { concentration, common }: ShareMoments, share: number): number {
  const [itself, between] = [c + (1 - c) * concentration, c + (1 - c) * common];
  const behind = Number.isFinite(share) ? (c + share * between) / (1 + share * itself) : between / itself;
  return Math.max(-1, Math.min(1, behind));
}
