/** Tries one device and reports the outcome. Forked by `examine.ts`, with the device's name. */
import { InputError } from "../../errors.js";
import { devices } from "../device.js";
import { tryRuntime } from "../try-runtime.js";
import { loadRuntime } from "./load-runtime.js";
// The main process is gone.
process.on("disconnect", () => process.exit());
const device = devices.find((name) => name === process.argv[2]) ?? "cpu";
async function report() {
    try {
        const { runtime, notice } = await loadRuntime(device);
        await tryRuntime(runtime);
        return {
            device,
            usable: true,
            runtime: runtime.description,
            ...(runtime.block === undefined ? {} : { block: runtime.block }),
            ...(runtime.cache === undefined ? {} : { cache: runtime.cache }),
            keepsState: runtime.memory !== undefined,
            ...(notice === undefined ? {} : { notice }),
        };
    }
    catch (error) {
        if (error instanceof InputError)
            return { device, usable: false, reason: error.message };
        throw error;
    }
}
process.send?.(await report());
process.disconnect?.();
