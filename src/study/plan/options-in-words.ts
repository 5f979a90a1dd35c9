/** Errors in the options of a study in words: where, what was expected, what was got. */
import type { z } from "zod";
import { closest, excerpt } from "../../errors.js";
import { inFigures, MOST_RUNS } from "./bounds.js";

type Issue = z.core.$ZodIssue;

/** Names that people write instead of a key, as the command line has them. */
const optionNames: Readonly<Record<string, string>> = { lr: "learningRate", init: "inits", model: "models" };

/** Words for keys that take several kinds of value, or a range that needs an example. */
const alternatives: Readonly<Record<string, string>> = {
  data: "a name or path, or a list of them",
  models: "a name or path, or a list of them",
  inits: "a name or path, or a list of them",
  seeds: `how many (a whole number from 1 to ${inFigures(MOST_RUNS)}), a list of them, or { first, count }`,
  evaluateTrain: "true, false, last or every",
  schedule: "{ kind: constant }, { kind: step, every, factor } or { kind: cosine, final }",
  leaveOut: "a column's name, or its number from 0, or a list of them",
  shape: "channels, rows and columns of one sample: [1, 28, 28]",
  augmentation: "none, or { shift, flip } with a shift from 0 to 1 and flip true or false",
  margin: "a difference in test accuracy as a fraction, above 0 and at most 0.1 (0.003 is 0.3 points)",
  target: "a test accuracy as a fraction, above 0 and below 1",
};

/** Of more problems only so many are told, and the number of the others. */
const SHOWN = 5;

/**
 * The problems, in one text that ends with a full stop or a question mark.
 *
 * @param value the options that were checked
 * @param knownKeys the keys of a study, or of one of its recipes
 */
export function problemsInWords(
  { issues }: z.ZodError,
  value: unknown,
  knownKeys: (inRecipe: boolean) => readonly string[],
): string {
  const all = issues.flatMap(separate);
  const shown = all.slice(0, SHOWN).map((issue) => inWords(issue, value, knownKeys));
  if (all.length > SHOWN) return `${shown.join("; ")}; and ${inFigures(all.length - SHOWN)} more.`;
  return `${shown.join("; ")}.`.replace(/\?\.$/, "?");
}

/** One issue per unknown key, and the issues of the alternative that was meant. */
function separate(issue: Issue): Issue[] {
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => ({ ...issue, keys: [key] }));
  // zod reports an unknown kind of schedule at `kind`; the message is about the schedule.
  if (issue.code !== "invalid_union" || issue.path.at(-1) === "kind") return [issue];
  // The alternative in which zod came furthest is the most precise; or one is only too large.
  const [furthest] = [...issue.errors].sort((a, b) => depth(b) - depth(a));
  const isDeep = furthest !== undefined && depth(furthest) > 0;
  const meant = isDeep ? furthest : issue.errors.find((errors) => errors.every(({ code }) => code === "too_big"));
  return meant?.flatMap((one) => separate({ ...one, path: [...issue.path, ...one.path] })) ?? [issue];
}

function inWords(issue: Issue, value: unknown, knownKeys: (inRecipe: boolean) => readonly string[]): string {
  const isKind = issue.code === "invalid_union" && issue.path.at(-1) === "kind";
  const path = isKind ? issue.path.slice(0, -1) : issue.path;
  const where = path.map(String).join(".");
  if (issue.code === "unrecognized_keys") {
    const legal = knownKeys(path[0] === "training");
    const at = where === "" ? "" : ` at ${where}`;
    const [key] = issue.keys as [string];
    const near = legal.find((name) => name === optionNames[key]) ?? closest(key, legal);
    return `unknown key "${excerpt(key)}"${at}${near === undefined ? ` (known: ${legal.join(", ")})` : `; did you mean "${near}"?`}`;
  }
  const key = String(path.at(-1));
  const got = valueAt(value, path);
  const isLong = issue.code === "too_big" && (issue.origin === "string" || issue.origin === "array");
  if (isLong || (issue.code === "too_big" && ["seeds", "count"].includes(key))) {
    const remedy = issue.origin === "string" ? "" : "; split the study";
    return `${where} must be ${expected(issue)}, got ${shown(got)}${remedy}`;
  }
  const whole = path.length === 1 || ["schedule", "augmentation"].includes(key) ? alternatives[key] : undefined;
  const subject = where === "" ? "it" : where;
  if (got === undefined) return `${subject} is missing: expected ${whole ?? expected(issue)}`;
  const near = issue.code === "invalid_value" ? closest(String(got), issue.values.map(String)) : undefined;
  const hint = near === undefined ? "" : `; did you mean "${near}"?`;
  return `${subject} must be ${whole ?? expected(issue)}, got ${shown(got)}${hint}`;
}

/** Words for what is legal. */
function expected(issue: Issue): string {
  switch (issue.code) {
    case "invalid_type":
      return typeNames[issue.expected] ?? issue.expected;
    case "invalid_value":
      return issue.values
        .map(String)
        .join(", ")
        .replace(/, ([^,]*)$/, " or $1");
    case "too_small":
      if (issue.origin === "array" || issue.origin === "string")
        return `a ${issue.origin === "array" ? "list" : "text"} that is not empty`;
      return `${issue.inclusive === false ? "greater than" : "at least"} ${issue.minimum}`;
    case "too_big":
      if (issue.origin === "array") return `a list of at most ${inFigures(Number(issue.maximum))}`;
      if (issue.origin === "string") return `a text of at most ${inFigures(Number(issue.maximum))} characters`;
      return `${issue.inclusive === false ? "less than" : "at most"} ${inFigures(Number(issue.maximum))}`;
    default:
      return (issue.message.charAt(0).toLowerCase() + issue.message.slice(1)).replace(/^must be /, "");
  }
}

const typeNames: Readonly<Record<string, string>> = {
  int: "a whole number",
  number: "a number",
  string: "a text",
  array: "a list",
  object: "an object with keys",
  boolean: "true or false",
};

const depth = (issues: readonly Issue[]) => issues.reduce((most, { path }) => Math.max(most, path.length), 0);

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((part, key) => (part as Record<PropertyKey, unknown> | undefined)?.[key], value);
}

/** JSON has no NaN and no Infinity, and would write null. */
const finite = (_: string, one: unknown): unknown =>
  typeof one === "number" && !Number.isFinite(one) ? String(one) : one;

function shown(value: unknown): string {
  const isNumber = typeof value === "number" || typeof value === "bigint";
  const text = isNumber
    ? `${value}${typeof value === "bigint" ? "n" : ""}`
    : (JSON.stringify(value, finite) ?? String(value));
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
