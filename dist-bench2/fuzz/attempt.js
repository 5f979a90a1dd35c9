/** One input given to a reader: what came of it. */
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../src/errors.js";
/**
 * Gives an input to a reader, in a new folder: Node reads a module of one path only once.
 *
 * @param place folder in which that folder is made; afterwards it is removed
 */
export async function attempt({ read, subject }, input, place) {
    const folder = mkdtempSync(join(place, "input-"));
    try {
        return { outcome: "read", value: await read(input, folder) };
    }
    catch (error) {
        return refusal(error, subject);
    }
    finally {
        rmSync(folder, { recursive: true, force: true });
    }
}
function refusal(error, subject) {
    if (!(error instanceof Error))
        return { outcome: "defect", message: String(error), place: "something thrown" };
    const { message, name, stack = "" } = error;
    if (error instanceof InputError) {
        const isNamed = subject === undefined || message.includes(subject);
        return { outcome: isNamed ? "refused" : "nameless", message };
    }
    // The frames of this package, without columns: one place is one defect.
    const frames = [...stack.matchAll(/(src\/[\w./-]+:\d+)|(node_modules\/[\w@.-]+)/g)].map(([text]) => text);
    return { outcome: "defect", message, place: `${name} at ${frames.slice(0, 3).join(" < ")}` };
}
