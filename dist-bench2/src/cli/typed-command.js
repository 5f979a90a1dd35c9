/**
 * How the person called stepzero, so that the commands that it prints can be typed in the same way.
 */
import { basename, delimiter, dirname, relative, resolve, sep } from "node:path";
import { shellLine } from "../shell-words.js";
/** The start of this process. */
export const thisProcess = () => ({
    argv: process.argv,
    execArgv: process.execArgv,
    env: process.env,
    cwd: process.cwd(),
});
/**
 * The words that stand before a command's name: `npx stepzero` for the program of a package's
 * `node_modules`, which a shell does not find by itself; `stepzero` where a shell finds it; else
 * `node` with the script.
 */
export function programWords({ argv, execArgv, env, cwd }) {
    const script = argv[1] ?? "stepzero";
    const folder = dirname(script);
    // Where links are not to be had, the program of a package is started by its script.
    const isInPackage = script.endsWith(["", "node_modules", "stepzero", "dist", "cli", "main.js"].join(sep));
    if (isInPackage || folder.endsWith(`${sep}node_modules${sep}.bin`))
        return ["npx", "stepzero"];
    const isOnPath = (env.PATH ?? "").split(delimiter).some((one) => one !== "" && resolve(one) === folder);
    if (isOnPath && basename(script) === "stepzero")
        return ["stepzero"];
    const near = relative(cwd, script);
    return ["node", ...execArgv, near.length < script.length ? near : script];
}
/** A command as this person would type it: `typedLine(["report", "results"])`. */
export function typedLine(words, start = thisProcess()) {
    return shellLine([...programWords(start), ...words]);
}
