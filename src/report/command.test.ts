import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { madeUp } from "../../test/report/made-up-report.js";
import { commands } from "../cli/commands.js";
import { parseCommandLine } from "../cli/parse.js";
import { studyOptions } from "../cli/study-options.js";
import { requestStudy, type StudyOptions } from "../study/plan/options.js";
import { commandOf } from "./command.js";

/** The study that a shell and the command line make of a command. */
async function studyOf(command: string) {
  const words = execFileSync("sh", ["-c", `set -- ${command}; printf '%s\\n' "$@"`], { encoding: "utf8" });
  const request = await parseCommandLine(words.trimEnd().split("\n").slice(1), commands);
  if (request.kind !== "run") throw new Error(`${command} runs nothing`);
  return requestStudy(await studyOptions(undefined, request.options));
}

describe("the command that runs a study again", () => {
  it.each<StudyOptions>([
    {},
    { separator: ";", decimal: "comma", encoding: "latin-1" },
    { separator: "tab", leaveOut: ["id", "the name's", "-1"], missingLabels: "leave-out" },
    { separator: "\\t", leaveOut: "Länge", missingLabels: "keep", shape: [13, 8, 8] },
    { limit: 100, validation: 10, margin: 0.01, vary: "order", evaluateTrain: true },
  ])("reads and runs what %j asks for", async (options) => {
    const { reading, limit, validation, margin, vary, evaluateTrain } = requestStudy(options);
    const all = { seeds: [0, 1, 2], inits: ["he", "zero"], models: ["mlp"], ...options };
    const again = await studyOf(commandOf(madeUp(all)));
    const readAgain = again.reading && { ...again.reading };
    const expected = reading && { ...reading };
    // The command line has lists.
    if (expected?.leaveOut !== undefined) Object.assign(expected, { leaveOut: [expected.leaveOut].flat() });
    expect(readAgain).toEqual(expected);
    expect(again).toMatchObject({ limit, validation, margin, vary, evaluateTrain });
  });
});
