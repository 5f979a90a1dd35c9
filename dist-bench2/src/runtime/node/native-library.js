/** Loads onnxruntime-node, or says in words why it cannot be loaded. */
import { existsSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { elfTrouble } from "./elf.js";
const NAME = "onnxruntime-node";
const INSTALL = `npm install ${NAME} --ignore-scripts`;
/** The trouble of a system without the package. */
export const NOT_INSTALLED = {
    what: `${NAME} is not installed`,
    remedy: `For native speed: ${INSTALL}`,
};
/** Loads the package's library into this process. */
export async function importNative() {
    // onnxruntime-node 1.30 reports its use to Microsoft from Linux and macOS too, and keeps a device
    // id, unless this is set before it loads (onnxruntime#27379, #29843: the variable's two names). A
    // tool that compares initializers has no need of it.
    process.env.ORT_DISABLE_TELEMETRY ??= "1";
    process.env.ORT_TELEMETRY_DISABLED ??= "1";
    try {
        const damage = damagedBinary();
        if (damage !== undefined)
            return { trouble: damage };
        const ort = (await import("onnxruntime-node"));
        return { ort: ort.default ?? ort };
    }
    catch (error) {
        return { trouble: troubleOf(error) };
    }
}
/** What an error while it loads or computes for the first time says. */
export function troubleOf({ code, message, }) {
    const isLacking = code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND";
    if (isLacking && message.includes(`'${NAME}'`))
        return NOT_INSTALLED;
    const said = message.split("\n")[0].slice(0, 300);
    const glibc = /version `(GLIBC(?:XX)?_[\d.]+)' not found/.exec(message)?.[1];
    if (glibc !== undefined) {
        return {
            what: `${NAME} needs a newer C library than this system's (${glibc}; here is ${cLibrary()})`,
            remedy: `For native speed, use a newer system, or an older version of ${NAME}.`,
        };
    }
    const folder = rootOf(NAME);
    const binaries = folder && binariesIn(folder);
    if (isLacking && binaries !== undefined && !existsSync(binaries)) {
        return {
            what: `${NAME} has no library for this machine (${process.platform} ${process.arch})`,
            remedy: `Where it was installed on another machine, ${again(folder)}`,
        };
    }
    const what = isLacking ? `${NAME} is only partly installed` : `${NAME} cannot be loaded`;
    return { what: `${what} (${said})`, remedy: `For native speed, ${again(folder)}` };
}
/**
 * What the headers of its binaries say, on Linux. A library that is cut off ends the process that
 * loads it.
 */
function damagedBinary() {
    const folder = rootOf(NAME);
    if (process.platform !== "linux" || folder === undefined)
        return undefined;
    const binaries = binariesIn(folder);
    if (!existsSync(binaries))
        return undefined;
    for (const name of readdirSync(binaries).filter((file) => /\.node$|\.so(\.\d+)*$/.test(file))) {
        const wrong = elfTrouble(join(binaries, name), process.arch);
        if (wrong === undefined)
            continue;
        return {
            what: `${NAME} cannot be loaded: ${relative(dirname(folder), join(binaries, name))} ${wrong}`,
            remedy: `For native speed, ${again(folder)}`,
        };
    }
    return undefined;
}
/** The remedy for what is damaged, as the end of a sentence. */
function again(folder) {
    return folder === undefined ? `install it again: ${INSTALL}` : `delete ${folder} and install it again: ${INSTALL}`;
}
/** Where a package's binaries for this machine lie. */
export function binariesIn(root) {
    return join(root, "bin", "napi-v6", process.platform, process.arch);
}
function cLibrary() {
    const { header } = process.report.getReport();
    return header.glibcVersionRuntime === undefined ? "another one than glibc" : `glibc ${header.glibcVersionRuntime}`;
}
/** A package's folder; undefined where it is not found. */
export function rootOf(name) {
    const { resolve } = createRequire(import.meta.url);
    const folders = resolve.paths(name)?.map((folder) => join(folder, name)) ?? [];
    return folders.find((folder) => existsSync(folder));
}
