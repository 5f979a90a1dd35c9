import { expect, test } from "vitest";
import { reactionTo } from "./interruption.js";

test.each([
  ["SIGHUP", 0, undefined, 0, "abort"],
  // npx passes Ctrl-C on to a process that the terminal sent it to already.
  ["SIGINT", 900, "SIGINT", 0, "none"],
  ["SIGINT", 1100, "SIGINT", 0, "exit"],
  ["SIGTERM", 100, "SIGINT", 0, "exit"],
  // The shell and the system both send SIGHUP.
  ["SIGHUP", 5000, "SIGHUP", 0, "none"],
  ["SIGHUP", 5000, "SIGINT", 0, "none"],
  ["SIGTERM", 5000, "SIGHUP", 0, "exit"],
] as const)("%s at %i ms after %s at %s ms: %s", (name, at, before, since, reaction) => {
  expect(reactionTo({ name, at }, before && { name: before, at: since })).toBe(reaction);
});
