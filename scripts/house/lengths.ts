/** Files and functions that are too long. */
import ts from "typescript";
import { lineAt, syntaxOf, typescriptFiles, walk } from "./sources.js";

export const MAX_FILE = 300;
export const MAX_FUNCTION = 80;

/** Lines of each file that is too long, by path. */
export function longFiles(): Map<string, number> {
  const lines = typescriptFiles().map((path) => [path, syntaxOf(path).getLineStarts().length - 1] as const);
  return new Map(lines.filter(([, count]) => count > MAX_FILE));
}

/**
 * Lines of each function that is too long, by "path name". A comment `// long because …` above the
 * function or on its first line permits it; a `describe` of tests is a list of functions and not
 * one itself.
 */
export function longFunctions(): Map<string, number> {
  const long = new Map<string, number>();
  for (const path of typescriptFiles()) {
    const tree = syntaxOf(path);
    walk(tree, (node) => {
      if (!ts.isFunctionLike(node) || !("body" in node) || node.body === undefined || isDescribe(node)) return;
      const first = lineAt(tree, node.getStart(tree));
      const count = lineAt(tree, node.getEnd()) - first + 1;
      if (count > MAX_FUNCTION && !isPermitted(tree, first)) long.set(`${path} ${nameOf(node, tree)}`, count);
    });
  }
  return long;
}

function isDescribe(node: ts.Node): boolean {
  return ts.isCallExpression(node.parent) && /^describe\b/.test(node.parent.expression.getText());
}

/** Whether the comment stands on the line itself or in the lines of comment right above it. */
function isPermitted(tree: ts.SourceFile, line: number): boolean {
  const lines = tree.text.split("\n");
  if (/\/\/ long because \S/.test(lines[line - 1]!)) return true;
  for (let i = line - 2; i >= 0 && /^\s*(\/\/|\/?\*)/.test(lines[i]!); i--) {
    if (/long because \S/.test(lines[i]!)) return true;
  }
  return false;
}

/** The function's name, or that of the variable or property that holds it. */
function nameOf(node: ts.Node, tree: ts.SourceFile): string {
  for (let at = node; at.parent !== undefined; at = at.parent) {
    const { name } = at as { name?: ts.Node };
    if (name !== undefined && ts.isIdentifier(name)) return name.text;
  }
  return `at line ${lineAt(tree, node.getStart(tree))}`;
}
