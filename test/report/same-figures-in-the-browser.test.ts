/** The same figures and files from a browser's own document as from linkedom's. */
import { resolve } from "node:path";
import { rolldown } from "rolldown";
import { expect, test } from "vitest";
import { inChromium } from "../chromium.js";
import { haveChromium } from "../oracles.js";
import { madeUp, provenance, reportOf } from "./made-up-report.js";

/** The report's core as one script that defines `renderReport` and `analyse`. */
async function bundled(): Promise<string> {
  const build = await rolldown({ input: resolve("test/report/in-browser.ts"), platform: "browser" });
  const { output } = await build.generate({ format: "es", minify: true });
  await build.close();
  expect(output).toHaveLength(1);
  const [, names] = /export\s*\{(.*?)\};?\s*$/.exec(output[0].code)!;
  const constants = names!.split(",").map((name) => name.trim().replace(/^(\S+) as (\S+)$/, "const $2 = $1;"));
  return `${output[0].code.replace(/export\s*\{.*?\};?\s*$/, "")}\n${constants.join("\n")}`;
}

/** The two serialize attributes in different orders, and empty elements in two ways. */
const normal = (svg: string) =>
  svg
    .replace(/<([\w-]+)((?:\s+[\w:-]+="[^"]*")*)\s*(\/?)>(?:<\/\1>)?/g, (_, name: string, attributes: string) => {
      const sorted = [...attributes.matchAll(/[\w:-]+="[^"]*"/g)].map(([one]) => one).sort();
      return `<${[name, ...sorted].join(" ")}>`;
    })
    .replace(/<\/[\w-]+>/g, "")
    .replaceAll("\u00a0", "&#160;");

test.runIf(haveChromium())(
  "Chromium draws the figures that Node does, and writes the same data",
  { timeout: 120_000 },
  async () => {
    const outcome = madeUp();
    const { study, stepzero, runtimes } = outcome;
    const records = outcome.problems.flatMap(({ runs }) => runs);
    // On coarse screens Plot shifts lines by half a pixel to make them crisp; Node counts as a fine
    // one.
    const program = `Object.defineProperty(window, "devicePixelRatio", { value: 2 });
    ${await bundled()}
    const { study, records, provenance, ...rest } = ${JSON.stringify({ study, records, provenance, stepzero, runtimes })};
    const files = renderReport({ outcome: analyse(study, records, rest), provenance }, { document });
    const result = JSON.stringify(files.map(({ path, content }) => [path, typeof content === "string" ? content : [...content]]));`;
    const there = new Map(JSON.parse(await inChromium(program)) as [string, string | number[]][]);
    const here = reportOf(outcome);
    expect([...there.keys()]).toEqual([...here.keys()]);
    for (const [path, content] of here) {
      const other = there.get(path)!;
      if (typeof content !== "string") expect(other, path).toEqual([...content]);
      else if (path.endsWith(".svg")) expect(normal(other as string), path).toBe(normal(content));
      else if (!path.endsWith(".html")) expect(other, path).toBe(content);
    }
  },
);
