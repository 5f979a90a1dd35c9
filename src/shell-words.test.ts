import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { shellLine } from "./shell-words.js";

test("a shell reads the words back; hidden characters are in octal", () => {
  const words = ["stepzero", "my data.npz", "it's", "a\u001b[2J'\\\n9", "é\u009b\u202e", "", 3];
  const line = shellLine(words);
  expect(line).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  const read = execFileSync("bash", ["-c", `printf '%s\\0' ${line}`], { encoding: "utf8" });
  expect(read.split("\0").slice(0, -1)).toEqual(words.map(String));
});
