/** The live page in Chromium: folders of studies that have ended, and of studies that go on. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readReportInput } from "../../src/report/node/write-report.js";
import type { PlannedStudy } from "../../src/study/plan/plan-study.js";
import { headline } from "../../src/study/results/headline.js";
import { openNote } from "../../src/study/run/node/live/write-note.js";
import { type StudyServer, serveStudy } from "../../src/view/node/serve-study.js";
import { haveChromium } from "../oracles.js";
import { drawAll, openPage, scrollToFigures, startBrowser, violationsOf } from "./browser.js";
import { usualResult, writePlan, writeResults } from "./made-up-folder.js";

const options = {
  inits: ["he", "glorot-uniform", "orthogonal", "zero", "random"],
  seeds: 6,
  training: [{ epochs: 4 }],
};

describe.runIf(haveChromium())("the live page", () => {
  let [browser, folder]: [Browser | undefined, string] = [undefined, ""];
  const servers: StudyServer[] = [];
  beforeAll(async () => {
    browser = await startBrowser();
    folder = mkdtempSync(join(tmpdir(), "stepzero-live-"));
  });
  afterAll(async () => {
    await browser?.close();
    for (const server of servers) await server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A folder with a study, and its server. */
  async function served(name: string, study = options): Promise<{ at: string; plan: PlannedStudy; url: string }> {
    const at = join(folder, name);
    const plan = writePlan(at, study);
    const server = await serveStudy(at, 0);
    servers.push(server);
    return { at, plan, url: server.url };
  }

  it("says of a study that has ended what its report says, draws it, and saves the report", async () => {
    const { at, plan, url } = await served("ended");
    writeResults(at, plan.cells);
    const { page, complaints } = await openPage(browser!, url);
    const { problems } = (await readReportInput(at)).outcome;
    await page.getByRole("heading", { level: 1, name: headline(problems) }).waitFor();
    await page.getByText("30 of 30 runs ended, 12 of them failed.").waitFor();
    await page.getByText("This page is read-only.").waitFor();
    for (const sentence of problems[0]!.advice.sentences) {
      expect((await page.locator(".verdict").innerText()).replaceAll("\u00a0", " ")).toContain(sentence);
    }
    await drawAll(page);
    const figures = page.locator("figure svg.figure");
    await expect.poll(() => figures.count()).toBe(6);
    expect(await page.locator(".cell.stuck[data-cell]").count()).toBe(6);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Save as report.html" }).click(),
    ]);
    expect(readFileSync(await download.path(), "utf8")).toContain(`<title>${headline(problems)}`);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("hides methods, filters them, changes axes and smooths, and keeps that over a reload", async () => {
    const { at, plan, url } = await served("view");
    writeResults(at, plan.cells);
    const { page, complaints } = await openPage(browser!, url);
    await page.getByText("What is shown").click();
    const rows = () => page.locator(".grid .head").allInnerTexts();
    await expect.poll(rows).toEqual(options.inits);
    await page.getByRole("checkbox", { name: "zero" }).uncheck();
    await page.getByRole("searchbox").fill("he, ze, ortho");
    expect(await rows()).toEqual(["he", "orthogonal"]);
    await page.getByRole("checkbox", { name: "logarithmic losses" }).check();
    await page.getByRole("slider", { name: "Smoothing" }).fill("0.5");
    const settings = () => new URL(page.url()).search;
    await expect.poll(settings).toBe("?hide=zero&filter=he%2C+ze%2C+ortho&log=1&smoothing=0.5");
    await page.reload();
    await expect.poll(rows).toEqual(["he", "orthogonal"]);
    await scrollToFigures(page, "#curves");
    await page.locator("figcaption", { hasText: "Smoothed: 0.5 of each value" }).first().waitFor();
    // Where every loss is near the others, only the switch makes the axis logarithmic.
    expect(await page.locator("#problem-1-test-loss-title").count()).toBe(1);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("shows values under the pointer and by keyboard, with n and intervals", async () => {
    const { at, plan, url } = await served("values");
    writeResults(at, plan.cells);
    const { page, complaints } = await openPage(browser!, url);
    await scrollToFigures(page, "#curves");
    const figure = page.locator("#curves figure").first();
    const chart = figure.locator("svg.figure");
    await chart.waitFor();
    const value = figure.getByRole("slider", { name: "Values after epoch" });
    // What is drawn elsewhere may move the chart from under the pointer.
    let isLower = false;
    const pointAtFirst = async (): Promise<string | undefined> => {
      const box = (await chart.boundingBox())!;
      isLower = !isLower;
      await page.mouse.move(box.x + (46 / 480) * box.width, box.y + box.height / 2 + (isLower ? 2 : 0));
      return (await value.count()) === 0 ? undefined : value.inputValue();
    };
    await expect.poll(pointAtFirst).toBe("1");
    const first = figure.locator(".values tr").first();
    expect(await first.innerText()).toMatch(/he\s+\d\d\.\d\d % \[\d\d\.\d\d %, \d\d\.\d\d %\]\s+n = 6/);
    await value.focus();
    await page.keyboard.press("ArrowRight");
    expect(await value.inputValue()).toBe("2");
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("grows while the study goes on, and hands requests to its conductor, with the token only", async () => {
    const { at, plan, url } = await served("running");
    const note = openNote(at, undefined);
    note.on({ kind: "planned", ...plan, expected: plan.cells, reused: [] });
    const { page, complaints } = await openPage(browser!, url);
    await page.getByText("0 of 30 runs ended; 30 waiting.").waitFor();
    const [cell] = plan.cells;
    const { epochs } = usualResult(cell!);
    note.on({ kind: "started", cell: cell! });
    for (const epoch of epochs.slice(0, 2)) note.on({ kind: "epoch", cell: cell!, epoch });
    note.on({ kind: "progress", cell: cell!, fraction: 0.5, loss: 0.4 });
    await page.getByText("1 now running").waitFor();
    await scrollToFigures(page, "#curves");
    await page.locator("figcaption", { hasText: "One run goes on: its line is thin" }).first().waitFor();
    await page.reload();
    await page.getByText("1 now running").waitFor();
    writeResults(at, plan.cells.slice(0, 1));
    note.on({ kind: "finished", result: { cell: cell!, ...usualResult(cell!) }, runtime: "r" });
    await page.getByText("1 of 30 runs ended; 29 waiting").waitFor();
    await page.getByRole("button", { name: "Pause" }).click();
    await page.getByText("Paused by process").waitFor();
    expect(await note.steering.read()).toMatchObject({ pause: true });
    await page.locator('[data-cell="7"]').click();
    await page.getByRole("button", { name: "Run this one next" }).click();
    await expect.poll(() => note.steering.read()).toMatchObject({ pause: true, first: [plan.cells[7]!.id] });
    await page.getByRole("button", { name: "Continue" }).click();
    await page.getByText("Conducted by process").waitFor();
    await page.getByRole("button", { name: "Stop" }).click();
    await expect.poll(() => note.steering.read()).toMatchObject({ pause: false, stop: true });
    await page.getByText("Stopping after the runs that go on").waitFor();
    const { page: other, complaints: others } = await openPage(browser!, url.replace(/#.*/, ""));
    await other.getByText("its address lacks the token").waitFor();
    expect(await other.getByRole("button", { name: "Pause" }).count()).toBe(0);
    note.close();
    await page.getByText("this page is read-only until the study is resumed").waitFor();
    expect([...complaints, ...others]).toEqual([]);
    await other.close();
    await page.close();
  });

  it("waits for a study that has not begun, and begins anew with another one", async () => {
    const at = join(folder, "later");
    const server = await serveStudy(at, 0);
    servers.push(server);
    const { page, complaints } = await openPage(browser!, server.url);
    await page.getByText("No study has begun in this folder yet.").waitFor();
    const plan = writePlan(at, options);
    await page.getByText("0 of 30 runs ended").waitFor();
    writeResults(at, plan.cells.slice(0, 5));
    await page.getByText("5 of 30 runs ended").waitFor();
    writePlan(at, { ...options, seeds: 2 });
    await page.getByText("of 10 runs ended").waitFor();
    expect(complaints).toEqual([]);
    await page.close();
  });

  it.each(["light", "dark"] as const)(
    "has no violation that axe finds, %s, and no overflow at 400 pixels",
    async (theme) => {
      const { at, plan, url } = await served(`axe-${theme}`);
      writeResults(at, plan.cells.slice(0, 28));
      const note = openNote(at, undefined);
      note.on({ kind: "planned", ...plan, expected: plan.cells, reused: [] });
      note.on({ kind: "started", cell: plan.cells[28]! });
      const { page, complaints } = await openPage(browser!, url, { theme, width: 400 });
      await page.getByText("1 now running").waitFor();
      await page.getByText("What is shown").click();
      await drawAll(page);
      await expect.poll(() => page.locator("figure svg.figure").count()).toBe(6);
      const background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      expect(background).toBe(theme === "light" ? "rgb(255, 255, 255)" : "rgb(20, 23, 26)");
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(400);
      expect(await violationsOf(page)).toEqual([]);
      expect(complaints).toEqual([]);
      note.close();
      await page.close();
    },
  );

  it("is worked by keyboard alone", async () => {
    const { at, plan, url } = await served("keys");
    writeResults(at, plan.cells);
    const { page, complaints } = await openPage(browser!, url);
    await page.getByText("30 of 30 runs ended").waitFor();
    const focus = () =>
      page.evaluate(
        () => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent ?? "",
      );
    await page.keyboard.press("Tab");
    expect(await focus()).toBe("To the answer");
    await page.keyboard.press("Enter");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("answer");
    const stops: string[] = [];
    for (let i = 0; i < 12 && !stops.at(-1)?.startsWith("seed"); i++) {
      await page.keyboard.press("Tab");
      stops.push(await focus());
    }
    expect(stops.at(-1)).toBe("seed 0: learned");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowDown");
    expect(await page.locator(".detail b").innerText()).toBe("glorot-uniform, seed 1");
    await page.keyboard.press("End");
    expect(await focus()).toBe("seed 5: learned");
    // One stop of the tab key for the whole grid.
    await page.keyboard.press("Tab");
    expect(await focus()).not.toMatch(/^seed/);
    expect(complaints).toEqual([]);
    await page.close();
  });
});
