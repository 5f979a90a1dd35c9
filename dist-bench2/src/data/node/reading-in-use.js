/** Whether what a study says of reading is used by any of its data sets. */
import { InputError } from "../../errors.js";
import { readingKeyInWords, tableKeys } from "../reading.js";
import { isBuiltIn } from "./load-dataset.js";
import { isOfTables } from "./user-files.js";
/**
 * @param reading as the study says it
 * @param names the names and paths of its data sets
 * @throws InputError for an option that would do nothing
 */
export async function mustBeUsed(reading, names) {
    const keys = Object.keys(reading ?? {});
    const [key] = keys;
    if (key === undefined)
        return;
    const files = names.filter((name) => !isBuiltIn(name));
    if (files.length === 0) {
        throw new InputError(`${readingKeyInWords(key)} is for data of your own, and ${names.join(", ")} is built in. Leave it out, or name a file.`);
    }
    const forTables = keys.find((one) => tableKeys.some((tableKey) => tableKey === one));
    const areTables = await Promise.all(files.map(isOfTables));
    if (forTables === undefined || areTables.some(Boolean))
        return;
    throw new InputError(`${readingKeyInWords(forTables)} is for tables in .csv and .tsv, and ${files.join(", ")} is none. Leave it out.`);
}
