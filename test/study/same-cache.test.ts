/** All runs of a results folder cut their steps as its first run did, whatever the machine. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { openFolderStore } from "../../src/study/run/node/folder-store.js";
import { cacheOfRuns } from "../../src/study/run/node/manifest.js";
import { stepzero } from "../cli/run.js";

const parent = mkdtempSync(join(tmpdir(), "stepzero-cache-"));
afterAll(() => rmSync(parent, { recursive: true }));

function compared(out: string, seeds: string): string[] {
  const study = ["--model", "mlp:depth=1,width=8", "--init", "he", "--epochs", "1", "--limit", "64"];
  const { code, stderr } = stepzero(["compare", ...study, "--seeds", seeds, "--jobs", "1", "--out", out]);
  expect(code, stderr).toBe(0);
  const cells = join(out, "cells");
  return readdirSync(cells).map((file) => JSON.parse(readFileSync(join(cells, file), "utf8")).runtime as string);
}

it("the manifest's first run decides", async () => {
  const out = join(parent, "moved");
  const store = openFolderStore(out, expect.fail);
  await store.record([{ run: "on another machine", cache: 3 * 2 ** 20 }]);
  const runtimes = compared(out, "2");
  expect(runtimes.length).toBe(2);
  for (const runtime of runtimes) expect(runtime).toMatch(/, 3 MiB of cache$/);
  expect(cacheOfRuns(out)).toBe(3 * 2 ** 20);
});

it("a run that goes on does what the first did", () => {
  const out = join(parent, "here");
  const first = compared(out, "1");
  const cache = cacheOfRuns(out);
  expect(cache).toBeTypeOf("number");
  expect(new Set(compared(out, "3"))).toEqual(new Set(first));
  expect(cacheOfRuns(out)).toBe(cache);
});
