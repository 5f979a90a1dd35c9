/** The pages in Chromium under axe, in both themes, and what it fetches: nothing. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { describe, expect, test } from "vitest";
import { inChromium } from "../chromium.js";
import { haveChromium } from "../oracles.js";
import { diagnosisPageOf, vanishing } from "./made-up-diagnosis.js";
import { madeUp, reportOf } from "./made-up-report.js";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

interface Seen {
  readonly theme: string;
  readonly background: string;
  readonly checked: number;
  readonly violations: readonly string[];
  readonly fetched: readonly string[];
}

/** Shows the page in a frame, switches its theme and unfolds what is folded, and lets axe look. */
const program = (html: string) => `
  const frame = document.body.appendChild(document.createElement("iframe"));
  frame.title = "report";
  frame.style = "width: 1000px; height: 900px";
  const loaded = new Promise((resolve) => frame.addEventListener("load", resolve));
  frame.srcdoc = ${JSON.stringify(html).replaceAll("<", "\\u003c")};
  await loaded;
  const page = frame.contentDocument;
  for (const one of page.querySelectorAll("details")) one.open = true;
  const script = page.createElement("script");
  script.textContent = ${JSON.stringify(axe).replaceAll("<", "\\u003c")};
  page.head.append(script);
  const all = [];
  for (const theme of ["light", "dark"]) {
    page.getElementById("theme-" + theme).checked = true;
    const { violations, passes } = await frame.contentWindow.axe.run(page, { iframes: false });
    all.push({
      theme,
      background: frame.contentWindow.getComputedStyle(page.body).backgroundColor,
      checked: passes.length,
      violations: violations.map(({ id, nodes }) => id + ": " + nodes.slice(0, 3).map((node) => node.html.slice(0, 200) + " " + node.failureSummary).join(" | ")),
      fetched: frame.contentWindow.performance.getEntriesByType("resource").map(({ name }) => name),
    });
  }
  const result = JSON.stringify(all);
`;

const pages: Readonly<Record<string, () => string>> = {
  "a report": () => reportOf(madeUp()).get("report.html") as string,
  "a diagnosis": () => diagnosisPageOf(vanishing()),
};

describe.runIf(haveChromium())("a page", () => {
  test.each(Object.keys(pages))(
    "%s has no violation that axe finds, in either theme, and fetches nothing",
    {
      timeout: 120_000,
    },
    async (name) => {
      const html = pages[name]!();
      const [light, dark] = JSON.parse(await inChromium(program(html))) as Seen[];
      for (const { violations, fetched, checked } of [light!, dark!]) {
        expect(violations).toEqual([]);
        expect(fetched).toEqual([]);
        expect(checked).toBeGreaterThan(20);
      }
      expect([light!.background, dark!.background]).toEqual(["rgb(255, 255, 255)", "rgb(20, 23, 26)"]);
    },
  );
});
