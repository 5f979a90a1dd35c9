/** Reads a study from a file: JSON, YAML, or a TypeScript or JavaScript module. */
import { dirname, extname, join, relative } from "node:path";
import { parseDocument } from "yaml";
import { InputError } from "../../../errors.js";
import { readText } from "../../../files/node/whole-text.js";
import { messageOf, parseJson, plainData } from "../../../plain-data.js";
import { requestStudy, studyOptionsSchema } from "../options.js";
import { importModule } from "./modules/load.js";
const modules = [".ts", ".mts", ".js", ".mjs"];
const yaml = { most: 1_000_000, parse: parseYaml };
const texts = {
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
export async function readStudyFile(path) {
    const options = await contentsOf(path);
    requestStudy(options, path);
    const { $schema: _, ...asks } = (options ?? {});
    if (Object.keys(asks).length === 0) {
        const keys = Object.keys(studyOptionsSchema.shape).join(", ");
        throw new InputError(`${path} is not a study: it is empty. It may have ${keys}.`);
    }
    const place = (text) => {
        if (!/^\.\.?\//.test(text))
            return text;
        const moved = relative(process.cwd(), join(dirname(path), text));
        return moved.startsWith("..") ? moved : `./${moved}`;
    };
    const placeAll = (names) => (typeof names === "string" ? place(names) : names.map(place));
    const { data, models, inits, problems } = asks;
    return {
        ...asks,
        ...(data && { data: placeAll(data) }),
        ...(models && { models: placeAll(models) }),
        ...(inits && { inits: placeAll(inits) }),
        ...(problems && { problems: problems.map((one) => ({ data: place(one.data), model: place(one.model) })) }),
    };
}
async function contentsOf(path) {
    const extension = extname(path).toLowerCase();
    const form = texts[extension];
    if (form === undefined && !modules.includes(extension)) {
        const endings = [...Object.keys(texts), ...modules].join(", ");
        throw new InputError(`A study is a file that ends in ${endings}; got "${path}". Write data sets, models and initializers as --data, --model and --init.`);
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
function parseYaml(text, path) {
    let value;
    try {
        const document = parseDocument(text, { logLevel: "error" });
        const [problem] = [...document.errors, ...document.warnings];
        if (problem !== undefined)
            throw problem;
        value = document.toJS();
    }
    catch (error) {
        const [line = ""] = messageOf(error).split("\n");
        const message = line.replace("Maximum call stack size exceeded", "Lists or objects nest too deeply");
        throw new InputError(`${path} cannot be read as YAML: ${message}`);
    }
    return plainData(value, path);
}
