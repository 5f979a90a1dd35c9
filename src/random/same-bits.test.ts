/**
 * Initial weights have the same bits in every engine: which of JavaScript's arithmetic they use.
 */
import { readdirSync, readFileSync } from "node:fs";
import ts from "typescript";
import { expect, test } from "vitest";

/**
 * The members of `Math` that ECMAScript defines to the last bit. The precision of all others, and
 * of the power operator, is left to the engine.
 */
const exact: ReadonlySet<string> = new Set([
  "abs",
  "ceil",
  "clz32",
  "floor",
  "fround",
  "imul",
  "max",
  "min",
  "round",
  "sign",
  "sqrt",
  "trunc",
  "LN2",
  "SQRT2",
]);

/** Clocks, sources of random numbers and the environment. */
const impure: ReadonlySet<string> = new Set(["Date", "performance", "crypto", "process"]);

/**
 * Data-driven methods measure a network that ONNX Runtime runs. Their last bits depend on the
 * processor anyway.
 */
const measuring = "initializers/methods/data-driven/";

const sources = ["random", "initializers"].flatMap((folder) =>
  readdirSync(new URL(`../${folder}/`, import.meta.url), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts") && !path.endsWith(".test.ts"))
    .map((path) => [`${folder}/${path}`, new URL(`../${folder}/${path}`, import.meta.url)] as const)
    .filter(([name]) => !name.startsWith(measuring)),
);

/**
 * Everything in a program whose result may differ between two engines or two runs. The argument of
 * `rounded` may: `rounded` drops the bits that differ.
 */
function inexactUses(code: string): string[] {
  const uses: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.getText() === "rounded") return;
    const isMath = ts.isPropertyAccessExpression(node) && node.expression.getText() === "Math";
    const isNode = ts.isImportDeclaration(node) && node.moduleSpecifier.getText().includes("node:");
    const isPower =
      node.kind === ts.SyntaxKind.AsteriskAsteriskToken || node.kind === ts.SyntaxKind.AsteriskAsteriskEqualsToken;
    if (isMath ? !exact.has(node.name.text) : isNode || isPower) uses.push(node.getText());
    if (ts.isIdentifier(node) && impure.has(node.text)) uses.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile("source.ts", code, ts.ScriptTarget.ES2023, true));
  return uses;
}

test("the check sees what differs, and reads the folders to their ends", () => {
  expect(inexactUses("Math.sqrt(2) * Math.exp(1) + 2 ** 0.5 - Date.now()")).toEqual(["Math.exp", "**", "Date"]);
  expect(inexactUses('import { hrtime } from "node:process"; let x = 2; x **= 3;')).toHaveLength(2);
  expect(inexactUses('const title = "the process ** of Math.exp"; // Math.exp')).toEqual([]);
  expect(inexactUses("rounded(2 ** 0.3) * Math.exp(1)")).toEqual(["Math.exp"]);
  expect(sources.map(([name]) => name)).toContain("initializers/parts/linear-algebra/svd.ts");
});

test.each(sources)("%s computes the same bits in every engine", (_name, url) => {
  expect(inexactUses(readFileSync(url, "utf8"))).toEqual([]);
});
