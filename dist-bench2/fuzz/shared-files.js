/** Files that lie beside the repository: others' models and hostile cases. */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
/** Larger files would only slow the mutations down. */
const LARGEST = 100_000;
/**
 * The contents of the files with an ending in `../shared/FOLDER`, by name; none where the folder is
 * missing. Files above 100 kB are left out.
 */
export function sharedFiles(folder, ending) {
    const place = join("..", "shared", folder);
    if (!existsSync(place))
        return [];
    return readdirSync(place)
        .filter((name) => name.endsWith(ending))
        .sort()
        .map((name) => join(place, name))
        .filter((file) => statSync(file).isFile() && statSync(file).size <= LARGEST)
        .map((file) => new Uint8Array(readFileSync(file)));
}
