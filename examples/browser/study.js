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

/** Shows what the study does while it runs. */
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

const points = (fraction) => (100 * fraction).toFixed(2);

/** A method's row: its rank, its name, its mean with the interval, and what failed. */
function rowOf({ rank, label, testAccuracy, failures }) {
  const failed = Object.entries(failures).filter(([, count]) => count > 0);
  const hasInterval = rank !== null && testAccuracy?.high != null;
  return [
    rank ?? "–",
    label,
    testAccuracy === null ? "–" : `${points(testAccuracy.mean)} %`,
    hasInterval ? `[${points(testAccuracy.low)}, ${points(testAccuracy.high)}]` : "–",
    failed.length === 0 ? "none" : failed.map(([kind, count]) => `${count} of ${study.seeds} ${kind}`).join(", "),
  ];
}

/** Shows the answer: the findings in sentences, and a row per method with at least one run. */
function show({ problems: [problem] }) {
  if (problem === undefined) return;
  const body = element("methods").tBodies[0];
  body.replaceChildren();
  for (const method of problem.methods) {
    const line = body.insertRow();
    for (const text of rowOf(method)) line.insertCell().textContent = String(text);
  }
  element("findings").replaceChildren(
    ...problem.sentences.map((text) => Object.assign(document.createElement("p"), { textContent: text })),
  );
  element("answer").hidden = false;
}

/**
 * Runs the study and shows its answer.
 *
 * @returns the outcome, also of a study that was stopped; undefined where it failed
 */
export async function start() {
  const controller = new AbortController();
  const stop = () => controller.abort();
  element("start").disabled = true;
  element("stop").disabled = false;
  element("stop").addEventListener("click", stop);
  element("answer").hidden = true;
  element("progress").value = 0;
  try {
    element("status").textContent = "Loading ONNX Runtime …";
    const runtime = await loadBrowserRuntime(element("device").value);
    const { signal } = controller;
    const outcome = await compare(inits, { ...study, runtime, signal, onEvent: follow() });
    show(outcome);
    const finished = outcome.problems[0]?.runs.length ?? 0;
    element("status").textContent =
      `${signal.aborted ? `Stopped after ${finished} of ${runs} runs` : "Finished"}, on ${runtime.description}.`;
    return outcome;
  } catch (error) {
    element("status").textContent = error.message;
  } finally {
    element("start").disabled = false;
    element("stop").disabled = true;
    element("stop").removeEventListener("click", stop);
  }
}

element("setting").textContent =
  `${inits.join(", ")}: ${study.models} on ${study.limit.toLocaleString("en")} glyphs, ${study.seeds} seeds, ` +
  `${study.epochs} epochs, gradient descent at rate ${study.learningRate}. Everything stays in this page.`;
element("start").addEventListener("click", start);
