/** Reads a study from a file: JSON, YAML, or a TypeScript or JavaScript module. */
import { readFileSync } from "node:fs";
import { dirname, extname, join, relative } from "node:path";
import { parse as parseYaml } from "yaml";
import { InputError } from "../../../errors.js";
import { parseStudy, type WrittenStudy } from "../study-file.js";
import { importModule } from "./modules/load.js";

const modules = [".ts", ".mts", ".js", ".mjs"];
const texts: Readonly<Record<string, (text: string) => unknown>> = {
  ".json": (text) => JSON.parse(text) as unknown,
  ".yaml": (text) => parseYaml(text) as unknown,
  ".yml": (text) => parseYaml(text) as unknown,
};

/**
 * The study in a file. Paths in it ("./mine.ts", "../data.npz") are relative to the file.
 *
 * @throws InputError where it cannot be read, or is no study
 */
export async function loadStudyFile(path: string): Promise<WrittenStudy> {
  const place = (text: string) => {
    if (!/^\.\.?\//.test(text)) return text;
    const moved = relative(process.cwd(), join(dirname(path), text));
    return moved.startsWith("..") ? moved : `./${moved}`;
  };
  return parseStudy(await contentsOf(path), path, place);
}

async function contentsOf(path: string): Promise<unknown> {
  const extension = extname(path).toLowerCase();
  const read = texts[extension];
  if (read === undefined && !modules.includes(extension)) {
    throw new InputError(
      `A study is a file that ends in ${[...Object.keys(texts), ...modules].join(", ")}; got "${path}". Data sets, models and initializers are given as --data, --model and --init.`,
    );
  }
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") throw new InputError(`There is no file ${path}.`);
    throw new InputError(`The study ${path} cannot be read: ${(error as Error).message}.`);
  }
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
