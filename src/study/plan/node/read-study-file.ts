/** Reads a study from a file: JSON, YAML, or a TypeScript or JavaScript module. */
import { readFileSync } from "node:fs";
import { dirname, extname, join, relative } from "node:path";
import { parse as parseYaml } from "yaml";
import { InputError } from "../../../errors.js";
import { requestStudy, type StudyOptions, studyOptionsSchema } from "../options.js";
import { importModule } from "./modules/load.js";

const modules = [".ts", ".mts", ".js", ".mjs"];
const texts: Readonly<Record<string, (text: string) => unknown>> = {
  ".json": (text) => JSON.parse(text) as unknown,
  ".yaml": (text) => parseYaml(text) as unknown,
  ".yml": (text) => parseYaml(text) as unknown,
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
  const placeAll = (names: string | string[]) => (typeof names === "string" ? place(names) : names.map(place));
  const { data, models, inits, problems } = asks;
  return {
    ...asks,
    ...(data && { data: placeAll(data) }),
    ...(models && { models: placeAll(models) }),
    ...(inits && { inits: placeAll(inits) }),
    ...(problems && { problems: problems.map((one) => ({ data: place(one.data), model: place(one.model) })) }),
  };
}

async function contentsOf(path: string): Promise<unknown> {
  const extension = extname(path).toLowerCase();
  const read = texts[extension];
  if (read === undefined && !modules.includes(extension)) {
    const endings = [...Object.keys(texts), ...modules].join(", ");
    throw new InputError(
      `A study is a file that ends in ${endings}; got "${path}". Write data sets, models and initializers as --data, --model and --init.`,
    );
  }
  const text = textOf(path);
  if (read === undefined) {
    const module = await importModule(path);
    const study = module.default ?? module.study;
    if (study === undefined) {
      throw new InputError(`${path} exports no study: export it as default, or under the name study.`);
    }
    return study;
  }
  try {
    return read(text);
  } catch (error) {
    const [message] = (error as Error).message.split("\n");
    throw new InputError(`${path} cannot be read as ${extension.slice(1).toUpperCase()}: ${message}`);
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") throw new InputError(`There is no file ${path}.`);
    throw new InputError(`The study ${path} cannot be read: ${(error as Error).message}.`);
  }
}
