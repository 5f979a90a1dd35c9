/** The files of the repository that the rules of the house are checked on, parsed once. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import ts from "typescript";

let files: readonly string[] | undefined;

/** Paths, relative to the repository, of files that git tracks or would track, sorted. */
export function repositoryFiles(): readonly string[] {
  files ??= listFiles();
  return files;
}

function listFiles(): string[] {
  const list = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { encoding: "utf8" });
  return [...new Set(list.split("\n"))].filter((path) => path !== "" && existsSync(path)).sort();
}

/** All TypeScript files, tests included. */
export const typescriptFiles = (): string[] => repositoryFiles().filter((path) => /\.tsx?$/.test(path));

/** What is built and shipped: `src` without its tests. */
export const libraryFiles = (): string[] =>
  typescriptFiles().filter((path) => path.startsWith("src/") && !path.endsWith(".test.ts"));

const parsed = new Map<string, ts.SourceFile>();

/** The syntax tree of a file, with parents set. */
export function syntaxOf(path: string): ts.SourceFile {
  let tree = parsed.get(path);
  if (tree === undefined) {
    tree = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.ES2023, true);
    parsed.set(path, tree);
  }
  return tree;
}

/** Calls `visit` for every node of a tree, parents first. */
export function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  ts.forEachChild(node, (child) => walk(child, visit));
}

/** 1-based line of a position. */
export const lineAt = (tree: ts.SourceFile, position: number): number =>
  tree.getLineAndCharacterOfPosition(position).line + 1;
