/**
 * Conducts a whole study in the page: four initializers × three seeds, with the planner, the
 * statistics and the verdicts that Node has, from the same initial weights to the bit. See
 * docs/devices.md.
 */
import { compare } from "stepzero";
import { loadBrowserRuntime } from "stepzero/browser";

export const inits = ["he", "xavier-fan-in", "random", "zero"];
export const study = {
  models: "mlp:depth=4,width=64",
  seeds: 3,
  epochs: 3,
  batch: 50,
  learningRate: 0.05,
  limit: 2000,
};

const element = (id) => document.getElementById(id);
const runs = inits.length * study.seeds;
element("setting").textContent =
  `${inits.join(", ")}: ${study.models} on ${study.limit} glyphs, ${study.seeds} seeds, ` +
  `${study.epochs} epochs, gradient descent at rate ${study.learningRate}. Nothing leaves this page.`;

/** Follows the study in the page. */
function follow() {
  let finished = 0;
  return (event) => {
    if (event.kind === "started") {
      const { method, seed } = event.cell;
      element("status").textContent = `Run ${finished + 1} of ${runs}: ${method.label}, seed ${seed}`;
    }
    if (event.kind === "progress") element("progress").value = (finished + event.fraction) / runs;
    if (event.kind === "finished") element("progress").value = ++finished / runs;
  };
}

/** The answer: what was found in sentences, and a row per method. */
function show({ problems: [problem], runtimes }) {
  const percent = (fraction) => `${(100 * fraction).toFixed(2)} %`;
  const rows = problem.methods.map(({ label, rank, testAccuracy, failures }) => {
    const failed = Object.entries(failures).filter(([, count]) => count > 0);
    return [
      rank ?? "–",
      label,
      testAccuracy === null ? "–" : percent(testAccuracy.mean),
      testAccuracy?.high == null ? "–" : `± ${percent(testAccuracy.high - testAccuracy.mean)}`,
      failed.length === 0 ? "none" : failed.map(([kind, count]) => `${count} ${kind}`).join(", "),
    ];
  });
  const table = document.createElement("table");
  const head = table.createTHead().insertRow();
  for (const title of ["#", "initializer", "test accuracy", "95 %", "failures"]) {
    const cell = document.createElement("th");
    cell.textContent = title;
    head.append(cell);
  }
  const body = table.createTBody();
  for (const row of rows) {
    const line = body.insertRow();
    for (const text of row) line.insertCell().textContent = String(text);
  }
  const sentences = problem.sentences.map((text) => {
    const paragraph = document.createElement("p");
    paragraph.textContent = text;
    return paragraph;
  });
  element("answer").replaceChildren(table, ...sentences);
  element("status").textContent = `Done, on ${runtimes.join(", ")}.`;
}

element("start").addEventListener("click", async () => {
  const controller = new AbortController();
  const stop = () => controller.abort();
  element("start").disabled = true;
  element("stop").disabled = false;
  element("stop").addEventListener("click", stop, { once: true });
  try {
    element("status").textContent = "Loading ONNX Runtime …";
    const runtime = await loadBrowserRuntime(element("device").value);
    const clock = () => performance.now();
    show(await compare(inits, { ...study, runtime, clock, signal: controller.signal, onEvent: follow() }));
  } catch (error) {
    element("status").textContent = controller.signal.aborted ? "Stopped." : error.message;
  } finally {
    element("start").disabled = false;
    element("stop").disabled = true;
  }
});
