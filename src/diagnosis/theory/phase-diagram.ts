/** The plane of (σ_w², σ_b²) of one activation, with the layers of a network in it. */
import { InputError } from "../../errors.js";
import { productAt } from "../../signal/hermite.js";
import type { LayerPhase } from "./phase.js";

/** A layer in the plane: its phase, as in `LayerPhase`. */
export interface PhasePoint extends Omit<LayerPhase, "isDirect" | "activation"> {
  readonly name: string;
}

/**
 * What decides where the edge of chaos of an activation φ lies, and its layers. A layer whose
 * pre-activations keep the variance q has χ₁ = σ_w² E φ′(√q z)² and σ_b² = q − σ_w² E φ(√q z)², for
 * z ~ N(0, 1).
 */
export interface PhaseDiagram {
  /** "relu"; null for one without a name. */
  readonly activation: string | null;
  /** In the order of the forward pass; those whose activation reads them directly. */
  readonly layers: readonly PhasePoint[];
  /** Variances q, and E φ(√q z)² and E φ′(√q z)² at each of them. */
  readonly variances: readonly number[];
  readonly secondMoments: readonly number[];
  readonly squaredSlopes: readonly number[];
  readonly map: CorrelationMap;
}

/** What one layer makes of the correlation of two samples' pre-activations. */
export interface CorrelationMap {
  /** Of the layer that is in the middle of the diagram's. */
  readonly layer: string;
  /** From −1 to 1. */
  readonly from: readonly number[];
  /**
   * What the layer that follows, with the same σ_w and σ_b, makes of them; within 1e-4, by the
   * Hermite series that all predictions use.
   */
  readonly to: readonly number[];
}

/** From 1e-6 to 1e4, six per decade. */
const VARIANCES = Array.from({ length: 61 }, (_, i) => 10 ** (i / 6 - 6));

/** From −1 to 1, closer together at the end where networks are. */
const CORRELATIONS = [...Array.from({ length: 18 }, (_, i) => i / 10 - 1), 0.8, 0.85, 0.9, 0.94, 0.97, 0.99, 1];

/**
 * A diagram per activation; none for an activation whose moments cannot be taken.
 *
 * @param layers names and activations of the network's layers, in the order of the forward pass
 * @param phases by the name of the layer
 */
export function phaseDiagrams(
  layers: readonly { readonly name: string; readonly activation: string | null }[],
  phases: ReadonlyMap<string, LayerPhase>,
): readonly PhaseDiagram[] {
  const direct = layers.flatMap(({ name, activation: label }) => {
    const phase = phases.get(name);
    return phase !== undefined && hasPlace(phase) ? [{ name, label, phase }] : [];
  });
  const functions = [...new Set(direct.map(({ phase }) => phase.activation))];
  return functions.flatMap((activation) => {
    const of = direct.filter(({ phase }) => phase.activation === activation);
    const middle = of[(of.length - 1) >> 1]!;
    const curves = curvesOf(middle.name, middle.phase);
    if (curves === undefined) return [];
    const points = of.map(({ name, phase }) => pointOf(name, phase));
    return [{ activation: of[0]!.label, layers: points, ...curves }];
  });
}

/** The layers that have a place in a diagram, in the order of these names; without its curves. */
export const phasePoints = (names: readonly string[], phases: ReadonlyMap<string, LayerPhase>): PhasePoint[] =>
  names.flatMap((name) => {
    const phase = phases.get(name);
    return phase !== undefined && hasPlace(phase) ? [pointOf(name, phase)] : [];
  });

const hasPlace = ({ isDirect, activation }: LayerPhase): boolean => isDirect && !activation.surrogate;

const pointOf = (name: string, { isDirect: _, activation: __, ...phase }: LayerPhase): PhasePoint => ({
  name,
  ...phase,
});

/** Undefined where φ grows or varies too fast for quadrature, or the layer gives 0 alone. */
function curvesOf(
  layer: string,
  { activation, sigmaW, sigmaB, variance }: LayerPhase,
): Omit<PhaseDiagram, "activation" | "layers"> | undefined {
  try {
    const moments = VARIANCES.map((q) => activation.law(0, Math.sqrt(q)));
    const here = activation.law(0, Math.sqrt(variance));
    const next = (c: number) => sigmaW ** 2 * productAt(here.value, c) + sigmaB ** 2;
    const whole = next(1);
    if (!(whole > 0)) return undefined;
    return {
      variances: VARIANCES,
      secondMoments: moments.map(({ second }) => second),
      squaredSlopes: moments.map(({ slopes }) => slopes),
      map: { layer, from: CORRELATIONS, to: CORRELATIONS.map((c) => next(c) / whole) },
    };
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}
