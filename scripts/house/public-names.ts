/** The names that the package exports, and those of them without a docstring. */
import { relative, resolve } from "node:path";
import ts from "typescript";
import { entryPoints } from "./entries.js";
import { createProgram } from "./program.js";

export interface PublicName {
  /** "stepzero" or "stepzero/node". */
  readonly entry: string;
  /** "he", or "statistics.mean" inside a namespace. */
  readonly name: string;
  /** The file that declares it. */
  readonly file: string;
  readonly hasDocs: boolean;
}

/** Every public name of every entry point. */
export function publicNames(program = createProgram()): PublicName[] {
  const checker = program.getTypeChecker();
  const names: PublicName[] = [];
  const add = (entry: string, symbol: ts.Symbol, prefix: string): void => {
    const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
    if (target.flags & ts.SymbolFlags.ValueModule) {
      for (const one of checker.getExportsOfModule(target)) add(entry, one, `${prefix}${symbol.name}.`);
      return;
    }
    const [declaration] = target.declarations ?? [];
    const file = declaration === undefined ? "" : relative(resolve("."), declaration.getSourceFile().fileName);
    const hasDocs = target.getDocumentationComment(checker).length > 0 || target.getJsDocTags(checker).length > 0;
    names.push({ entry, name: prefix + symbol.name, file, hasDocs });
  };
  for (const { name, source } of entryPoints()) {
    const module = checker.getSymbolAtLocation(program.getSourceFile(resolve(source))!);
    for (const symbol of module === undefined ? [] : checker.getExportsOfModule(module)) add(name, symbol, "");
  }
  return names;
}

/** "src/random/stream.ts Stream" for each public name without a docstring. */
export function namesWithoutDocs(names = publicNames()): string[] {
  const bare = names.filter(({ hasDocs, file }) => !hasDocs && file.startsWith("src/"));
  return [...new Set(bare.map(({ name, file }) => `${file} ${name.split(".").at(-1)}`))];
}
