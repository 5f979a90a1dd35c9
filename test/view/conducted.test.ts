/** Real studies behind the live page: killed, resumed, paused, stopped, and shown by `--open`. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { serveStudy } from "../../src/view/node/serve-study.js";
import { haveChromium } from "../oracles.js";
import { openPage, startBrowser } from "./browser.js";

/** A study whose runs take about a second each, and a short one. */
const studies = {
  long: "compare --init he,zero --jobs 1 --limit 5000 --seeds 6 --epochs 8".split(" "),
  short: "compare --init he,zero --jobs 1 --limit 1000 --seeds 2 --epochs 1".split(" "),
};

interface Study {
  readonly child: ChildProcess;
  /** What it wrote to stderr so far. */
  readonly said: () => string;
  readonly ended: Promise<number | null>;
}

/** `stepzero compare`, where no browser can be opened. */
function compare(study: keyof typeof studies, ...more: string[]): Study {
  const env = { ...process.env, PATH: "/nowhere" };
  const program = [resolve("dist/cli/main.js"), ...studies[study], ...more];
  const child = spawn(process.execPath, program, { env, stdio: ["ignore", "ignore", "pipe"] });
  let text = "";
  child.stderr!.on("data", (part: Buffer) => {
    text += part;
  });
  return { child, said: () => text, ended: new Promise((end) => child.on("exit", end)) };
}

describe.runIf(haveChromium())("a study that is watched", () => {
  let [browser, folder]: [Browser | undefined, string] = [undefined, ""];
  beforeAll(async () => {
    browser = await startBrowser();
    folder = mkdtempSync(join(tmpdir(), "stepzero-conducted-"));
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const resultsIn = (at: string) => readdirSync(join(at, "cells")).filter((name) => name.endsWith(".json")).length;

  it("is killed, resumed, paused, has a cell put first, and is stopped", async () => {
    const at = join(folder, "killed");
    const server = await serveStudy(at, 0);
    const { page, complaints } = await openPage(browser!, server.url);
    await page.getByText("No study has begun").waitFor();
    const first = compare("long", "--out", at);
    await page.getByText("1 now running").waitFor();
    first.child.kill("SIGKILL");
    await page.getByText("No process conducts this study now").waitFor();
    const second = compare("long", "--out", at);
    await page.getByText(`Conducted by process ${second.child.pid}`).waitFor();
    await page.getByRole("button", { name: "Pause" }).click();
    await page.getByText(`Paused by process ${second.child.pid}`).waitFor();
    await expect.poll(() => page.locator(".cell.running[data-cell]").count(), { timeout: 30_000 }).toBe(0);
    const paused = resultsIn(at);
    await page.waitForTimeout(1500);
    expect(resultsIn(at)).toBe(paused);
    // The last seed of the last method would be the last run.
    await page.locator('[data-cell="11"]').click();
    await page.getByRole("button", { name: "Run this one next" }).click();
    await page.getByText("This run comes next").waitFor();
    await page.getByRole("button", { name: "Continue" }).click();
    await page.locator('.cell.running[data-cell="11"]').waitFor();
    await page.getByRole("button", { name: "Stop" }).click();
    expect(await second.ended).toBe(130);
    expect(second.said()).toMatch(/Interrupted: \d+ of 12 runs are finished and kept/);
    await page.getByText("this page is read-only until the study is resumed").waitFor();
    await page.locator('.cell.stuck[data-cell="11"]').waitFor();
    expect(resultsIn(at)).toBeLessThan(12);
    expect(readdirSync(join(at, "live"))).toEqual([]);
    expect(complaints).toEqual([]);
    await page.close();
    await server.close();
  });

  it("is shown by compare --open until the page is closed", async () => {
    const study = compare("short", "--out", join(folder, "open"), "--open");
    await expect.poll(study.said, { timeout: 30_000 }).toMatch(/http:\/\/127\.0\.0\.1:\d+\/#token=\w+/);
    const { page, complaints } = await openPage(browser!, /http:\S+/.exec(study.said())![0]);
    await page.getByText("4 of 4 runs ended").waitFor();
    await page.getByText("The study has ended").waitFor();
    expect(study.child.exitCode).toBe(null);
    await page.close();
    expect(await study.ended).toBe(0);
    expect(complaints).toEqual([]);
  });
});
