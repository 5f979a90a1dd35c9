/** The file of measurements in a folder of results. Somebody else may have made or changed it. */
import { join } from "node:path";
import { z } from "zod";
import { InputError } from "../../errors.js";
import { folderReader } from "../../files/node/read-within.js";
import { parseJson } from "../../plain-data.js";
import { RESULTS_VERSION } from "../../study/plan/study.js";
import { firstFault, MOST_BYTES } from "../../study/run/node/signed-json.js";
/** The file's name. */
export const MEASUREMENTS = "measurements.json";
const name = z.string().max(200);
const count = z.int().nonnegative();
const storedSchema = z.strictObject({
    resultsVersion: z.literal(RESULTS_VERSION),
    data: z.array(name),
    measurements: z.strictObject({
        symmetry: z.array(z.strictObject({
            data: name,
            model: name,
            activation: name,
            steps: count,
            layers: z.array(z.strictObject({ name, units: count, distinct: count })),
            moved: z.boolean(),
            answers: z.array(count),
            samples: count,
        })),
        stepZero: z.array(z.strictObject({
            data: name,
            method: name,
            activation: name,
            depth: count,
            width: count,
            seed: count,
            saturated: z.array(z.number().min(0).max(1)).nullable(),
            gradientNorms: z.array(z.number().nonnegative().nullable()),
        })),
        runtime: name,
    }),
});
/**
 * The measurements of a folder; undefined where it has none, or those of another version.
 *
 * @throws InputError where the file is no regular one, or holds what stepzero does not write
 */
export function readMeasurements(out) {
    const text = folderReader(out).text([MEASUREMENTS], MOST_BYTES);
    if (text === undefined)
        return undefined;
    const file = join(out, MEASUREMENTS);
    const value = parseJson(text, file);
    const version = value?.resultsVersion;
    if (typeof version === "number" && version !== RESULTS_VERSION)
        return undefined;
    const result = storedSchema.safeParse(value);
    if (result.success)
        return result.data;
    throw new InputError(`${file} has values that stepzero does not write (${firstFault(result.error)}). Delete it: step 0 is measured again.`);
}
