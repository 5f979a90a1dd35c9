/**
 * A whole study in a page, as examples/browser conducts it: its verdicts are those of Node, from
 * the same initial weights. The page is served with the example's own files, nothing of it
 * replaced.
 */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { Outcome } from "../../src/study/results/outcome.js";
import { inChromium } from "../chromium.js";
import { haveChromium } from "../oracles.js";
import { bundle } from "./bundle.js";

/** The SHA-256 of the initial weights of every method and seed, for a page and Node alike. */
const digests = `
  async function digestsOf({ parseModel, parametersOf, findInitializer, initialWeights, glyphs }, inits, { models, seeds }) {
    const { model, options } = parseModel(models);
    const { shape: input, classes } = glyphs();
    const { parameters } = parametersOf(model, { input, classes }, options);
    const result = {};
    for (const init of inits) {
      for (let seed = 0; seed < seeds; seed++) {
        const weights = initialWeights(findInitializer(init), parameters, seed);
        const bytes = await new Blob(parameters.map(({ name }) => weights[name])).arrayBuffer();
        const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
        result[init + " " + seed] = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
      }
    }
    return result;
  }
`;

/**
 * Presses the page's button, as a reader does, and counts timers until each change of the bar that
 * shows the progress.
 */
const program = `
  import * as stepzero from "stepzero";
  const { inits, start, study } = await import("./examples/browser/study.js");
  let timers = 0;
  let timer;
  const count = () => { timers++; timer = setTimeout(count); };
  count();
  const progress = document.getElementById("progress");
  const changes = [];
  const observer = new MutationObserver(() => changes.push({ value: progress.value, timers }));
  observer.observe(progress, { attributes: true });
  const outcome = await start();
  observer.disconnect();
  clearTimeout(timer);
  result = JSON.stringify({
    inits, study, outcome, changes,
    digests: await digestsOf(stepzero, inits, study),
    status: document.getElementById("status").textContent,
    findings: [...document.querySelectorAll("#findings p")].map((one) => one.textContent),
    rows: [...document.querySelectorAll("#methods tbody tr")].map((row) => [...row.cells].map((one) => one.textContent)),
  });
`;

interface Results {
  readonly inits: readonly string[];
  readonly study: { readonly models: string; readonly seeds: number; readonly epochs: number };
  readonly outcome: Outcome;
  readonly digests: Readonly<Record<string, string>>;
  /**
   * At every change of the bar: the part of the study that is finished, and timers that have fired.
   */
  readonly changes: readonly { readonly value: number; readonly timers: number }[];
  readonly status: string;
  readonly findings: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The program with the example's page and study. */
async function bundled(): Promise<string> {
  const html = readFileSync("examples/browser/study.html", "utf8");
  // Markup that is set this way loads no script: the study's comes with the program.
  return `document.documentElement.innerHTML = ${JSON.stringify(html)};\n${await bundle(digests + program)}`;
}

/** What must be the same in a page and in Node. */
function comparable({ problems, across }: Outcome) {
  return {
    across,
    problems: problems.map(({ title, methods, runs, verdicts }) => ({
      title,
      methods: methods.map(({ label, rank, failures }) => ({ label, rank, failures })),
      runs: runs.map(({ method, seed, ending, reason }) => ({ method, seed, ending, reason })),
      leader: verdicts?.leader,
      tied: verdicts?.tied,
      verdicts: verdicts?.verdicts.map(({ a, b, kind, winner, n }) => ({ a, b, kind, winner, n })),
    })),
  };
}

describe.skipIf(!haveChromium())("a study in a page", () => {
  let page: Results;
  let node: Outcome;
  let stepzero: typeof import("../../src/entries/index.js");

  beforeAll(async () => {
    const files = "/onnxruntime-web/";
    const imports = { "onnxruntime-web/wasm": `${files}ort.wasm.bundle.min.mjs` };
    const served = { [files]: resolve("node_modules/onnxruntime-web/dist") };
    page = JSON.parse(await inChromium(await bundled(), { imports, served })) as Results;
    stepzero = (await import(resolve("dist/entries/index.js"))) as typeof stepzero;
    const { loadRuntime } = (await import(
      resolve("dist/runtime/node/load-runtime.js")
    )) as typeof import("../../src/runtime/node/load-runtime.js");
    const { runtime } = await loadRuntime("cpu");
    node = await stepzero.compare(page.inits, { ...page.study, runtime });
  }, 120_000);

  it("starts from the initial weights of Node, to the bit, with every method and seed", async () => {
    const run = new Function("stepzero", "inits", "study", `${digests} return digestsOf(stepzero, inits, study);`);
    const expected = await run(stepzero, page.inits, page.study);
    expect(Object.keys(expected)).toHaveLength(page.inits.length * page.study.seeds);
    expect(page.digests).toEqual(expected);
  });

  it("has the verdicts, ranks, endings and failures of Node", () => {
    expect(page.outcome.runtimes).toEqual([expect.stringMatching(/^onnxruntime-web 1\.\d+\.\d+, wasm$/)]);
    expect(node.problems[0]!.verdicts!.verdicts.length).toBeGreaterThan(0);
    expect(comparable(page.outcome)).toEqual(comparable(node));
  });

  it("has the test accuracies of Node", () => {
    const [actual, expected] = [page.outcome, node].map(({ problems }) => problems[0]!.runs);
    expect(actual).toHaveLength(page.inits.length * page.study.seeds);
    actual!.forEach(({ epochs, seed, method }, r) => {
      expect(epochs).toHaveLength(page.study.epochs);
      epochs.forEach(({ testAccuracy }, e) => {
        const difference = Math.abs(testAccuracy - expected![r]!.epochs[e]!.testAccuracy);
        expect(difference, `method ${method}, seed ${seed}, epoch ${e + 1}`).toBeLessThan(1e-3);
      });
    });
  });

  it("shows the answer", () => {
    const [{ sentences, methods }] = page.outcome.problems as [Outcome["problems"][0]];
    expect(page.status).toMatch(/^Finished, on onnxruntime-web 1\.\d+\.\d+, wasm\.$/);
    expect(page.findings).toEqual(sentences);
    expect(page.rows.map(([, label]) => label)).toEqual(methods.map(({ label }) => label));
    for (const row of page.rows) expect(row.every((text) => text !== "")).toBe(true);
  });

  it("lets timers fire in every epoch", () => {
    const epochs = page.inits.length * page.study.seeds * page.study.epochs;
    const firedBy = Array.from(
      { length: epochs },
      (_, i) => page.changes.find(({ value }) => value >= (i + 1) / epochs - 1e-9)!.timers,
    );
    firedBy.slice(1).forEach((timers, i) => {
      expect(timers, `epoch ${i + 2} of ${epochs}`).toBeGreaterThan(firedBy[i]!);
    });
  });
});
