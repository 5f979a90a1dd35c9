/** The entry points of the package, as package.json's `exports` has them. */
import { readFileSync } from "node:fs";

export interface Entry {
  /** What a program imports: "stepzero", "stepzero/node". */
  readonly name: string;
  /** Its source: "src/node.ts". */
  readonly source: string;
}

interface Manifest {
  readonly name: string;
  readonly exports: Readonly<Record<string, string | { readonly default: string }>>;
}

/** Entry points that need Node: their code may read files, clocks and the environment. */
const forNode = ["stepzero/node", "stepzero/cli"];

/** All entry points that are code. */
export function entryPoints(): Entry[] {
  const { name, exports } = JSON.parse(readFileSync("package.json", "utf8")) as Manifest;
  return Object.entries(exports).flatMap(([path, target]) => {
    const file = typeof target === "string" ? target : target.default;
    if (!file.endsWith(".js")) return [];
    return { name: path.replace(/^\./, name), source: file.replace(/^\.\/dist\//, "src/").replace(/\.js$/, ".ts") };
  });
}

/** Those whose code must run in a browser. */
export const browserEntryPoints = (): Entry[] => entryPoints().filter(({ name }) => !forNode.includes(name));
