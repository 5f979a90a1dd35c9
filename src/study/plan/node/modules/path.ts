/** Tells the names of files from those of methods and models. */

/**
 * Path and options of a module: "./mine.ts:std=0.1" → "./mine.ts" and ":std=0.1"; undefined where
 * the text is no path of a module.
 */
export function splitModulePath(text: string): { readonly path: string; readonly options: string } | undefined {
  const [, path, options = ""] = /^(.+\.[cm]?[jt]s)(:.*)?$/.exec(text) ?? [];
  return path === undefined ? undefined : { path, options };
}
