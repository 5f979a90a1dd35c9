/** The output of `compare --json` for results version 3 and before, as far as it is read. */
import { z } from "zod";
import { label } from "../plan/stored-schema.js";
import { plannedFields3 } from "../plan/version-3.js";
import { runFields } from "./schema.js";
const { cost, notes, ...sharedFields } = runFields;
/** Its summary, verdicts and comparison over problems are not read; they are computed again. */
export const compareSchema3 = z.strictObject({
    study: z.strictObject({
        stepzero: z.string(),
        resultsVersion: z.int().min(1),
        runtimes: z.array(z.string()),
        ...plannedFields3,
    }),
    cells: z.array(z.strictObject({
        ...sharedFields,
        init: label,
        status: z.enum(["done", "diverged", "crashed", "refused"]),
        initializationCost: cost,
        initializationNotes: notes,
    })),
    summary: z.unknown(),
    verdicts: z.unknown(),
    across: z.unknown(),
});
