/** Debian's Chromium, driven by Playwright; a page with a console message fails its test. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type Browser, chromium as engine, type Page } from "playwright-core";
import { expect } from "vitest";
import { chromium } from "../oracles.js";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Starts the browser. */
export const startBrowser = (): Promise<Browser> =>
  engine.launch({ executablePath: chromium, args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"] });

/** How a page is opened. */
export interface PageSettings {
  readonly theme?: "light" | "dark";
  readonly width?: number;
}

/** A page, and what it said. */
export interface OpenPage {
  readonly page: Page;
  /** Errors, warnings and other messages of the console; files from elsewhere. */
  readonly complaints: string[];
}

/** Opens a page of a server. */
export async function openPage(
  browser: Browser,
  url: string,
  { theme = "light", width = 1280 }: PageSettings = {},
): Promise<OpenPage> {
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: theme });
  const complaints: string[] = [];
  page.on("console", (message) => complaints.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => complaints.push(`error: ${error.stack}`));
  page.on("request", (request) => {
    const { origin } = new URL(url);
    if (!request.url().startsWith(`${origin}/`) && !request.url().startsWith("data:")) complaints.push(request.url());
  });
  await page.goto(url);
  return { page, complaints };
}

/** Scrolls through the page, so that every figure is drawn. */
export async function drawAll(page: Page): Promise<void> {
  for (let y = 0; y < (await page.evaluate(() => document.body.scrollHeight)); y += 600) {
    await page.evaluate((top) => window.scrollTo(0, top), y);
    await page.waitForTimeout(100);
  }
  await page.evaluate(() => window.scrollTo(0, 0));
}

/**
 * Scrolls to a section until its first figure is drawn: figures are drawn where they are seen, and
 * what is drawn above a section moves it down again.
 */
export async function scrollToFigures(page: Page, section: string): Promise<void> {
  const figure = page.locator(`${section} figure`).first();
  const isDrawn = async (): Promise<boolean> => {
    await figure.scrollIntoViewIfNeeded();
    return figure.locator("svg.figure").isVisible();
  };
  await expect.poll(isDrawn, { timeout: 30_000 }).toBe(true);
}

/** What axe finds, in words. */
export async function violationsOf(page: Page): Promise<string[]> {
  // The page's policy refuses a script of ours in its HTML; the debugger may run one.
  await page.evaluate(axe);
  return page.evaluate(async () => {
    interface Violation {
      readonly id: string;
      readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
    }
    const { axe: run } = globalThis as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } };
    const { violations } = await run.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]!.html.slice(0, 200)} ${nodes[0]!.failureSummary}`);
  });
}
