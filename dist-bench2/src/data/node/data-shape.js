/** The shape and classes of a data set. */
import { visibleLine } from "../../visible-text.js";
import { catalogue } from "../catalogue.js";
import { dataLocation } from "./data-location.js";
import { loadDataset } from "./index.js";
import { mustBeUsed } from "./reading-in-use.js";
/**
 * Those of a published data set are in the catalogue; other data is read.
 *
 * @param nameOrPath as `loadDataset` takes it
 * @param dataDir the only folder of data sets; if left out, `STEPZERO_DATA`, else the cache, else
 * the network
 * @param userData how a file of the user is read
 * @throws InputError for an unknown name, or data that cannot be read
 */
export async function dataShape(nameOrPath, dataDir, userData) {
    await mustBeUsed(userData, [nameOrPath]);
    const published = Object.values(catalogue).find(({ name }) => name === nameOrPath);
    if (published !== undefined)
        return { input: published.shape, classes: published.classNames.length, notes: [] };
    const { shape, classes, notes = [] } = await loadDataset(nameOrPath, { ...dataLocation(dataDir), userData });
    return { input: shape, classes, notes: notes.map((note) => visibleLine(`${nameOrPath}: ${note}`)) };
}
