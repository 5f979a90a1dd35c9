/** One TypeScript program of all entry points, in which "stepzero…" is our source. */
import { resolve } from "node:path";
import ts from "typescript";
import { entryPoints } from "./entries.js";

/** The compiler options of tsconfig.json with the package's own names mapped to their sources. */
export function compilerOptions(): ts.CompilerOptions {
  const { config } = ts.readConfigFile("tsconfig.json", ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, files: [], include: [] }, ts.sys, resolve("."));
  const paths = Object.fromEntries(entryPoints().map(({ name, source }) => [name, [resolve(source)]]));
  return { ...options, noEmit: true, declaration: false, paths };
}

/**
 * A program of the entry points and of files that exist only in memory.
 *
 * @param extra texts by absolute path
 */
export function createProgram(extra: ReadonlyMap<string, string> = new Map()): ts.Program {
  const options = compilerOptions();
  const host = ts.createCompilerHost(options, true);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (path) => extra.has(path) || fileExists(path);
  host.readFile = (path) => extra.get(path) ?? readFile(path);
  host.getSourceFile = (path, language, ...rest) => {
    const text = extra.get(path);
    if (text === undefined) return getSourceFile(path, language, ...rest);
    return ts.createSourceFile(path, text, language, true);
  };
  return ts.createProgram([...entryPoints().map(({ source }) => resolve(source)), ...extra.keys()], options, host);
}
