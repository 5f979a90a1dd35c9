/**
 * The official operator tests of onnx: none differs, and docs/operators.md says what came of them.
 */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { runAll } from "../operators/run-all.js";
import { pageOf } from "../operators/table.js";
import { haveOperatorTests } from "../oracles.js";

describe.skipIf(!haveOperatorTests())("the official operator tests", () => {
  it("pass or are refused in words", async () => {
    const results = await runAll();
    expect(results.filter(({ result }) => result === "differs")).toEqual([]);
    expect(results.filter(({ result, reason }) => result === "refused" && !reason)).toEqual([]);
    expect(readFileSync("docs/operators.md", "utf8")).toBe(pageOf(results));
  });
});
