/** Pictures of the live page, drawn by Chromium in both themes. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import type { Cell } from "../../src/study/plan/cell.js";
import type { RunResult } from "../../src/study/results/records.js";
import { serveStudy } from "../../src/view/node/serve-study.js";
import { madeUpProbed } from "../report/made-up-report.js";
import { drawAll, openPage, type PageSettings, startBrowser } from "./browser.js";
import { writePlan, writeResults } from "./made-up-folder.js";

/** Where the stored pictures lie; `npm run pictures` writes them. */
export const livePictures = "test/view/pictures";

const views: Readonly<Record<string, PageSettings>> = {
  light: { theme: "light" },
  dark: { theme: "dark" },
  phone: { theme: "light", width: 400 },
};

/** The sections that have pictures; the others are tables and lists of the report. */
const sections = ["answer", "cells", "curves", "differences", "inside"] as const;

const { methods } = madeUpProbed().problems[0]!;

/** The path of each picture and its PNG: a study of which 10 of 12 runs have ended. */
export async function drawLivePage(): Promise<Map<string, Buffer>> {
  const folder = mkdtempSync(join(tmpdir(), "stepzero-pictures-"));
  const inits = ["he", "glorot-uniform", "zero", "random:std=0.5"];
  const plan = writePlan(folder, { inits, seeds: [0, 1, 2], probe: true, training: [{ epochs: 3 }] });
  writeResults(
    folder,
    plan.cells.filter(
      ({ seed, method }) => seed < 2 || method.initializer.name === "he" || method.initializer.name === "zero",
    ),
    probedResult,
  );
  const [browser, server] = await Promise.all([startBrowser(), serveStudy(folder, 0)]);
  const pictures = new Map<string, Buffer>();
  try {
    for (const [name, settings] of Object.entries(views)) {
      const { page } = await openPage(browser, server.url, settings);
      await page.getByText("10 of 12 runs ended").waitFor();
      await page.getByText("What is shown").click();
      await useTestFont(page);
      await drawAll(page);
      await page.locator("#inside figure svg.figure").nth(2).waitFor();
      for (const id of sections) {
        pictures.set(join(livePictures, `${id}-${name}.png`), await page.locator(`#${id}`).screenshot());
      }
      await page.close();
    }
  } finally {
    await browser.close();
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
  return pictures;
}

/** The result of the same run of a made-up study that was probed. */
function probedResult({ method: { label }, seed }: Cell): RunResult {
  const run = methods.find((one) => one.label === label)!.runs.find((one) => one.seed === seed)!;
  const { ending, epochs, reason, readings } = run;
  return { status: ending === "learned" || ending === "stuck" ? "done" : ending, epochs, reason, readings };
}

/** .ci/run installs this font, so that text looks the same on every machine (`haveFonts`). */
function useTestFont(page: Page): Promise<void> {
  return page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`*{font-family:"DejaVu Sans"!important}`);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  });
}
