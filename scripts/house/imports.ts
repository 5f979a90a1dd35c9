/** What a file imports, in every form that TypeScript has. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path/posix";
import ts from "typescript";
import { lineAt, syntaxOf, walk } from "./sources.js";

export interface Import {
  /** As the file writes it: "../errors.js", "node:fs". */
  readonly specifier: string;
  /** The path of the file that it names, relative to the repository; undefined for packages. */
  readonly target: string | undefined;
  /** Whether only types are imported, so that nothing is loaded. */
  readonly typeOnly: boolean;
  readonly line: number;
}

/**
 * Every import of a file: `import`, `export … from`, `import()`, `import type`, the type
 * `import("…")`, `require()`, and `new URL("./x.js", import.meta.url)`, which is how workers and
 * modules for other processes are named.
 */
export function importsOf(path: string): Import[] {
  const tree = syntaxOf(path);
  const imports: Import[] = [];
  const add = (name: ts.Node | undefined, typeOnly: boolean, isUrl = false): void => {
    if (name === undefined || !ts.isStringLiteralLike(name)) return;
    const target = name.text.startsWith(".") ? fileAt(join(dirname(path), name.text)) : undefined;
    // A URL may name a folder or a data file, which is no import of code.
    if (isUrl && target === undefined) return;
    imports.push({ specifier: name.text, target, typeOnly, line: lineAt(tree, name.getStart(tree)) });
  };
  walk(tree, (node) => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, onlyTypes(node));
    else if (ts.isExportDeclaration(node))
      add(node.moduleSpecifier, node.isTypeOnly || namesOnlyTypes(node.exportClause));
    else if (ts.isImportTypeNode(node))
      add(ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined, true);
    else if (ts.isCallExpression(node) && loads(node.expression)) add(node.arguments[0], false);
    else if (ts.isNewExpression(node) && node.expression.getText(tree) === "URL") {
      if (node.arguments?.[1]?.getText(tree) === "import.meta.url") add(node.arguments[0], false, true);
    }
  });
  return imports;
}

const loads = (callee: ts.Expression): boolean =>
  callee.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(callee) && callee.text === "require");

function onlyTypes({ importClause }: ts.ImportDeclaration): boolean {
  if (importClause === undefined) return false;
  if (importClause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  return importClause.name === undefined && namesOnlyTypes(importClause.namedBindings);
}

function namesOnlyTypes(names: ts.NamedImportBindings | ts.NamedExportBindings | undefined): boolean {
  if (names === undefined || !(ts.isNamedImports(names) || ts.isNamedExports(names))) return false;
  return names.elements.length > 0 && names.elements.every((element: { isTypeOnly: boolean }) => element.isTypeOnly);
}

/** The source behind a path that ends in ".js" or ".ts". */
function fileAt(path: string): string | undefined {
  const sources = [".ts", ".tsx"].map((ending) => path.replace(/\.js$/, ending));
  const source = sources.find((one) => /\.tsx?$/.test(one) && existsSync(one));
  return source ?? (existsSync(path) && /\.m?js$/.test(path) ? path : undefined);
}
