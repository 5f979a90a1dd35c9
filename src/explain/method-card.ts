/** A method's card: its description as plain data, and its numbers on common layers. */
import {
  type AnyInitializer,
  type ChosenInitializer,
  isDataDriven,
  type MethodDescription,
  type Requirement,
} from "../initializers/index.js";
import { explainMethod, type MethodOnLayer } from "./explain-method.js";

/**
 * How a method gets its numbers. "data-free": the same bits on every machine; "data-driven" methods
 * look at batches; "learned" ones optimize on batches.
 */
export type MethodKind = "data-free" | "data-driven" | "learned";

/** A method's description without its functions. */
export interface DescribedMethod extends MethodDescription {
  /** How it gets its numbers. */
  readonly kind: MethodKind;
  /** What a network must have. */
  readonly requires?: Requirement | undefined;
}

/** A method with its options, and its numbers on common layers. */
export interface MethodCard extends DescribedMethod {
  /** The values of all options. */
  readonly chosen: ChosenInitializer["options"];
  /** Empty for methods that look at data. */
  readonly layers: readonly MethodOnLayer[];
}

/**
 * The card of a method with its options.
 *
 * @example
 * import { methodCard } from "stepzero/explain";
 * import { parseInitializer } from "stepzero/initializers";
 *
 * methodCard(parseInitializer("he:negativeSlope=0.2")).kind; // → "data-free"
 */
export function methodCard(method: ChosenInitializer): MethodCard {
  return { ...describeMethod(method.initializer), chosen: method.options, layers: explainMethod(method) };
}

/** The plain data of a method. */
export function describeMethod(initializer: AnyInitializer): DescribedMethod {
  const kind = isDataDriven(initializer) ? initializer.kind : "data-free";
  const data = Object.entries(initializer).filter(([, value]) => typeof value !== "function");
  return { ...(Object.fromEntries(data) as unknown as MethodDescription), kind };
}
