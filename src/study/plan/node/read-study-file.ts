/** Reads a study from a file: JSON, YAML, or a TypeScript or JavaScript module. */
import { dirname, extname, join, relative, resolve } from "node:path";
import { parseDocument } from "yaml";
import { InputError } from "../../../errors.js";
import { readText } from "../../../files/node/whole-text.js";
import { messageOf, parseJson, plainData } from "../../../plain-data.js";
import { requestStudy, type StudyOptions, studyOptionsSchema } from "../options.js";
import { importModule } from "./modules/load.js";

const modules = [".ts", ".mts", ".js", ".mjs"];
/** A form of text that a study is written in. */
interface TextForm {
  /** Most bytes of a file. YAML takes two seconds for each megabyte. */
  readonly most: number;
  readonly parse: (text: string, path: string) => unknown;
}
const yaml: TextForm = { most: 1_000_000, parse: parseYaml };
const texts: Readonly<Record<string, TextForm>> = {
  ".json": { most: 32_000_000, parse: parseJson },
  ".yaml": yaml,
  ".yml": yaml,
};

/**
 * The study in a file, checked. Paths in it ("./mine.ts", "../data.npz") are relative to the file;
 * in what is returned they are relative to the current folder.
 *
 * @throws InputError where the file cannot be read, is empty, or is no study
 */
export async function readStudyFile(path: string): Promise<StudyOptions> {
  const options = await contentsOf(path);
  requestStudy(options, path);
  const { $schema: _, ...asks } = (options ?? {}) as StudyOptions;
  if (Object.keys(asks).length === 0) {
    const keys = Object.keys(studyOptionsSchema.shape).join(", ");
    throw new InputError(`${path} is not a study: it is empty. It may have ${keys}.`);
  }
  const place = (text: string) => {
    if (!/^\.\.?\//.test(text)) return text;
    const moved = relative(process.cwd(), join(dirname(path), text));
    return moved.startsWith("..") ? moved : `./${moved}`;
  };
  const placeAll = (names: string | readonly string[]) => (typeof names === "string" ? place(names) : names.map(place));
  const { data, models, inits, problems, trainer } = asks;
  return {
    ...asks,
    ...(data && { data: placeAll(data) }),
    ...(models && { models: placeAll(models) }),
    ...(inits && { inits: placeAll(inits) }),
    ...(trainer && { trainer: inFolder(trainer, dirname(path)) }),
    ...(problems && { problems: problems.map((one) => ({ data: place(one.data), model: place(one.model) })) }),
  };
}

const isList = (trainer: NonNullable<StudyOptions["trainer"]>): trainer is readonly string[] => Array.isArray(trainer);

/** A trainer whose command runs in the folder of its study, or in one below that. */
function inFolder(trainer: NonNullable<StudyOptions["trainer"]>, folder: string): StudyOptions["trainer"] {
  const isCommand = typeof trainer === "string" || isList(trainer);
  const keys = isCommand ? { command: trainer } : trainer;
  return { ...keys, folder: resolve(folder, (isCommand ? undefined : trainer.folder) ?? ".") };
}

async function contentsOf(path: string): Promise<unknown> {
  const extension = extname(path).toLowerCase();
  const form = texts[extension];
  if (form === undefined && !modules.includes(extension)) {
    const endings = [...Object.keys(texts), ...modules].join(", ");
    throw new InputError(
      `A study is a file that ends in ${endings}; got "${path}". Write data sets, models and initializers as --data, --model and --init.`,
    );
  }
  if (form !== undefined)
    return form.parse(readText(path, form.most, "Write lists of seeds as { first, count }."), path);
  const module = await importModule(path);
  const study = module.default ?? module.study;
  if (study === undefined) {
    throw new InputError(`${path} exports no study: export it as default, or under the name study.`);
  }
  return plainData(study, path);
}

/** A warning of YAML is an error here: a tag that is not known would be ignored in silence. */
function parseYaml(text: string, path: string): unknown {
  let value: unknown;
  try {
    const document = parseDocument(text, { logLevel: "error" });
    const [problem] = [...document.errors, ...document.warnings];
    if (problem !== undefined) throw problem;
    value = document.toJS();
  } catch (error) {
    const [line = ""] = messageOf(error).split("\n");
    const message = line.replace("Maximum call stack size exceeded", "Lists or objects nest too deeply");
    throw new InputError(`${path} cannot be read as YAML: ${message}`);
  }
  return plainData(value, path);
}
