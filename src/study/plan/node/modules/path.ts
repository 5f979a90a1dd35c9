/** Telling the names of files from those of methods and models. */

/** "./mine.ts:std=0.1" → path "./mine.ts", options ":std=0.1"; undefined for what is no path of a module. */
export function splitModulePath(text: string): { readonly path: string; readonly options: string } | undefined {
  const [, path, options = ""] = /^(.+\.[cm]?[jt]s)(:.*)?$/.exec(text) ?? [];
  return path === undefined ? undefined : { path, options };
}
