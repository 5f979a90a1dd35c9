/** What the options of `stepzero init` ask for. */
import { extname } from "node:path";
import { excerpt, InputError } from "../errors.js";
import { isGroup, methodsOfGroup } from "../initializers/index.js";
import { LARGEST_SEED } from "../random/index.js";
import { realNumber, wholeNumber } from "./option-values.js";
import { readingGroup, typedReading } from "./reading-options.js";
/** @throws InputError for values that are not legal, or options that exclude each other */
export function readInitRequest(options) {
    const out = options.get("out");
    if (out === undefined) {
        throw new InputError("--out is missing: --out weights.npz, weights.safetensors or model.onnx.");
    }
    const model = options.get("model") ?? "mlp";
    const format = formatOf(out);
    refuseIdle(model, format, options);
    return {
        model,
        init: readMethod(options),
        seed: wholeNumber(options, "seed", 0, LARGEST_SEED) ?? 0,
        out,
        format,
        layout: options.get("layout"),
        data: options.get("data") ?? "glyphs",
        reading: typedReading(options),
        input: readShape(options),
        problem: extname(model) === ".onnx" ? undefined : readProblem(options),
        batch: wholeNumber(options, "batch", 1, 65_536) ?? 1,
        keep: namesOf(options.get("keep")),
        only: namesOf(options.get("only")),
        forgetBias: realNumber(options, "forget-bias", { low: -1000, high: 1000, includeLow: true, includeHigh: true }),
        dataDir: options.get("data-dir"),
        force: options.has("force"),
    };
}
/** Options that say how a data set is read. */
const ofReading = readingGroup.options.map(({ name }) => name);
/** One method: a file of weights holds one set of numbers. */
function readMethod(options) {
    const init = options.get("init") ?? "he";
    if (!isGroup(init))
        return init;
    throw new InputError(`init draws by one method, got "${excerpt(init)}". Choose one of ${methodsOfGroup(init).join(", ")}.`);
}
/** Options that say something of networks that stepzero builds, and nothing of a file. */
const ofNetworks = ["data", "classes", "batch", "data-dir", ...ofReading];
/** @throws InputError for an option that would do nothing */
function refuseIdle(model, format, options) {
    const isFile = extname(model) === ".onnx";
    for (const name of isFile ? ofNetworks : ["keep", "only", "forget-bias"]) {
        if (!options.has(name))
            continue;
        throw new InputError(isFile
            ? `--${name} has no effect on ${model}: the weights of an .onnx file have their shapes. Leave it out.`
            : `--${name} is for .onnx files, and ${model} is none. Leave it out.`);
    }
    if (options.has("batch") && format !== "onnx") {
        throw new InputError(`--batch has no effect on a .${format} file: it is the number of rows of an .onnx file's input. Leave it out, or write --out FILE.onnx.`);
    }
    const idle = ["data-dir", ...ofReading].find((name) => options.has(name));
    if (idle !== undefined && options.has("input") && !isFile) {
        throw new InputError(`--${idle} has no effect beside --input and --classes: no data set is read. Leave it out.`);
    }
}
const namesOf = (text) => text
    ?.split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
function formatOf(out) {
    const formats = ["npz", "safetensors", "onnx"];
    const format = formats.find((one) => extname(out).toLowerCase() === `.${one}`);
    if (format !== undefined)
        return format;
    throw new InputError(`--out must end in .npz, .safetensors or .onnx, got "${out}".`);
}
function readProblem(options) {
    const input = readShape(options);
    const classes = wholeNumber(options, "classes", 2, 10_000_000);
    if (input === undefined && classes === undefined)
        return undefined;
    if (input === undefined || classes === undefined) {
        throw new InputError("--input and --classes belong together: --input 3,32,32 --classes 10.");
    }
    const ofData = ["data", ...ofReading].find((name) => options.has(name));
    if (ofData === "data")
        throw new InputError("Give --data, or --input with --classes, not both.");
    if (ofData !== undefined)
        throw new InputError(`--${ofData} has no effect with --input: no data is read. Leave it out.`);
    return { input, classes };
}
/** @throws InputError unless it is sizes separated by commas */
function readShape(options) {
    const text = options.get("input");
    if (text === undefined)
        return undefined;
    const sizes = text.split(",").map((size) => (/^\s*[1-9]\d{0,7}\s*$/.test(size) ? Number(size) : 0));
    if (sizes.length <= 4 && sizes.every((size) => size > 0))
        return sizes;
    throw new InputError(`--input must be sizes separated by commas, as 3,32,32 or 784, got "${text}".`);
}
