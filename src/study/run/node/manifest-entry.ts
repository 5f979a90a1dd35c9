/** What a run of a study leaves in the manifest of its folder. */
import { randomUUID } from "node:crypto";
import { availableParallelism, cpus } from "node:os";
import { version } from "../../../version.js";
import type { PlannedStudy } from "../../plan/plan-study.js";
import type { ManifestRun } from "./manifest.js";
import type { RunStudyOptions } from "./run-options.js";

/** What produced these results. */
export function manifestEntry(
  { study, cells }: PlannedStudy,
  { shard }: Pick<RunStudyOptions, "shard"> = {},
): ManifestRun {
  return {
    run: randomUUID(),
    started: new Date().toISOString(),
    stepzero: version,
    study: { ...study, seeds: seedsText(study.seeds) },
    cells: cells.length,
    shard,
    machine: {
      platform: `${process.platform} ${process.arch}`,
      node: process.version,
      processor: cpus()[0]?.model ?? "unknown",
      cores: availableParallelism(),
    },
  };
}

/** "0 to 199999"; seeds that do not follow each other as they are. */
function seedsText(seeds: readonly number[]): string | readonly number[] {
  const [first, last] = [seeds[0]!, seeds.at(-1)!];
  const follow = seeds.length > 1 && seeds.every((seed, i) => seed === first + i);
  return follow ? `${first} to ${last}` : seeds;
}
