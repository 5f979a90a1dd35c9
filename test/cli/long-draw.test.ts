/** Draws that take many seconds: a sign of life, and an end at once. */
import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { started, temporaryFolder } from "./run.js";

it("init says what it draws, and Ctrl-C ends it without a file", async () => {
  const folder = join(temporaryFolder(), "weights");
  mkdirSync(folder);
  // Eight matrices, each of which takes seconds.
  const args = ["--model", "mlp:depth=8,width=4096", "--init", "orthogonal", "--out", join(folder, "w.npz")];
  const { code, stdout, stderr } = await started(["init", ...args], (text, process) => {
    if (text.includes("\n")) process.kill("SIGINT");
  });
  expect(stderr).toMatch(/^Drawing dense\d\/kernel \[4096, 4096\], 5 s\. Ctrl-C stops it and writes nothing\.\n$/);
  expect([code, stdout]).toEqual([null, ""]); // ended by the signal itself
  expect(readdirSync(folder)).toEqual([]);
});
