/** Loads users' initializers and networks: TypeScript, JavaScript, and .onnx files. */
import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { createJiti } from "jiti";
import { InputError } from "../../../../errors.js";
import { messageOf } from "../../../../plain-data.js";
import { checkInitializer } from "./check-initializer.js";
import { checkModel } from "./check-model.js";
import { loadOnnxModel } from "./load-onnx.js";
import { isOnnxPath } from "./path.js";
/**
 * The initializer in a file: an object { name, initialize }, exported as default or as
 * `initializer`.
 *
 * @throws InputError where there is no such file, it cannot be loaded, or it exports no initializer
 * @example
 * import { writeFileSync } from "node:fs";
 * import { loadInitializer } from "stepzero/node";
 *
 * const code = "(stream, { shape }) => new Float32Array(shape.reduce((a, b) => a * b, 1))";
 * writeFileSync("nothing.mjs", `export default { name: "nothing", initialize: ${code} };`);
 * const { initializer } = await loadInitializer("nothing.mjs");
 * console.log(initializer.name); // → "nothing"
 */
export async function loadInitializer(path) {
    if (isOnnxPath(path)) {
        throw new InputError(`${path} is a network, not an initializer; name it as a model.`);
    }
    const file = describeFile(path);
    return { initializer: checkInitializer(await importModule(path), path), file };
}
/**
 * The network in a file: the result of `defineNetwork`, exported as default or as `network`; or the
 * network of an .onnx file.
 *
 * @throws InputError where there is no such file, it cannot be loaded, or it exports no network
 */
export async function loadModel(path) {
    if (isOnnxPath(path))
        return loadOnnxModel(path);
    const file = describeFile(path);
    return { model: checkModel(await importModule(path), path), file };
}
/** @throws InputError where there is no such file, or it cannot be read */
function describeFile(path) {
    const absolute = resolve(path);
    const contents = new Map();
    try {
        const stats = statSync(absolute, { throwIfNoEntry: false });
        if (stats === undefined)
            throw new InputError(`There is no file ${path} (${absolute}).`);
        if (!stats.isFile())
            throw new InputError(`${path} is not a file.`);
        collect(absolute, contents);
    }
    catch (error) {
        if (error instanceof InputError)
            throw error;
        throw new InputError(`${path} cannot be read: ${messageOf(error)}.`, { cause: error });
    }
    const hash = createHash("sha256");
    for (const content of contents.values())
        hash.update(String(content.length)).update("\n").update(content);
    return { path: absolute, sha256: hash.digest("hex") };
}
/** The file and what it imports by relative path, in the order of the imports. */
function collect(path, contents) {
    if (contents.has(path))
        return;
    const content = readFileSync(path);
    contents.set(path, content);
    const specifiers = content.toString("utf8").matchAll(/(?:\bfrom|\bimport|\brequire)\s*\(?\s*["'](\.[^"']*)["']/g);
    for (const [, specifier] of specifiers) {
        const base = resolve(dirname(path), specifier);
        const candidates = [base, base.replace(/\.([cm]?)js$/, ".$1ts"), `${base}.ts`, `${base}.js`, `${base}/index.ts`];
        const existing = candidates.find((one) => statSync(one, { throwIfNoEntry: false })?.isFile());
        if (existing !== undefined)
            collect(existing, contents);
    }
}
/** The message of jiti in one line, with line and column of a mistake in the syntax. */
function messageInOneLine(error) {
    const [what = "", where = ""] = messageOf(error).split("\n");
    const [, line, column] = where.match(/:(\d+):(\d+)$/) ?? [];
    return line === undefined ? what : `${what.trim()} (line ${line}, column ${column})`;
}
/** The entry points that a user's file may import. */
async function modulesForUsers() {
    const { entryPoints } = await import("../../../../entries/for-user-modules.js");
    return entryPoints;
}
/**
 * The exports of a module of the user's.
 *
 * @throws InputError where it cannot be loaded
 */
export async function importModule(path) {
    // The file's "stepzero" is this one, wherever the file lies and whether or not it is installed
    // there.
    const virtualModules = await modulesForUsers();
    const jiti = createJiti(import.meta.url, {
        fsCache: false,
        moduleCache: false,
        interopDefault: false,
        virtualModules,
    });
    try {
        return { ...(await jiti.import(resolve(path))) };
    }
    catch (error) {
        throw new InputError(`${path} cannot be loaded: ${messageInOneLine(error)}`, { cause: error });
    }
}
