/** `stepzero view` and `compare --open` in the terminal; test/view has the page. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { started, stepzero } from "./run.js";

const folder = mkdtempSync(join(tmpdir(), "stepzero-view-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = join(folder, "file.json");
writeFileSync(file, "{}");

it("prints the address with its token on stdout, and ends in order with Ctrl-C", async () => {
  const { code, stdout } = await started(["view", folder], (text, process) => {
    if (text.includes("Ctrl-C ends it.")) process.kill("SIGINT");
  });
  expect(stdout).toMatch(/in the browser: http:\/\/127\.0\.0\.1:\d+\/#token=[0-9a-f]{32}\n$/);
  expect(code).toBe(0);
});

it.each([
  [["view"], "view needs a folder of results"],
  [["view", join(folder, "none")], "--open makes it and shows it"],
  [["view", file], "is a file; view shows a folder of compare --out"],
  [["view", folder, "--port", "0"], "--port must be a whole number from 1 to 65535"],
  [["compare", "--open"], "--open needs --out DIR"],
  [["compare", "--out", folder, "--port", "8080"], "Add --open, or leave out --port"],
])("refuses %j", (words, reason) => {
  const { code, stderr } = stepzero(words);
  expect(stderr).toContain(reason);
  expect(code).toBe(2);
});
