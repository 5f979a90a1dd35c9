/** What the options of `stepzero doctor` ask for. */
import { extname } from "node:path";
import { findingKinds } from "../diagnosis/diagnosis.js";
import { InputError, unknownName } from "../errors.js";
import { LARGEST_SEED } from "../random/index.js";
import { optimizerNames } from "../recipe.js";
import { nameList, oneOf, realNumber, wholeNumber } from "./option-values.js";
import { typedReading } from "./reading-options.js";
/** What `--fail-on` can name. */
export const failures = [...findingKinds, "sick", "cannot-tell"];
/** @throws InputError for values that are not legal, or options that exclude each other */
export function readDoctorRequest(words, options) {
    const [first, second, ...others] = words;
    if (first === undefined) {
        throw new InputError("Say what to diagnose: a network by name (stepzero doctor mlp:depth=30), an .onnx file, or a network of your own in a .ts or .js file.");
    }
    if (others.length > 0) {
        throw new InputError(`doctor takes one model, or two .onnx files to compare; got ${words.length}: ${words.join(", ")}.`);
    }
    if (second !== undefined && options.has("html")) {
        throw new InputError("--html draws the diagnosis of one model, and doctor compares two. Leave out --html.");
    }
    const isFile = extname(first) === ".onnx";
    const init = options.get("init");
    if (options.has("seeds") && init === undefined && isFile) {
        throw new InputError(`--seeds has no effect on the weights in ${first}: a file holds one draw. Give --init he, for example, to draw them anew.`);
    }
    if (options.has("data") && options.has("input")) {
        throw new InputError("Give --data, or --input for drawn samples, not both.");
    }
    if (options.has("steps") && !options.has("data")) {
        throw new InputError("--steps trains the network, which needs samples with labels: give --data with a data set's name or path, such as --data glyphs.");
    }
    return {
        models: second === undefined ? [first] : [first, second],
        data: options.get("data"),
        dataDir: options.get("data-dir"),
        reading: typedReading(options),
        input: readShape(options.get("input")),
        classes: wholeNumber(options, "classes", 1, 10_000_000),
        init,
        seed: wholeNumber(options, "seed", 0, LARGEST_SEED) ?? 0,
        seeds: wholeNumber(options, "seeds", 1, 1000) ?? 1,
        rows: wholeNumber(options, "rows", 2, 65_536) ?? 128,
        optimizer: oneOf(options, "optimizer", optimizerNames),
        learningRate: realNumber(options, "lr", { low: 0, high: Number.POSITIVE_INFINITY }),
        curvature: options.has("curvature"),
        steps: wholeNumber(options, "steps", 1, 1000),
        fix: readFix(options.get("fix")),
        html: readHtml(options.get("html")),
        force: options.has("force"),
        all: options.has("all"),
        failOn: readFailOn(options),
    };
}
/** @throws InputError unless it is sizes separated by commas */
function readShape(text) {
    if (text === undefined)
        return undefined;
    const sizes = text.split(",").map((size) => (/^\s*[1-9]\d{0,7}\s*$/.test(size) ? Number(size) : 0));
    if (sizes.length <= 4 && sizes.every((size) => size > 0))
        return sizes;
    throw new InputError(`--input must be sizes separated by commas, as 3,32,32 or 784, got "${text}".`);
}
function readFix(file) {
    if (file === undefined || extname(file).toLowerCase() === ".onnx")
        return file;
    throw new InputError(`--fix must name an .onnx file, got "${file}". For other formats: stepzero init --out weights.npz.`);
}
function readHtml(file) {
    if (file === undefined || [".html", ".htm"].includes(extname(file).toLowerCase()))
        return file;
    throw new InputError(`--html must name an .html file, got "${file}".`);
}
function readFailOn(options) {
    return (nameList(options, "fail-on") ?? []).map((name) => {
        const match = failures.find((one) => one === name);
        if (match === undefined)
            throw unknownName("kind of finding", name, failures);
        return match;
    });
}
