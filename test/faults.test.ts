/**
 * One schedule of each kind of fault: whatever happens to a study, the next run of the same command
 * leaves the results that an undisturbed study has, to the last bit. `npm run faults` draws
 * schedules at random.
 */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { faults } from "../faults/kinds.js";
import { programs } from "../faults/program.js";
import { runSchedule } from "../faults/schedule.js";
import { temporaryFolder } from "./cli/run.js";
import { haveNamespaces } from "./oracles.js";

const folder = temporaryFolder();
const whole = join(folder, "whole");

describe.skipIf(!haveNamespaces())("a study survives", () => {
  beforeAll(() => void execFileSync(process.execPath, ["faults/study.mjs", whole]), 120_000);

  it.each(Object.keys(faults).map((name, i) => [name, Object.keys(programs)[i % 2]!] as const))(
    "%s (%s)",
    { timeout: 300_000 },
    async (name, program) => {
      const { found: wrong, starts } = await runSchedule(
        { program, faults: [name], seed: 1 },
        whole,
        join(folder, name),
      );
      expect(wrong).toEqual([]);
      expect(starts).toBeGreaterThanOrEqual(2);
    },
  );
});
