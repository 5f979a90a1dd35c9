/**
 * Identifiers that are bare participles used as nouns: a reader has to guess what was given, found
 * or kept.
 */
import ts from "typescript";
import { syntaxOf, typescriptFiles, walk } from "./sources.js";

export const bareParticiples = [
  "given",
  "own",
  "found",
  "known",
  "kept",
  "wanted",
  "chosen",
  "made",
  "mine",
  "told",
  "asked",
  "named",
] as const;

/** Every declaration of a variable, parameter, function or method whose name is such a word. */
export function participleNames(): { readonly path: string; readonly word: string }[] {
  const words: ReadonlySet<string> = new Set(bareParticiples);
  return typescriptFiles().flatMap((path) => {
    const names: { path: string; word: string }[] = [];
    walk(syntaxOf(path), (node) => {
      const isName =
        ts.isVariableDeclaration(node) ||
        ts.isParameter(node) ||
        ts.isBindingElement(node) ||
        ts.isFunctionDeclaration(node) ||
        ts.isFunctionExpression(node) ||
        ts.isMethodDeclaration(node);
      if (isName && node.name !== undefined && ts.isIdentifier(node.name) && words.has(node.name.text)) {
        names.push({ path, word: node.name.text });
      }
    });
    return names;
  });
}

/** How many such names each file has. */
export function participlesByFile(): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { path } of participleNames()) counts.set(path, (counts.get(path) ?? 0) + 1);
  return counts;
}
