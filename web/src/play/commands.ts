/** A setup as a command, and as code of the library and of frameworks. */
import { formatModel } from "../../../src/network/models/index.js";
import { shellLine } from "../../../src/shell-words.js";
import type { StudyOptions } from "../../../src/study/plan/options.js";
import { loaderSnippet } from "../../../src/weights/snippets.js";
import type { Commands } from "./messages.js";
import type { Parts } from "./parts.js";
import type { Setup } from "./setup.js";

/** The options of the study that a setup means: of `compare()` and of the command line. */
export function studyOptionsOf(setup: Setup, { methods, model, limit }: Parts) {
  return {
    inits: methods.map(({ label }) => label),
    models: formatModel(model),
    seeds: setup.seeds,
    epochs: setup.epochs,
    batch: setup.batch,
    optimizer: setup.optimizer,
    learningRate: setup.rate,
    ...(limit === undefined ? {} : { limit }),
  } satisfies StudyOptions;
}

/** The texts that a person copies. */
export function commandsOf(setup: Setup, parts: Parts): Commands {
  const { inits, models, ...options } = studyOptionsOf(setup, parts);
  const { table } = parts;
  const data = table === undefined ? "glyphs" : table.file;
  return {
    table,
    compare: shellLine([
      ...["npx", "stepzero", "compare", "--data", data, "--model", models, "--init", inits.join(",")],
      ...["--seeds", options.seeds, "--epochs", options.epochs, "--batch", options.batch],
      ...["--optimizer", options.optimizer, "--lr", options.learningRate],
      ...("limit" in options ? ["--limit", options.limit] : []),
    ]),
    library: library(data, table !== undefined, inits, models, options),
    weights: inits.map((init) => ({
      label: init,
      pytorch: framework("pytorch", data, models, init),
      keras: framework("keras", data, models, init),
    })),
  };
}

function library(data: string, isFile: boolean, inits: readonly string[], models: string, options: object): string {
  const entries = Object.entries(options).map(([key, value]) => `  ${key}: ${JSON.stringify(value)},`);
  return [
    'import { compare } from "stepzero";',
    `import { ${isFile ? "loadRuntime, loadUserData" : "loadRuntime"} } from "stepzero/node";`,
    "",
    "const { runtime } = await loadRuntime();",
    ...(isFile ? [`const data = await loadUserData(${JSON.stringify(data)});`] : []),
    `const { problems } = await compare(${JSON.stringify(inits).replaceAll('","', '", "')}, {`,
    ...(isFile ? ["  data,"] : []),
    `  models: ${JSON.stringify(models)},`,
    ...entries,
    "  runtime,",
    "});",
    'console.log(problems[0].advice.sentences.join("\\n"));',
  ].join("\n");
}

/** Writes the weights of a method, and loads them in a framework. */
function framework(layout: "pytorch" | "keras", data: string, model: string, init: string): string {
  const file = "weights.safetensors";
  const command = shellLine([
    ...["npx", "stepzero", "init", "--data", data, "--model", model, "--init", init],
    ...["--layout", layout, "--out", file],
  ]);
  return `# ${command}\n${loaderSnippet("safetensors", layout, file)}`;
}
