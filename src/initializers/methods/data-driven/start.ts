/** Where data-driven methods start from, and changing kernels unit by unit. */

import type { TensorSpecification } from "../../../network/parameter.js";
import { stream } from "../../../random/index.js";
import type { Initializer, InitializerOptions, OptionSpecification } from "../../initializer.js";
import type { AffineLayer } from "../../network.js";
import { orthogonal } from "../orthogonal/index.js";
import { glorotNormal, he, lecunNormal } from "../scaled.js";
import { random, standardNormal } from "../simple.js";

/** What learned methods may start from. */
export const starts: Readonly<Record<string, Pick<Initializer, "initialize" | "options">>> = {
  he,
  "glorot-normal": glorotNormal,
  "lecun-normal": lecunNormal,
  orthogonal,
  "standard-normal": standardNormal,
  random,
};

/** The options of learned methods that say where they start. */
export const startOptions: Readonly<Record<"start" | "gain", OptionSpecification>> = {
  start: { default: "he", names: Object.keys(starts), meaning: "the method whose kernels are rescaled" },
  gain: { default: 1, low: 1e-4, high: 1e4, meaning: "factor on those kernels before" },
};

/** The start that these options say. */
export function chosenStart(
  { start, gain }: InitializerOptions,
  tensors: readonly TensorSpecification[],
  seed: number,
): Record<string, Float32Array> {
  const weights = startFrom(starts[start as string]!, tensors, seed);
  for (const { name, role } of tensors) {
    if (role.kind === "kernel" && gain !== 1) weights[name] = weights[name]!.map((w) => w * (gain as number));
  }
  return weights;
}

/** The numbers that a method without data draws, to be changed; its options at their defaults. */
export function startFrom(
  { initialize, options = {} }: Pick<Initializer, "initialize" | "options">,
  tensors: readonly TensorSpecification[],
  seed: number,
): Record<string, Float32Array> {
  const defaults = Object.fromEntries(Object.entries(options).map(([name, option]) => [name, option.default]));
  return Object.fromEntries(
    tensors.map((tensor) => [tensor.name, initialize(stream(seed, "init", tensor.name), tensor, defaults).slice()]),
  );
}

/** Multiplies what makes each unit's output by a factor of its own, in place. */
export function scaleUnits(
  { kernel, units }: AffineLayer,
  numbers: Float32Array,
  factor: (unit: number) => number,
): void {
  const { shape, role } = kernel;
  if (role.operation !== "transposed-convolution") {
    const size = numbers.length / units; // [units, …]
    for (let i = 0; i < numbers.length; i++) numbers[i]! *= factor(Math.floor(i / size));
    return;
  }
  // [in, units / groups, …]: a group's inputs make that group's units.
  const [inputs, perGroup] = [shape[0]!, shape[1]!];
  const field = numbers.length / (inputs * perGroup);
  const inputsPerGroup = inputs / (units / perGroup);
  for (let i = 0; i < numbers.length; i++) {
    const input = Math.floor(i / (perGroup * field));
    const unit = Math.floor(input / inputsPerGroup) * perGroup + (Math.floor(i / field) % perGroup);
    numbers[i]! *= factor(unit);
  }
}

/** "dense3: 4 of 128 units are …". */
export function unitsNote({ name, units }: AffineLayer, count: number, what: string): string {
  return `${name}: ${count} of ${units} units ${what}.`;
}
