/**
 * What the browser's entry points load, and the uses there of what a browser lacks or what makes
 * results vary.
 */
import ts from "typescript";
import { browserEntryPoints } from "./entries.js";
import { importsOf } from "./imports.js";
import { lineAt, syntaxOf, walk } from "./sources.js";

/**
 * All files that the browser's entry points import, directly or not, each with the file that
 * imports it.
 */
export function browserFiles(): Map<string, string> {
  const importer = new Map(browserEntryPoints().map(({ name, source }) => [source, name]));
  for (const file of importer.keys()) {
    for (const { target, typeOnly } of importsOf(file)) {
      if (target !== undefined && !typeOnly && !importer.has(target)) importer.set(target, file);
    }
  }
  return importer;
}

/**
 * "file: what" for each use of Node, of a clock, of the environment or of global random numbers in
 * those files.
 */
export function impureUses(): string[] {
  return [...browserFiles()].flatMap(([file, importer]) => {
    const inNodeFolder = /\bnode\//.test(file) ? [`${file}: lies under node/, imported by ${importer}`] : [];
    return [...inNodeFolder, ...usesIn(file).map(({ what }) => `${file}: ${what}`)];
  });
}

/** Uses in one file, with their lines. */
export function usesIn(file: string): { readonly what: string; readonly line: number }[] {
  const tree = syntaxOf(file);
  const uses = importsOf(file)
    .filter(({ specifier }) => specifier.startsWith("node:"))
    .map(({ specifier, line }) => ({ what: specifier, line }));
  walk(tree, (node) => {
    const what = impure(node);
    if (what !== undefined) uses.push({ what, line: lineAt(tree, node.getStart(tree)) });
  });
  return uses;
}

const globals = new Set(["Date", "process", "require", "__dirname", "__filename", "Buffer"]);

/**
 * The impure global that a node uses. Clocks may come in as parameters, so only the global names
 * count.
 */
function impure(node: ts.Node): string | undefined {
  if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression)) {
    const text = `${node.expression.text}.${node.name.text}`;
    if (text === "Math.random" || text === "performance.now") return text;
    if (text === "crypto.getRandomValues" || text === "crypto.randomUUID") return text;
  }
  if (!ts.isIdentifier(node) || !globals.has(node.text)) return undefined;
  const { parent } = node;
  const isName =
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    ("name" in parent && parent.name === node) ||
    ts.isTypeReferenceNode(parent) ||
    ts.isExpressionWithTypeArguments(parent);
  return isName || isLocal(node) ? undefined : node.text;
}

/** Whether a parameter or variable of the same name surrounds a use. */
function isLocal(node: ts.Identifier): boolean {
  for (let at: ts.Node = node.parent; at !== undefined; at = at.parent) {
    const declared = ts.isFunctionLike(at)
      ? at.parameters
      : ts.isBlock(at) || ts.isSourceFile(at)
        ? variablesOf(at)
        : [];
    if (declared.some(({ name }) => ts.isIdentifier(name) && name.text === node.text)) return true;
  }
  return false;
}

const variablesOf = (block: ts.Block | ts.SourceFile): ts.VariableDeclaration[] =>
  block.statements.flatMap((one) => (ts.isVariableStatement(one) ? [...one.declarationList.declarations] : []));
