/** What came of all official operator tests, as docs/operators.md shows it. */
import { isSupported } from "../../src/graph/file/read/refusals.js";
import type { OperatorCase } from "./case.js";
import type { Outcome } from "./run-case.js";

/** A test with what came of it. */
export interface Result extends Outcome {
  readonly test: Pick<OperatorCase, "release" | "name" | "operator" | "opset">;
}

/** Why a test was refused, without what is particular to it. */
function kindOf(reason: string): string {
  const type = /element type (\w+)/.exec(reason)?.[1];
  if (type !== undefined) return `element type ${type.replace(/^float8.*/, "float8").replace(/^float4.*/, "float4")}`;
  if (reason.startsWith("the model is of opset")) return "opset outside 6 to 24";
  if (/constant|static/.test(reason)) return "a shape that depends on numbers that are computed";
  if (reason.includes("is no tensor")) return "lists of tensors, optional values";
  const [, operator, what] = /^node "[^"]*" \(([^)]*)\): (.*)$/s.exec(reason) ?? [];
  if (operator === undefined) return reason;
  if (what!.startsWith("is not supported")) return "operator not supported";
  return `${operator}: ${what!
    .replace(/^\w+\([^)]*\): /, "")
    .replace(/\. (?:Leave|Convert).*$/, "")
    .replace(/\d+/g, "n")}`;
}

const count = (results: readonly Result[], result: Outcome["result"]): number =>
  results.filter((one) => one.result === result).length;

/** [key, elements with that key], by key. */
function grouped<T>(list: readonly T[], key: (element: T) => string): [string, T[]][] {
  const groups = new Map<string, T[]>();
  for (const element of list) groups.set(key(element), [...(groups.get(key(element)) ?? []), element]);
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
}

/**
 * "yes" where a test's outputs have a gradient, "no" where the rule refuses, "–" where none exists.
 */
function gradientOf(results: readonly Result[]): string {
  if (results.some(({ gradient }) => gradient === true)) {
    return `yes, ${results.filter(({ gradientChecked }) => gradientChecked).length} checked`;
  }
  return results.some(({ gradient }) => gradient === false) ? "no" : "–";
}

function operatorRow([operator, results]: [string, Result[]]): string {
  const passed = results.filter(({ result }) => result === "passed");
  const opsets = [...new Set(passed.map(({ test }) => test.opset))].sort((a, b) => a - b);
  const numbers = [passed.length, count(results, "refused")];
  return `| ${[operator, opsets.join(", ") || "–", gradientOf(results), ...numbers].join(" | ")} |`;
}

const lineOf = (cells: readonly (string | number)[]): string => `| ${cells.join(" | ")} |`;

function reasonRows(results: readonly Result[]): string[] {
  const refused = results.filter(({ result }) => result === "refused");
  return grouped(refused, ({ reason }) => kindOf(reason!))
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([kind, list]) => lineOf([kind, list.length]));
}

/** The page docs/operators.md. */
export function pageOf(results: readonly Result[]): string {
  const releases = [...new Set(results.map(({ test }) => test.release))];
  const [supported, others] = [true, false].map((isOne) =>
    results.filter(({ test }) => (isSupported(test.operator) || test.operator.includes(" ")) === isOne),
  ) as [Result[], Result[]];
  const checked = results.filter(({ gradientChecked }) => gradientChecked).length;
  return `# Operators

<!-- Made by \`npm run test:operators\`; do not edit. -->

What \`readOnnx\` reads, as the official operator tests of onnx show it. The tests are those of the
releases
${releases.join(", ")},
which between them have every operator in the forms of opsets 6 to 24 (and beyond, which is refused). Each test's model is read,
compiled as for training and run in ONNX Runtime, and its graph is evaluated in float64. Inputs that
decide a shape are written into the model as constants. A gradient is checked by central differences
along one direction, where the test's numbers stand at no kink. Tests that several releases have
alike count once. How to run them: \`test/requirements.txt\`.

| result | tests |
| --- | --- |
| passed | ${count(results, "passed")} |
| refused in words | ${count(results, "refused")} |
| corrected by a later release of onnx, not run | ${count(results, "superseded")} |
| differ | ${count(results, "differs")} |

Of those that passed, ${checked} had their gradient checked.

## Supported operators

"Functions written out" are the tests of operators that ONNX defines by others, in those others. A
gradient "–" means that there is none by nature, or that no test has a float input and output.

| operator | opsets of the tests passed | gradient | passed | refused |
| --- | --- | --- | --- | --- |
${grouped(supported, ({ test }) => test.operator)
  .map(operatorRow)
  .join("\n")}

## Why tests were refused

| reason | tests |
| --- | --- |
${reasonRows(results).join("\n")}

## Operators that are not supported

${grouped(others, ({ test }) => test.operator)
  .map(([operator, list]) => `${operator} (${list.length})`)
  .join(", ")}, with the number of their tests.
`;
}
