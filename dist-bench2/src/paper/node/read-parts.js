/**
 * The results in a folder: one study's, or those of several in folders of their own, as `reproduce`
 * leaves them.
 */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { readFolder } from "../../study/results/node/read-folder.js";
import { analyse } from "../../study/results/outcome.js";
import { readManifest } from "../../study/run/node/manifest.js";
/**
 * Reads and analyses every part.
 *
 * @param onDamage called once per file that cannot be trusted, with the reason in words
 * @throws InputError where there is no study
 */
export function readParts(folder, onDamage) {
    const inside = existsSync(folder)
        ? readdirSync(folder, { withFileTypes: true })
            .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, "study.json")))
            .map(({ name }) => name)
            .sort()
        : [];
    const names = existsSync(join(folder, "study.json")) || inside.length === 0 ? [""] : inside;
    return names.map((name) => {
        const directory = join(folder, name);
        const { study, records, missing, runtimes } = readFolder(directory, onDamage);
        const labelled = missing.map(({ problem, method, seed }) => ({
            ...study.problems[problem],
            method: study.methods[method].label,
            seed,
        }));
        return {
            name,
            outcome: analyse(study, records, { runtimes }),
            missing: labelled,
            manifest: readManifest(directory).runs,
        };
    });
}
