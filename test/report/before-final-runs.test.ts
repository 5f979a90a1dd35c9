/** The report of a study that tunes rates, before the first run at a rate that it chose. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseHTML } from "linkedom";
import { expect, it } from "vitest";
import { readReportInput } from "../../src/report/node/write-report.js";
import { renderReport } from "../../src/report/render-report.js";
import { usualResult, writePlan, writeResults } from "../view/made-up-folder.js";

it("says that no final run has ended, and has no figures of methods", async () => {
  const folder = mkdtempSync(join(tmpdir(), "stepzero-tuning-"));
  try {
    const plan = writePlan(folder, { inits: ["he", "orthogonal"], learningRate: "auto", seeds: 3, epochs: 2 });
    const { seeds } = plan.study;
    const tuning = plan.cells.filter(({ seed }) => !seeds.includes(seed));
    expect(tuning.length).toBeGreaterThan(0);
    const held = 0.5;
    writeResults(folder, tuning, (cell) => {
      const result = usualResult(cell);
      const epochs = result.epochs.map((epoch) => ({ ...epoch, validationAccuracy: held, validationLoss: 1 }));
      return { ...result, epochs };
    });
    const input = await readReportInput(folder);
    expect(input.outcome.problems[0]!.methods).toEqual([]);
    const { document } = parseHTML("<!doctype html><html><body></body></html>");
    const [page] = renderReport(input, { document });
    expect(page!.content).toContain("glyphs × mlp: no final run has ended yet");
    expect(page!.content).not.toMatch(/Infinity|undefined|NaN/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
