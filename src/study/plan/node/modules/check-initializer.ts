/** Checks a user's initializer field by field. */
import { closest, InputError } from "../../../../errors.js";
import { sizeOf } from "../../../../graph/tensor.js";
import {
  type AnyInitializer,
  allInitializers,
  type Initializer,
  type OptionDescription,
} from "../../../../initializers/index.js";

/** The fields that a user's initializer may have; only `name` and `initialize` are required. */
const fields = [
  "name",
  "initialize",
  "title",
  "formula",
  "summary",
  "references",
  "aliases",
  "options",
  "caveats",
  "differences",
  "requires",
  "learningRateMultipliers",
];

/**
 * The initializer that a file exports, complete: optional fields get defaults, and an error of
 * `initialize`, or a value of the wrong type, is reported under the file's name.
 *
 * @param exported the exports of the file: `default`, or one named `initializer`
 * @param source the file's name, for messages
 * @throws InputError naming the file and the field, what was got and what is expected
 */
export function checkInitializer(exported: Readonly<Record<string, unknown>>, source: string): Initializer {
  const candidate = exported.default ?? exported.initializer;
  if (!isObject(candidate)) {
    const names = Object.keys(exported);
    throw new InputError(
      `${source} must export an initializer { name, initialize }, as default or under the name "initializer"; ` +
        `it exports ${names.length === 0 ? "nothing" : names.map((name) => `${name} (${kindOf(exported[name])})`).join(", ")}.`,
    );
  }
  const wrong = (field: string, got: unknown, expected: string) =>
    new InputError(`${source}: field "${field}" of the initializer is ${show(got)}, expected ${expected}.`);
  for (const field of Object.keys(candidate)) {
    if (fields.includes(field)) continue;
    const near = closest(field, fields);
    const hint = near === undefined ? "" : ` did you mean "${near}"?`;
    throw new InputError(
      `${source}: an initializer has no field "${field}"${hint ? ";" : "."}${hint} It has: ${fields.join(", ")}.`,
    );
  }

  const { name, initialize } = candidate;
  if (typeof name !== "string" || !/^[\w-][\w./-]*$/.test(name)) {
    throw wrong("name", name, 'letters, digits, "-", "_", "." and "/", as "my-method"');
  }
  const taken = allInitializers.find((one: AnyInitializer) => one.name === name || one.aliases?.includes(name));
  if (taken !== undefined) throw wrong("name", name, `a name of its own (stepzero's ${taken.title} has this one)`);
  if (typeof initialize !== "function") {
    throw wrong("initialize", initialize, "a function (stream, tensor, options) that returns a Float32Array");
  }
  const text = (field: "title" | "formula" | "summary", otherwise: string): string => {
    const value = candidate[field] ?? otherwise;
    if (typeof value !== "string") throw wrong(field, value, "a text");
    return value;
  };
  const texts = (field: "caveats" | "differences" | "aliases"): readonly string[] => {
    const value = candidate[field] ?? [];
    if (!Array.isArray(value) || value.some((one) => typeof one !== "string"))
      throw wrong(field, value, "a list of texts");
    return value as string[];
  };
  const references = candidate.references ?? [];
  if (!Array.isArray(references) || !references.every(isReference)) {
    throw wrong("references", references, "a list of { authors, year, title }");
  }
  const requires = candidate.requires as NonNullable<Initializer["requires"]> | undefined;
  if (requires !== undefined && !requirements.includes(requires))
    throw wrong("requires", requires, requirements.join(", "));
  const rates = candidate.learningRateMultipliers as Initializer["learningRateMultipliers"];
  if (rates !== undefined && typeof rates !== "function") {
    throw wrong(
      "learningRateMultipliers",
      rates,
      "a function (tensors, optimizer, options) that returns { name: number }",
    );
  }
  return {
    name,
    title: text("title", name),
    formula: text("formula", "as its file says"),
    summary: text("summary", `From ${source}.`),
    references,
    aliases: texts("aliases"),
    options: checkOptions(candidate.options, wrong),
    caveats: texts("caveats"),
    differences: texts("differences"),
    ...(requires === undefined ? {} : { requires }),
    initialize: guarded(initialize as Initializer["initialize"], source),
    ...(rates === undefined ? {} : { learningRateMultipliers: guardedRates(rates, source) }),
  };
}

const requirements: readonly NonNullable<Initializer["requires"]>[] = [
  "residual branches",
  "norms at the ends of branches",
  "residual scales",
  "attention",
];

type Wrong = (field: string, got: unknown, expected: string) => InputError;

function checkOptions(options: unknown, wrong: Wrong): Readonly<Record<string, OptionDescription>> {
  if (options === undefined) return {};
  if (!isObject(options))
    throw wrong("options", options, 'an object: { std: { default: 0.1, low: 0, high: 10, meaning: "…" } }');
  return Object.fromEntries(
    Object.entries(options).map(([name, option]) => {
      const field = `options.${name}`;
      if (!isObject(option))
        throw wrong(field, option, "{ default, low, high, meaning } or { default, names, meaning }");
      const { meaning = name, names, default: value, low, high, integer = false } = option;
      if (typeof meaning !== "string") throw wrong(`${field}.meaning`, meaning, "a text");
      if (names !== undefined) {
        if (!Array.isArray(names) || names.length === 0 || names.some((one) => typeof one !== "string")) {
          throw wrong(`${field}.names`, names, "a list of texts");
        }
        if (!names.includes(value)) throw wrong(`${field}.default`, value, `one of ${names.join(", ")}`);
        return [name, { default: String(value), names: names as string[], meaning }];
      }
      if (typeof low !== "number" || Number.isNaN(low)) throw wrong(`${field}.low`, low, "a number");
      if (typeof high !== "number" || !(high >= low)) throw wrong(`${field}.high`, high, `a number from ${low} on`);
      if (typeof value !== "number" || !(value >= low && value <= high)) {
        throw wrong(`${field}.default`, value, `a number from ${low} to ${high}`);
      }
      if (typeof integer !== "boolean") throw wrong(`${field}.integer`, integer, "true or false");
      if (!integer) return [name, { default: value, low, high, meaning }];
      if (!Number.isInteger(value)) throw wrong(`${field}.default`, value, "a whole number");
      return [name, { default: value, low, high, integer, meaning }];
    }),
  );
}

function guarded(initialize: Initializer["initialize"], source: string): Initializer["initialize"] {
  return (stream, tensor, options, network) => {
    const where = `${source}: initialize of "${tensor.name}" [${tensor.shape.join(", ")}]`;
    let numbers: unknown;
    try {
      numbers = initialize(stream, tensor, options, network);
    } catch (error) {
      if (error instanceof InputError) throw error;
      throw new InputError(`${where} threw: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      });
    }
    const size = sizeOf(tensor.shape);
    if (!(numbers instanceof Float32Array)) {
      throw new InputError(`${where} returned ${show(numbers)}, expected a Float32Array of ${size} numbers.`);
    }
    if (numbers.length !== size) throw new InputError(`${where} returned ${numbers.length} numbers, expected ${size}.`);
    const bad = numbers.findIndex((x) => !Number.isFinite(x));
    if (bad >= 0) throw new InputError(`${where} returned ${numbers[bad]} at index ${bad}, expected finite numbers.`);
    return numbers;
  };
}

function guardedRates(
  rates: NonNullable<Initializer["learningRateMultipliers"]>,
  source: string,
): NonNullable<Initializer["learningRateMultipliers"]> {
  return (tensors, optimizer, options) => {
    const where = `${source}: learningRateMultipliers for ${optimizer}`;
    let multipliers: unknown;
    try {
      multipliers = rates(tensors, optimizer, options);
    } catch (error) {
      if (error instanceof InputError) throw error;
      throw new InputError(`${where} threw: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      });
    }
    if (isObject(multipliers)) return multipliers as Readonly<Record<string, number>>;
    throw new InputError(`${where} returned ${show(multipliers)}, expected { name: number }.`);
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isReference(value: unknown): value is Initializer["references"][number] {
  return (
    isObject(value) &&
    typeof value.authors === "string" &&
    typeof value.title === "string" &&
    typeof value.year === "number"
  );
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "a list" : typeof value === "object" ? "an object" : `a ${typeof value}`;
}

/** What was got, short enough for a message. */
function show(value: unknown): string {
  if (value === undefined) return "missing";
  if (typeof value === "function") return "a function";
  if (value instanceof Promise) return "a promise (initialize must not be async)";
  const text = JSON.stringify(value) ?? String(value);
  return text.length <= 60 ? text : `${kindOf(value)} (${text.slice(0, 40)}…)`;
}
