/** How a study reads the data of its user: keys of the study file and of programs. */
import { z } from "zod";
import { decimalSigns, encodings, missingLabelRules, readingKeys } from "../../data/reading.js";
const column = z.union([z.string(), z.int()]);
const size = z.int().min(1).max(1_000_000);
/** The keys that say how the user's files are read. */
export const readingFields = {
    separator: z.string().min(1).max(9).optional().describe(readingKeys.separator.help),
    decimal: z.enum(decimalSigns).optional().describe(readingKeys.decimal.help),
    encoding: z.enum(encodings).optional().describe(readingKeys.encoding.help),
    leaveOut: z
        .union([column, z.array(column).min(1).max(10_000)])
        .optional()
        .describe(readingKeys.leaveOut.help),
    missingLabels: z.enum(missingLabelRules).optional().describe(readingKeys.missingLabels.help),
    shape: z.tuple([size, size, size]).optional().describe(readingKeys.shape.help),
};
/** What a study says of reading; undefined where it says nothing. */
export function readingOf(options) {
    const entries = Object.entries(options).filter(([key, value]) => key in readingFields && value !== undefined);
    return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
