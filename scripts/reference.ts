/** The reference of every public name, made by TypeDoc from the docstrings of the entry points. */
import { Application } from "typedoc";
import { entryPoints } from "./house/entries.js";

export const referenceFolder = "docs/reference";

/** Writes one page of Markdown per entry point to a folder, which it empties first. */
export async function writeReference(folder = referenceFolder): Promise<void> {
  const app = await Application.bootstrapWithPlugins({
    plugin: ["typedoc-plugin-markdown"],
    entryPoints: entryPoints().map(({ source }) => source),
    tsconfig: "tsconfig.json",
    name: "stepzero",
    readme: "none",
    outputs: [{ name: "markdown", path: folder }],
    router: "module",
    flattenOutputFiles: true,
    disableSources: true,
    excludePrivate: true,
    excludeInternal: true,
    hideBreadcrumbs: true,
    hidePageHeader: true,
    entryFileName: "README",
    useCodeBlocks: true,
    parametersFormat: "table",
    propertiesFormat: "table",
    logLevel: "Error",
    skipErrorChecking: true,
    githubPages: false,
    useHTMLAnchors: true,
  } as Parameters<typeof Application.bootstrapWithPlugins>[0]);
  const project = await app.convert();
  if (project === undefined) throw new Error("TypeDoc could not read the entry points; its messages stand above.");
  await app.generateOutputs(project);
}
