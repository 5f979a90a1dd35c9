/** All that is in the way of reading a table, told at once. */
import { InputError } from "../../errors.js";
import { ReadingError } from "../reading-error.js";
/** The most that is told at once. */
const MOST = 8;
/**
 * Reads on with the remedy of each error, to see what else is in the way.
 *
 * @param error of reading with `options`
 * @param read fails as long as something is in the way
 * @returns one error that names everything, and all remedies together
 */
export async function withAllRemedies(error, options, read) {
    const errors = [error];
    while (errors.length < MOST) {
        const next = await read(remedied(options, errors)).then(() => undefined, (reason) => reason);
        const isNew = next instanceof ReadingError && errors.every(({ typed }) => typed !== next.typed);
        if (!isNew)
            break;
        errors.push(next);
    }
    const [first, ...others] = errors.map(({ message }) => message);
    if (others.length === 0)
        return new InputError(first);
    return new InputError([
        first,
        "Read so, there is more:",
        ...others.map((message) => `  ${message}`),
        `All together: ${typedRemedies(errors)}`,
    ]);
}
function remedied(options, errors) {
    const leaveOut = [...[options.leaveOut ?? []].flat(), ...errors.flatMap(({ remedy }) => remedy.leaveOut ?? [])];
    const remedies = errors.map(({ remedy: { leaveOut: _, ...remedy } }) => remedy);
    return { ...Object.assign({ ...options }, ...remedies), ...(leaveOut.length === 0 ? {} : { leaveOut }) };
}
const LEAVE_OUT = "--leave-out ";
/** The options as typed; columns to leave out are one list. */
function typedRemedies(errors) {
    const typed = errors.map((error) => error.typed);
    const columns = typed.filter((text) => text.startsWith(LEAVE_OUT)).map((text) => text.slice(LEAVE_OUT.length));
    const others = typed.filter((text) => !text.startsWith(LEAVE_OUT));
    return [...others, ...(columns.length === 0 ? [] : [LEAVE_OUT + columns.join(",")])].join(" ");
}
