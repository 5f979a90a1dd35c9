import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, expect, it } from "vitest";
import { type ProcessIdentity, thisProcess } from "../../../files/node/process-identity.js";
import { systems } from "../../../files/node/system.js";
import { renewClaim } from "./claim-file.js";
import { openClaims } from "./claims.js";

const folder = mkdtempSync(join(tmpdir(), "stepzero-claims-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => rmSync(folder, { recursive: true, force: true }));

const file = join(folder, "cell.json");
const me = thisProcess();

/** A claim as another process would have left it, renewed so many seconds ago. */
function claimed(identity: object, secondsAgo = 0, lease = 30): void {
  openClaims(folder).take("other");
  writeFileSync(file, `${JSON.stringify({ ...identity, lease })}\n`);
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
const elsewhere: ProcessIdentity = { ...me, host: "elsewhere", boot: "another start", pid: 17 };

it.runIf(process.platform === "linux").each([
  ["a living process of this machine", me, 5, false],
  ["a living process that does not renew, as one that is stopped", me, 31, true],
  ["a process of this machine that is gone", { ...me, pid: nobody }, 0, true],
  ["an earlier process with the same number, as in a restarted container", { ...me, started: "1" }, 0, true],
  ["a process of another container, with the same host name and number", { ...me, namespace: "pid:[1]" }, 20, false],
  ["a process of another container, not renewed", { ...me, namespace: "pid:[1]" }, 31, true],
  ["another machine, renewed lately", elsewhere, 20, false],
  ["another machine, not renewed for its lease", elsewhere, 31, true],
  ["the version before, which wrote less, renewed lately", { host: me.host, pid: nobody }, 20, false],
] as const)("of %s", (_, identity, age, isFree) => {
  claimed(identity, age);
  expect(openClaims(folder).take("cell")).toBe(isFree);
});

it.each(["darwin", "win32"] as const)("on %s, which tells nothing of processes, the lease alone decides", (name) => {
  const on = systems[name]!;
  const identity = thisProcess(on);
  claimed({ ...identity, pid: nobody }, 20);
  expect(openClaims(folder, { on }).take("cell")).toBe(false);
  claimed(identity, 31);
  expect(openClaims(folder, { on }).take("cell")).toBe(true);
});

it("holds for as long as its holder promised, whatever the lease of who looks", () => {
  claimed(elsewhere, 100, 200);
  expect(openClaims(folder, { lease: 1 }).take("cell")).toBe(false);
  claimed(elsewhere, 100, 50);
  expect(openClaims(folder, { lease: 1000 }).take("cell")).toBe(true);
});

it("is void once it was seen unchanged for its lease, whatever the clocks of other machines say", () => {
  claimed(elsewhere, -1e6); // a clock that is eleven days ahead
  let now = 0;
  const claims = openClaims(folder, { clock: () => now });
  expect(claims.take("cell")).toBe(false);
  now = 29_000;
  expect(claims.take("cell")).toBe(false);
  // A renewal: the waiting starts anew.
  const text = readFileSync(file, "utf8");
  expect(renewClaim(file, text)).toBe("renewed");
  now = 58_000;
  expect(claims.take("cell")).toBe(false);
  now = 89_000;
  expect(claims.take("cell")).toBe(true);
});

it("that is not whole holds while it is young", () => {
  claimed(me);
  writeFileSync(file, "");
  expect(openClaims(folder).take("cell")).toBe(false);
  utimesSync(file, 0, 0);
  expect(openClaims(folder).take("cell")).toBe(true);
});

it("that another process has taken over is not given back", () => {
  const claims = openClaims(folder);
  expect(claims.take("cell")).toBe(true);
  const taken = `${JSON.stringify({ ...elsewhere, lease: 30 })}\n`;
  writeFileSync(file, taken);
  expect(renewClaim(file, "mine\n")).toBe("lost");
  claims.release("cell");
  expect(readFileSync(file, "utf8")).toBe(taken);
});

it("says who has a cell", () => {
  const claims = openClaims(folder);
  expect(claims.holder("cell")).toBeUndefined();
  claimed(elsewhere, 0, 60);
  expect(claims.holder("cell")).toBe("process 17 on elsewhere, whose claim is void when it was not renewed for 60 s");
  rmSync(file);
  writeFileSync(file, "?");
  expect(claims.holder("cell")).toBe("another process");
});
