/** Units that are dead or stuck at a bound, counted in the graph. */
import type { GraphBuilder } from "../../graph/builder.js";
import { cast, reduceMean } from "../../graph/expressions.js";
import { gradients } from "../../graph/gradients/gradients.js";
import { activationAfter } from "../../network/activations/index.js";
import { type ActivationLike, scalarActivation } from "../../signal/index.js";
import type { Placed } from "./moments.js";
import type { LayerPlace } from "./places.js";

/** What of an activation decides which units are dead or saturated. */
interface ActivationFacts {
  /** It is 0 on an interval: units can be dead. */
  readonly isZeroOnInterval: boolean;
  /** It levels off on both sides: units can be saturated. */
  readonly isBounded: boolean;
  /** The largest |φ′| between −8 and 8. */
  readonly steepest: number;
}

/** Facts that its function of one number shows. */
export function factsOf(activation: ActivationLike): ActivationFacts {
  const { value, derivative } = scalarActivation(activation);
  const span = Array.from({ length: 1601 }, (_, i) => (i - 800) / 100);
  const zeros = span.filter((x) => value(x) === 0).length;
  const isLevel = (x: number) => Math.abs(value(2 * x) - value(x)) < 1e-2 * (1 + Math.abs(value(x)));
  return {
    isZeroOnInterval: zeros > 100,
    isBounded: isLevel(1e4) && isLevel(-1e4) && value(1e4) !== value(-1e4) && zeros < 800,
    steepest: Math.max(...span.map((x) => Math.abs(derivative(x)))),
  };
}

/** |φ′| below this share of its largest value: hardly any gradient passes. */
const FLAT = 0.05;

/** Shares of units that are 0 throughout, and that are flat on more than half of samples and places. */
export function stuckUnits(
  g: GraphBuilder,
  { kernel, input, after, unitAxis, activation }: LayerPlace,
): Placed<{ readonly dead: number | null; readonly saturated: number | null }> {
  if (activation === "linear") return { outputs: [], read: () => ({ dead: null, saturated: null }) };
  const facts = factsOf(activationAfter(kernel.role));
  const others = after.shape.map((_, axis) => axis).filter((axis) => axis !== unitAxis);
  const dead = facts.isZeroOnInterval
    ? [g.apply("ReduceMax", [g.apply("Abs", [cast(g, after, "float32")])], { axes: others, keepdims: 0 })]
    : [];
  const flat = facts.isBounded ? [flatShares(g, input, after, facts.steepest, others)] : [];
  return {
    outputs: [...dead, ...flat],
    read: (numbers) => ({
      dead: dead.length === 0 ? null : shareOf(numbers[0]!, (most) => most === 0),
      saturated: flat.length === 0 ? null : shareOf(numbers[dead.length]!, (part) => part > 0.5),
    }),
  };
}

/** Per unit, the share of samples and places at which |φ′| is small. */
function flatShares(
  g: GraphBuilder,
  input: LayerPlace["input"],
  after: LayerPlace["after"],
  steepest: number,
  others: readonly number[],
) {
  const [slope] = gradients(g, [after], [input]);
  const small = g.apply("Less", [g.apply("Abs", [slope!]), g.scalar(FLAT * steepest, slope!.type)]);
  return reduceMean(g, cast(g, small, "float32"), others, false);
}

const shareOf = (values: Float32Array, is: (value: number) => boolean): number =>
  values.reduce((count, value) => count + (is(value) ? 1 : 0), 0) / values.length;
