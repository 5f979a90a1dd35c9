/**
 * The order of the parts of `src`, as docs/architecture.md has it, and the imports that break it.
 */
import { readFileSync } from "node:fs";
import { importsOf } from "./imports.js";
import { libraryFiles, typescriptFiles } from "./sources.js";

export interface Part {
  /**
   * Files and folders (with a slash at the end) below `src`, as the table's first column names
   * them.
   */
  readonly paths: readonly string[];
  /** Paths that the column "read first" names. */
  readonly readFirst: readonly string[];
}

/** Imports that go up for a reason. */
const upwardForAReason: Readonly<Record<string, string>> = {
  "src/study/plan/node/modules/load.ts -> src/entries/for-user-modules.ts":
    'what a user\'s module imports as "stepzero" is the public entry',
};

/** The parts, lowest first: the rows of the table under the heading "The order of the parts". */
export function partsInOrder(page = readFileSync("docs/architecture.md", "utf8")): Part[] {
  const [, section = ""] = page.split(/^## The order of the parts$/m);
  const rows = section
    .split(/^## /m)[0]!
    .split("\n")
    .filter((line) => line.startsWith("|"));
  const [header = "", , ...body] = rows;
  const titles = header.split("|").map((cell) => cell.trim());
  if (titles.slice(1, 4).join() !== "part,what it is,read first") {
    throw new Error(
      `docs/architecture.md: the table's columns are "${titles.join(" | ")}"; expected part | what it is | read first.`,
    );
  }
  const inCode = (cell = "") => [...cell.matchAll(/`([^`]+)`/g)].map(([, path]) => path!);
  return body.map((row) => {
    const [, part, , readFirst] = row.split("|");
    return { paths: inCode(part), readFirst: inCode(readFirst) };
  });
}

/** The index of the part that a file of `src` belongs to: the longest path wins; -1 for none. */
export function partOf(file: string, parts: readonly Part[]): number {
  const path = file.replace(/^src\//, "");
  let [best, length] = [-1, 0];
  parts.forEach(({ paths }, i) => {
    for (const one of paths) {
      const inside = one.endsWith("/") ? path.startsWith(one) : path === one;
      if (inside && one.length > length) [best, length] = [i, one.length];
    }
  });
  return best;
}

/** Files of `src` that no row of the table holds. */
export const filesWithoutPart = (): string[] => {
  const parts = partsInOrder();
  return libraryFiles().filter((file) => partOf(file, parts) < 0);
};

/** "a.ts -> b.ts" for each import from a lower to a higher part. */
export function upwardImports(): string[] {
  const parts = partsInOrder();
  return edges()
    .filter(([from, to]) => partOf(from, parts) < partOf(to, parts))
    .map(([from, to]) => `${from} -> ${to}`)
    .filter((edge) => !(edge in upwardForAReason));
}

/** Exceptions to the order that no import needs any more. */
export function needlessExceptions(): string[] {
  const all = new Set(edges().map(([from, to]) => `${from} -> ${to}`));
  return Object.keys(upwardForAReason).filter((edge) => !all.has(edge));
}

/**
 * "a.ts -> b.ts" for each import that is part of a circle of files, those of the pages included;
 * imports of types count.
 */
export function circularImports(): string[] {
  const all = edges([...libraryFiles(), ...typescriptFiles().filter((path) => path.startsWith("web/src/"))]);
  const component = components(all);
  return all.filter(([from, to]) => component.get(from) === component.get(to)).map(([from, to]) => `${from} -> ${to}`);
}

/** All imports of some files, each pair once. */
function edges(files = libraryFiles()): (readonly [from: string, to: string])[] {
  return files.flatMap((from) => {
    const targets = new Set(importsOf(from).flatMap(({ target }) => target ?? []));
    return [...targets].map((to) => [from, to] as const);
  });
}

/** The number of each file's strongly connected component (Tarjan 1972). */
export function components(all: readonly (readonly [from: string, to: string])[]): Map<string, number> {
  const next = new Map<string, string[]>();
  for (const [from, to] of all) next.set(from, [...(next.get(from) ?? []), to]);
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const component = new Map<string, number>();
  const stack: string[] = [];
  const visit = (file: string): void => {
    index.set(file, index.size);
    low.set(file, index.get(file)!);
    stack.push(file);
    for (const to of next.get(file) ?? []) {
      if (!index.has(to)) visit(to);
      if (!component.has(to)) low.set(file, Math.min(low.get(file)!, low.get(to)!));
    }
    if (low.get(file) !== index.get(file)) return;
    const number = index.get(file)!;
    for (let member = stack.pop()!; ; member = stack.pop()!) {
      component.set(member, number);
      if (member === file) return;
    }
  };
  for (const [from, to] of all) for (const file of [from, to]) if (!index.has(file)) visit(file);
  return component;
}
