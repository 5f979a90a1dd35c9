/** The results in a folder: one study's, or those of several in folders of their own, as reproduce leaves them. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { cellOutputs } from "../../study/results/output.js";
import type { StudyRuns } from "../../study/results/runs.js";
import { type KeptResults, readResults } from "../../study/run/node/read-results.js";
import { readManifestRuns } from "../../study/run/node/store.js";

export interface KeptPart extends StudyRuns {
  /** Of its folder; empty for the folder itself. */
  readonly name: string;
  readonly runtimes: readonly string[];
  readonly missing: KeptResults["missing"];
  /** What the manifest says of the runs that made them. */
  readonly manifest: readonly object[];
}

/** @throws InputError where there is no study */
export function readParts(folder: string, onDamage: (message: string) => void): KeptPart[] {
  const inside = existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, "study.json")))
        .map(({ name }) => name)
        .sort()
    : [];
  const names = existsSync(join(folder, "study.json")) || inside.length === 0 ? [""] : inside;
  return names.map((name) => {
    const directory = join(folder, name);
    const { study, results, missing, runtimes } = readResults(directory, onDamage);
    return { name, study, cells: cellOutputs(results), missing, runtimes, manifest: readManifestRuns(directory) };
  });
}
