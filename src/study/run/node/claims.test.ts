import { existsSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, expect, it } from "vitest";
import { openClaims } from "./claims.js";

const folder = mkdtempSync(join(tmpdir(), "stepzero-claims-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => rmSync(folder, { recursive: true, force: true }));

const file = join(folder, "cell.json");

/** A claim as another process would have left it, so many seconds ago. */
function claimed(host: string, pid: number, secondsAgo = 0): void {
  openClaims(folder).take("other");
  writeFileSync(file, JSON.stringify({ host, pid }));
  const then = Date.now() / 1000 - secondsAgo;
  utimesSync(file, then, then);
}

it("belongs to one process, until that gives it back", () => {
  const [first, other] = [openClaims(folder), openClaims(folder)];
  expect(first.take("cell")).toBe(true);
  expect(other.take("cell")).toBe(false);
  other.release("cell");
  expect(existsSync(file)).toBe(true);
  first.release("cell");
  expect(other.take("cell")).toBe(true);
  expect(other.take("another")).toBe(true);
  other.releaseAll();
  expect(readdirSync(folder)).toEqual([]);
});

const nobody = 999_999_999;

it.each([
  ["a living process of this machine, however long", hostname(), process.pid, 1e6, false],
  ["a process of this machine that is gone", hostname(), nobody, 0, true],
  ["another machine, renewed lately", "elsewhere", nobody, 60, false],
  ["another machine, not renewed for long", "elsewhere", process.pid, 600, true],
] as const)("of %s", (_, host, pid, age, free) => {
  claimed(host, pid, age);
  expect(openClaims(folder).take("cell")).toBe(free);
});

it("that is not whole holds while it is young", () => {
  claimed("", 0);
  writeFileSync(file, "");
  expect(openClaims(folder).take("cell")).toBe(false);
  utimesSync(file, 0, 0);
  expect(openClaims(folder).take("cell")).toBe(true);
});
