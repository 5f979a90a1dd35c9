/** Every initializer, in one literal table, and finding one by what is written on the command line. */
import { InputError, unknownName } from "../errors.js";
import type { AnyInitializer, Initializer, InitializerOptions } from "./initializer.js";
import { activationAware, edgeOfChaos } from "./methods/critical.js";
import { dataDrivenInitializers } from "./methods/data-driven/methods.js";
import { kerasDefault, pytorchDefault } from "./methods/defaults.js";
import { frameworkMethods } from "./methods/frameworks/index.js";
import { constant, identity, idInit, ones, zeroHadamard } from "./methods/identity.js";
import { mup } from "./methods/mup.js";
import { normal, truncatedNormal, uniform, varianceScalingMethod } from "./methods/noise-methods.js";
import {
  circularOrthogonal,
  deltaOrthogonal,
  looksLinear,
  orthogonal,
  scaleCorrectedUniformOrthogonal,
} from "./methods/orthogonal/index.js";
import { fixup, rezero, skipInit, zeroGamma } from "./methods/residual/index.js";
import {
  glorotNormal,
  glorotUniform,
  he,
  heUniform,
  lecunNormal,
  lecunUniform,
  xavierFanIn,
} from "./methods/scaled.js";
import { random, standardNormal, zero } from "./methods/simple.js";
import { deepNorm, gpt2, mimetic, tFixup } from "./methods/transformer/index.js";
import { nguyenWidrow, randomWalk, siren, sparse } from "./methods/unit-noise.js";
import { completeInitializerOptions } from "./options.js";

/** The methods that need no data. */
export const initializers: readonly Initializer[] = [
  zero,
  random,
  xavierFanIn,
  he,
  glorotNormal,
  glorotUniform,
  heUniform,
  lecunNormal,
  lecunUniform,
  standardNormal,
  pytorchDefault,
  kerasDefault,
  ones,
  constant,
  identity,
  zeroHadamard,
  idInit,
  uniform,
  normal,
  truncatedNormal,
  varianceScalingMethod,
  nguyenWidrow,
  randomWalk,
  sparse,
  siren,
  activationAware,
  edgeOfChaos,
  orthogonal,
  deltaOrthogonal,
  scaleCorrectedUniformOrthogonal,
  circularOrthogonal,
  looksLinear,
  zeroGamma,
  fixup,
  skipInit,
  rezero,
  tFixup,
  gpt2,
  deepNorm,
  mimetic,
  mup,
  ...frameworkMethods,
];

/** Every method, data-driven and learned ones included. */
export const allInitializers: readonly AnyInitializer[] = [...initializers, ...dataDrivenInitializers];

/** The initializer of that name or alias. @throws InputError with "did you mean" */
export function findInitializer(name: string, known: readonly AnyInitializer[] = allInitializers): AnyInitializer {
  const found = known.find((one) => one.name === name || one.aliases?.includes(name));
  if (found !== undefined) return found;
  throw unknownName(
    "initializer",
    name,
    known.flatMap((one) => [one.name, ...(one.aliases ?? [])]),
    "stepzero list initializers",
  );
}

/** An initializer with all its options decided. */
export interface ChosenInitializer {
  readonly initializer: AnyInitializer;
  readonly options: InitializerOptions;
}

/**
 * An initializer as it is written on the command line: "he", "random:std=0.02".
 *
 * @throws InputError for an unknown initializer or option, or a value that is not legal
 */
export function parseInitializer(text: string, known: readonly AnyInitializer[] = allInitializers): ChosenInitializer {
  const colon = text.indexOf(":");
  const initializer = findInitializer(colon < 0 ? text : text.slice(0, colon), known);
  const given: Record<string, number | string> = {};
  for (const part of colon < 0 ? [] : text.slice(colon + 1).split(",")) {
    const [name, value, ...rest] = part.split("=").map((s) => s.trim());
    if (!name || !value || rest.length > 0) {
      throw new InputError(
        `Initializer "${text}": options are written name=value, separated by commas; got "${part}".`,
      );
    }
    if (Object.hasOwn(given, name)) throw new InputError(`Initializer "${text}": option "${name}" is given twice.`);
    given[name] = read(initializer, name, value);
  }
  return { initializer, options: completeInitializerOptions(initializer, given) };
}

/** The text that `parseInitializer` reads back: only options that differ from their defaults. */
export function formatInitializer({ initializer, options }: ChosenInitializer): string {
  const changed = Object.entries(options).filter(([name, value]) => value !== initializer.options?.[name]?.default);
  return changed.length === 0
    ? initializer.name
    : `${initializer.name}:${changed.map(([name, value]) => `${name}=${value}`).join(",")}`;
}

/** The written value of an option: a number, where the option is one. */
function read({ name: owner, options = {} }: AnyInitializer, name: string, text: string): number | string {
  const option = Object.hasOwn(options, name) ? options[name] : undefined;
  const value = Number(text);
  if (option === undefined || "names" in option) return text;
  if (!Number.isNaN(value)) return value;
  throw new InputError(`${owner}: ${name} must be a number, got "${text}".`);
}
