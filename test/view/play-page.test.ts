/** The playground in Chromium: theory, races, own data, by keyboard, in both themes. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { datasetOfTable, tableSamples } from "../../src/data/table-samples.js";
import { toyTable } from "../../src/data/toys.js";
import type { PageServer } from "../../src/view/node/page-server.js";
import { servePlay } from "../../src/view/node/serve-play.js";
import { addressOf, firstSetup, type Setup } from "../../web/src/play/setup.js";
import { haveChromium } from "../oracles.js";
import { drawAll, openPage, type PageSettings, scrollToFigures, startBrowser, violationsOf } from "./browser.js";

/** A race of a second. */
const short: Setup = {
  ...firstSetup,
  data: "spirals",
  net: "mlp:depth=3,width=16",
  inits: ["he", "zero"],
  batch: 32,
  epochs: 3,
  seeds: 2,
};

describe.runIf(haveChromium())("the playground", () => {
  let [browser, server]: [Browser | undefined, PageServer | undefined] = [undefined, undefined];
  beforeAll(async () => {
    [browser, server] = await Promise.all([startBrowser(), servePlay(0)]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  /** The page with a setup, once theory and measurements are there. */
  async function opened(changes: Partial<Setup>, settings: PageSettings = {}) {
    const one = await openPage(browser!, `${server!.url}#${addressOf({ ...short, ...changes })}`, settings);
    await one.page.getByText("Markers: measured in this browser.").waitFor({ timeout: 60_000 });
    return one;
  }

  const train = async (page: Page): Promise<void> => {
    await page.locator("#race").getByRole("button", { name: "Train", exact: true }).click();
    await page.locator("#race").getByText("Finished.").waitFor({ timeout: 60_000 });
  };

  it("races from a preset to the verdict of Node", async () => {
    const { page, complaints } = await openPage(browser!, server!.url);
    await page.getByRole("combobox", { name: "Preset" }).selectOption("Spirals");
    for (const [name, value] of [
      ["Epochs", "3"],
      ["Seeds", "2"],
    ] as const) {
      await page.getByRole("spinbutton", { name }).fill(value);
      await page.keyboard.press("Enter");
    }
    await expect.poll(() => new URL(page.url()).hash).toContain("&batch=32&epochs=3&samples=2000&seeds=2");
    await page.getByText("Markers: measured in this browser.").waitFor({ timeout: 60_000 });
    await train(page);
    const text = toyTable("spirals", 0);
    const table = await tableSamples({ path: "spirals.csv", file: "spirals.csv", pieces: [text] }, {});
    const data = await datasetOfTable("spirals.csv", table, undefined, {});
    const { compare, loadRuntime } = await built();
    const { runtime } = await loadRuntime("cpu");
    const { problems } = await compare(["he", "xavier-fan-in", "random", "zero"], {
      data,
      models: "mlp:depth=4,width=32",
      seeds: 2,
      epochs: 3,
      batch: 32,
      optimizer: "sgd",
      learningRate: 0.1,
      runtime,
    });
    const [first] = problems[0]!.advice.sentences;
    expect(await page.locator(".verdict strong").innerText()).toBe(first);
    await scrollToFigures(page, "#race");
    await expect.poll(() => page.locator("#race figure svg.figure").count()).toBe(3);
    await page.locator("#take pre").first().waitFor();
    expect(await page.locator("#take pre").first().innerText()).toBe(
      "npx stepzero compare --data spirals.csv --model mlp:depth=4,width=32 --init he,xavier-fan-in,random,zero " +
        "--seeds 2 --epochs 3 --batch 32 --optimizer sgd --lr 0.1",
    );
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Save spirals.csv" }).click(),
    ]);
    expect(readFileSync(await download.path(), "utf8")).toBe(text);
    expect(await page.locator("#tried tbody tr").count()).toBe(1);
    expect(complaints).toEqual([]);
    await page.close();
  }, 120_000);

  it("keeps its state in the address over a reload, and says what is wrong with a setup", async () => {
    const { page, complaints } = await opened({});
    await page.getByRole("slider", { name: "depth" }).fill("5");
    const method = page.getByRole("combobox", { name: "Initializer 2" });
    await method.fill("random:std=0.2");
    await page.keyboard.press("Enter");
    const changed = { ...short, net: "mlp:depth=5,width=16", inits: ["he", "random:std=0.2"] };
    await expect.poll(() => new URL(page.url()).hash).toBe(`#${addressOf(changed)}`);
    await page.reload();
    await page.getByText("Markers: measured in this browser.").waitFor({ timeout: 60_000 });
    expect(await page.getByRole("slider", { name: "depth" }).inputValue()).toBe("5");
    expect(await method.inputValue()).toBe("random:std=0.2");
    await method.fill("xavier-fan-im");
    await page.keyboard.press("Enter");
    await expect.poll(() => page.getByRole("alert").innerText()).toMatch(/"xavier-fan-im".*the field suggests them/s);
    expect(await page.locator("#race").getByRole("button", { name: "Train" }).isDisabled()).toBe(true);
    await page.getByRole("button", { name: "Remove xavier-fan-im" }).click();
    await page.getByText("Markers: measured in this browser.").waitFor({ timeout: 60_000 });
    expect(await page.getByRole("alert").count()).toBe(0);
    expect(complaints).toEqual([]);
    await page.close();
  }, 120_000);

  it("trains on a table of the user's, and says why a file is none", async () => {
    const { page, complaints } = await opened({});
    const file = page.locator('input[type="file"]');
    const take = (name: string, content: string | Buffer) =>
      file.setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(content) });
    const fault = () => page.getByRole("alert").innerText();
    await take("photo.png", Buffer.from([0x89, 0x50, 0, 1]));
    await expect.poll(fault).toContain("photo.png is no text. This page reads tables");
    await take("poem.csv", "Roses are red\nViolets are blue\n");
    await expect.poll(fault).toContain("poem.csv");
    await take("moons.csv", toyTable("moons", 5));
    await page.getByText("480 to train on, 120 to test on, 2 classes.").waitFor();
    await page.getByText("Markers: measured in this browser.").waitFor({ timeout: 60_000 });
    await train(page);
    expect(await page.locator("#race .setting").filter({ hasText: "moons.csv × mlp" }).count()).toBe(1);
    expect(complaints).toEqual([]);
    await page.close();
  }, 120_000);

  it.each(["light", "dark"] as const)(
    "has no violation that axe finds, %s, and no overflow at 400 pixels",
    async (theme) => {
      const { page, complaints } = await opened({}, { theme, width: 400 });
      await train(page);
      await page.getByText("The numbers, layer by layer").click();
      await drawAll(page);
      await expect.poll(() => page.locator("figure svg.figure").count()).toBeGreaterThanOrEqual(10);
      const background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      expect(background).toBe(theme === "light" ? "rgb(255, 255, 255)" : "rgb(20, 23, 26)");
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(400);
      expect(await violationsOf(page)).toEqual([]);
      expect(complaints).toEqual([]);
      await page.close();
    },
    120_000,
  );

  it("has a tour whose steps set the page, ask for a guess, and end with a network to heal", async () => {
    const { page, complaints } = await opened({});
    await page.getByRole("button", { name: "Take the tour" }).click();
    const tour = page.locator(".tour");
    const heading = () => tour.getByRole("heading").innerText();
    await expect.poll(heading).toMatch(/^1 of 10: /);
    for (let step = 2; step <= 10; step++) {
      await tour.getByRole("button", { name: "Next" }).click();
      await expect.poll(heading).toMatch(new RegExp(`^${step} of 10: `));
      if (step !== 2) continue;
      await expect.poll(() => new URL(page.url()).hash).toContain("init=zero;he");
      await tour.getByRole("button", { name: "64" }).click();
      await tour.getByText("Not so.").waitFor();
      await tour.getByRole("button", { name: "1", exact: true }).click();
      await tour.getByText("Right. One.").waitFor();
    }
    await tour.getByText("The doctor is not content yet").waitFor();
    await page.getByRole("combobox", { name: "Initializer 1" }).fill("glorot-uniform");
    await page.keyboard.press("Enter");
    await tour.getByText("Healed").waitFor({ timeout: 60_000 });
    expect(complaints).toEqual([]);
    await page.close();
  }, 120_000);

  it("is worked by keyboard alone, and a race can be stopped", async () => {
    const { page, complaints } = await opened({ epochs: 60, seeds: 10 });
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("race");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    const race = page.locator("#race");
    await race.getByText("of 20 runs ended").waitFor();
    await page.keyboard.press("Enter");
    await race.getByText("Stopped").waitFor();
    await page.getByRole("slider", { name: "depth" }).focus();
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => new URL(page.url()).hash).toContain("depth=4");
    expect(complaints).toEqual([]);
    await page.close();
  }, 120_000);
});

/** The library as it is built, for Node. */
async function built() {
  const { compare } = (await import(resolve("dist/entries/index.js"))) as typeof import("../../src/entries/index.js");
  const { loadRuntime } = (await import(
    resolve("dist/runtime/node/load-runtime.js")
  )) as typeof import("../../src/runtime/node/load-runtime.js");
  return { compare, loadRuntime };
}
