/** The files `DIR/cells/ID.json` of a results folder, each with the result of one cell. */
import { join } from "node:path";
import { z } from "zod";
import { folderReader } from "../../../files/node/read-within.js";
import { cellId } from "../../plan/cell-id.js";
import { sha256 } from "../../plan/node/sha256.js";
import { cellResultSchema, idSchema, resultFields } from "../../plan/stored-schema.js";
import { RESULTS_VERSION } from "../../plan/study.js";
import { firstFault, formatText, isAsWritten, MOST_BYTES, objectOf, STORE_FORMAT, signedText, usableFormats, } from "./signed-json.js";
/** Where the result of a cell is kept. */
export const cellFile = (directory, id) => join(directory, "cells", `${id}.json`);
/** The contents of a cell's file. */
export function cellText({ result, runtime }) {
    return signedText({ runtime, result });
}
/**
 * Reads the results of cells from a folder.
 *
 * @param resultsVersion of the study; cells of this version of stepzero must have the id that
 *   their contents give
 * @returns what the folder has of a cell: undefined where there is no file, or in words why it
 *   cannot be trusted
 */
export function cellReader(directory, resultsVersion = RESULTS_VERSION) {
    const files = folderReader(directory);
    const mustHaveItsId = resultsVersion === RESULTS_VERSION;
    return (id) => {
        if (!idSchema.safeParse(id).success)
            return "its name is not the id of a cell";
        try {
            const text = files.text(["cells", `${id}.json`], MOST_BYTES);
            if (text === undefined)
                return undefined;
            const stored = parseCell(text);
            if (typeof stored === "string")
                return stored;
            const { id: written, ...cell } = stored.result.cell;
            const isIt = written === id && (!mustHaveItsId || cellId(cell) === id);
            return isIt ? stored : "it holds another cell";
        }
        catch (error) {
            return error.message.replace(/\.$/, "");
        }
    };
}
const storedSchema = z.strictObject({
    format: z.literal([2, STORE_FORMAT]),
    sha256: z.string(),
    runtime: z.string(),
    result: cellResultSchema,
});
/** Of the cell of version 3 and before, only the id is read. */
const storedSchema1 = z.strictObject({
    format: z.literal(1),
    sha256: z.string(),
    runtime: z.string(),
    result: z.strictObject({ cell: z.looseObject({ id: idSchema }), ...resultFields }),
});
function parseCell(text) {
    const content = objectOf(text);
    if (content === undefined)
        return "it is not whole";
    const { format } = content;
    if (format === STORE_FORMAT && !isAsWritten(text))
        return CHANGED;
    if (format !== 1 && !usableFormats.includes(format)) {
        return `its format is ${formatText(format)}, not ${STORE_FORMAT}`;
    }
    const checked = (format === 1 ? storedSchema1 : storedSchema).safeParse(content);
    if (!checked.success)
        return `it has values that stepzero does not write (${firstFault(checked.error)})`;
    const { result, runtime } = content;
    // Before format 3 the checksum was that of the result alone.
    if (format !== STORE_FORMAT && content.sha256 !== sha256(JSON.stringify(result)))
        return CHANGED;
    return { result, runtime };
}
const CHANGED = "its contents do not have the SHA-256 with which they were written";
