/** The terminal's view of a diagnosis that is made up. */
import { expect, it } from "vitest";
import { vanishing } from "../../../test/report/made-up-diagnosis.js";
import { renderDiagnosis } from "./diagnosis.js";
import { displayWidth } from "./text.js";

const linesAt = (width: number) => {
  const one = vanishing();
  const [first] = one.findings;
  const findings = [...one.findings, { ...first!, kind: "correlation-collapse" as const }];
  return renderDiagnosis({ ...one, findings }, { width, colour: false, all: true }).split("\n");
};

it("rows with two kinds of trouble fit 80 columns, and what is left out is said", () => {
  const lines = linesAt(80);
  const rows = lines.filter((line) => line.startsWith("  dense"));
  expect(rows.length).toBeGreaterThan(2);
  for (const row of rows) expect(displayWidth(row)).toBeLessThanOrEqual(80);
  expect(lines.find((line) => line.includes("110 columns"))).toMatch(/^ {2}cosine/);
  expect(lines.some((line) => / cosine {2}/.test(line))).toBe(false);
});

it("120 columns have all", () => {
  const text = linesAt(120).join("\n");
  expect(text).toMatch(/ cosine /);
  expect(text).not.toContain("110 columns");
  expect(text).toMatch(/vanishing, correlation-collapse$/m);
});
