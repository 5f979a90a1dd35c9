/**
 * The JSON files of a results folder: the format, the SHA-256 of what follows, and what follows. A
 * checksum finds what a disk or an editor has changed. Whoever makes a folder can also make its
 * checksums, so every reader checks the values, too.
 */
import { z } from "zod";
import { InputError } from "../../../errors.js";
import { parseJson } from "../../../plain-data.js";
import { sha256 } from "../../plan/node/sha256.js";
/**
 * Raised when the form of the files changes. Since format 3 the checksum covers the whole of a
 * file. Format 2 has results of version 4, format 1 those of version 3 and before.
 */
export const STORE_FORMAT = 3;
/** Formats of folders that this version adds results to. */
export const usableFormats = [2, STORE_FORMAT];
/** Bytes that one file may have. */
export const MOST_BYTES = 64 * 2 ** 20;
/** The text of a file. */
export function signedText(content) {
    const rest = JSON.stringify(content).slice(1);
    return `{"format":${STORE_FORMAT},"sha256":"${sha256(rest)}",${rest}\n`;
}
const START = new RegExp(`^\\{"format":${STORE_FORMAT},"sha256":"([0-9a-f]{64})",`);
/** Whether a text of this format is, byte for byte, what was written. */
export function isAsWritten(text) {
    const start = START.exec(text);
    return start !== null && text.endsWith("}\n") && sha256(text.slice(start[0].length, -1)) === start[1];
}
/** The object of a text; undefined where the text holds none, or nests too deeply. */
export function objectOf(text) {
    try {
        const value = parseJson(text, "");
        return typeof value === "object" && value !== null ? value : undefined;
    }
    catch {
        return undefined;
    }
}
/** The first fault that a schema found: "result.epochs[0].testAccuracy: Too big: …". */
export function firstFault(error) {
    const { path, message } = error.issues[0];
    const place = z.core.toDotPath(path);
    return place === "" ? message : `${place}: ${message}`;
}
/** A format as a message shows it: what stands in a file is not repeated unless it is short. */
export function formatText(format) {
    return typeof format === "number" ? String(format) : "unknown";
}
/** What helps where a file of a results folder is damaged. */
export const COPY_ANEW = "Copy the folder anew from where it was made, or give the study's own stepzero compare with this folder as --out " +
    "again: it writes the file anew, and what is finished is not run twice.";
/**
 * The value of a file, checked. It is the value itself: what zod returns has its keys in another
 * order.
 *
 * @throws InputError where the schema refuses it
 */
export function checked(schema, value, file) {
    const result = schema.safeParse(value);
    if (result.success)
        return value;
    throw new InputError(`${file} has values that stepzero does not write (${firstFault(result.error)}). ${COPY_ANEW}`);
}
