/** Loads exactly the data set that a study was planned with, in whatever process needs it. */
import { InputError } from "../../errors.js";
import { loadDataset } from "./load-dataset.js";
/**
 * Loads a data set and checks that it is still the one that was expected.
 *
 * @param checksum `Dataset.checksum` when the study was planned: 64 hexadecimal digits
 * @param downloads how to download a published data set
 * @throws InputError if the data set has another checksum: its file changed since the study was
 *   planned
 * @throws InputError for whatever `loadDataset` throws it
 * @example
 * import { glyphs } from "stepzero";
 * import { loadExactDataset } from "stepzero/node";
 *
 * const { checksum } = glyphs();
 * const dataset = await loadExactDataset({ nameOrPath: "glyphs", cacheDir: "cache" }, checksum);
 */
export async function loadExactDataset({ nameOrPath, ...places }, checksum, downloads = {}) {
    const dataset = await loadDataset(nameOrPath, { ...places, ...downloads });
    if (dataset.checksum === checksum)
        return dataset;
    throw new InputError(`The data set ${nameOrPath} has changed since the study was planned: its checksum is ${dataset.checksum}, expected ${checksum}. ` +
        "Restore the original file and run the study again, or start a new study with the changed data in another results folder.");
}
