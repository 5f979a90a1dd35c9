/** Whether a program passed a runtime. */
import { InputError } from "../errors.js";
/**
 * Refuses what is no runtime.
 *
 * @param caller the function that the program called, for the message
 * @throws InputError that says how to get a runtime
 */
export function checkRuntime(caller, runtime) {
    if (typeof runtime?.createSession === "function")
        return;
    throw new InputError(`${caller}: runtime must be a runtime, got ` +
        `${runtime === undefined ? "undefined" : `{ ${Object.keys(runtime).join(", ")} }`}. In Node: ` +
        'const { runtime } = await loadRuntime(), from "stepzero/node". In a page: ' +
        'const runtime = await loadBrowserRuntime("wasm"), from "stepzero/browser".');
}
