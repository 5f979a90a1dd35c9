/** The live page of 2,000 runs: the main thread is free, and the grid comes before the results. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { serveStudy } from "../../src/view/node/serve-study.js";
import { haveChromium } from "../oracles.js";
import { drawAll, openPage, startBrowser } from "./browser.js";
import { writePlan, writeResults } from "./made-up-folder.js";

/** An event of Chromium's trace. */
interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds that the thread worked, whatever else the machine did. */
  readonly tdur?: number;
  readonly args: { readonly name?: string; readonly beginData?: { readonly url?: string } };
}

/**
 * Milliseconds of work of the longest task on the main thread of the page at an address. Parts of
 * the browser are pages, too.
 */
function longestTask(trace: Buffer, url: string): number {
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: TraceEvent[] };
  const threadOf = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`;
  const { origin } = new URL(url);
  const parsing = traceEvents.find(({ name, args }) => name === "ParseHTML" && args.beginData?.url?.startsWith(origin));
  const main = threadOf(parsing!);
  const tasks = traceEvents.filter((event) => /RunTask$/.test(event.name) && threadOf(event) === main);
  expect(tasks.length).toBeGreaterThan(100);
  return Math.max(...tasks.map(({ tdur = 0 }) => tdur / 1000));
}

it.runIf(haveChromium())("has no task of 100 ms, and shows the grid before all results were read", async () => {
  const folder = mkdtempSync(join(tmpdir(), "stepzero-many-"));
  const inits = ["he", "glorot-uniform", "orthogonal", "zero", "random"];
  const plan = writePlan(folder, { inits, seeds: 400, training: [{ epochs: 10 }] });
  writeResults(folder, plan.cells.slice(0, 1990));
  const [browser, server] = await Promise.all([startBrowser(), serveStudy(folder, 0)]);
  try {
    const blank = await browser.newPage();
    await browser.startTracing(blank, { categories: ["toplevel", "devtools.timeline"] });
    const { page, complaints } = await openPage(browser, server.url);
    await page.getByText("Still reading the folder").waitFor();
    await expect.poll(() => page.locator(".cell[data-cell]").count()).toBe(2000);
    await page.getByText("1,990 of 2,000 runs ended, 790 of them failed; 10 waiting.").waitFor();
    await drawAll(page);
    await expect.poll(() => page.locator("figure svg.figure").count()).toBe(6);
    const longest = longestTask(await browser.stopTracing(), server.url);
    console.log(`the longest task on the main thread worked for ${longest.toFixed(0)} ms`);
    expect(longest).toBeLessThan(100);
    expect(complaints).toEqual([]);
  } finally {
    await browser.close();
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
