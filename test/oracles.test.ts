/** A missing oracle cannot stay unnoticed where CI runs the tests. */
import { readFileSync } from "node:fs";
import { expect, it, vi } from "vitest";
import { typescriptFiles } from "../scripts/house/sources.js";
import { haveOracle } from "./oracles.js";

/** Conditions of skipped tests that are no oracles, with the reason. */
const otherConditions: Readonly<Record<string, string>> = {
  '!havePython("pty") || process.platform !== "linux"': "terminals are made by Linux's pty",
  "!isPythonThere": "set by havePython() once for several suites",
  pictures: "drawn where haveChromium() and haveFonts() say so",
  renderers: "drawn where haveChromium(), haveFonts() and haveLibrsvg() say so",
  "block === undefined": "ONNX Runtime has the blocked layout on some processors only",
  "stems.length === 0": "a long test: the gradients of another program are made by hand, and it says how",
  'process.platform === "linux"': "only Linux tells when a process was started",
  'process.platform !== "linux"': "drivers are looked for by Linux's environment variables",
};

it("an oracle that is there is used", () => {
  expect(haveOracle(true, "x is missing", { CI: "true" })).toBe(true);
});

it("a missing oracle fails with CI=true, and is a printed reason elsewhere", () => {
  const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
  expect(() => haveOracle(false, "x is missing; install x", { CI: "true" })).toThrow("x is missing; install x");
  expect(haveOracle(false, "x is missing; install x", {})).toBe(false);
  expect(warn.mock.calls).toEqual([["skipped: x is missing; install x"]]);
  warn.mockRestore();
});

it("every test that may skip asks for an oracle, or has its reason here", () => {
  const files = typescriptFiles().filter((path) => path.endsWith(".test.ts"));
  const conditions = files.flatMap((path) =>
    [...readFileSync(path, "utf8").matchAll(/\.(?:skipIf|runIf)\((.*?)\)\(/g)].map(([, condition]) => condition!),
  );
  const isOracle = (condition: string) =>
    condition
      .split("||")
      .every((one) =>
        /^\s*!?have(?:Python|Today|TensorFlowJs|Chromium|Data|SoftwareCard|Librsvg|Poppler|OperatorTests|Shared|Namespaces|Emulator)\([^()]*\)?\s*$/.test(
          one,
        ),
      );
  expect(conditions.length).toBeGreaterThan(25);
  expect(conditions.filter((condition) => !isOracle(condition) && !(condition in otherConditions))).toEqual([]);
});
