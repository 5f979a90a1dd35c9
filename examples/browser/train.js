/**
 * Trains a deep network from four initializations in the page and draws the loss of every step. See
 * docs/devices.md.
 */
import * as Plot from "@observablehq/plot";
import { glyphs, train } from "stepzero";
import { loadBrowserRuntime } from "stepzero/browser";
import { DivergenceError } from "stepzero/training";

const methods = [
  { name: "he", colour: "var(--blue)", dash: "none" },
  { name: "xavier-fan-in", colour: "var(--purple)", dash: "2 2.5" },
  { name: "random", colour: "var(--grey)", dash: "1 3" },
  { name: "zero", colour: "var(--zero)", dash: "6 3" },
];
const [images, batch, epochs, seed] = [2000, 50, 3, 0];
const network = "mlp:depth=6,width=128";

const all = glyphs();
const { labels, inputs } = all.train;
const dataset = {
  ...all,
  train: { inputs: inputs.subarray(0, images * 784), labels: labels.subarray(0, images), count: images },
};
const recipe = {
  loss: "cross-entropy",
  optimizer: { kind: "sgd", learningRate: 0.03 },
  schedule: { kind: "constant" },
  batch,
};

const element = (id) => document.getElementById(id);
element("setting").textContent =
  `${network} on ${images.toLocaleString("en")} glyphs, gradient descent at rate 0.03, ${epochs} epochs of ` +
  `${images / batch} steps of ${batch} images, seed ${seed}. Everything stays in this page.`;

/**
 * Trains the network from each initialization.
 *
 * @param onStep called with the points { method, step, loss } so far, one for each step
 */
async function trainAll(runtime, onStep) {
  const points = [];
  for (const { name } of methods) {
    const onLoss = (step, loss) => {
      points.push({ method: name, step, loss });
      if (step % 5 === 0) onStep(points);
    };
    const training = train({ dataset, model: network, init: name, seed, epochs, recipe, runtime, onLoss });
    try {
      for await (const { epoch, testAccuracy } of training) {
        const percent = (100 * testAccuracy).toFixed(1);
        element("status").textContent = `${name}: ${percent} % of the test images after epoch ${epoch} of ${epochs}`;
      }
    } catch (error) {
      // Its line ends where the loss was lost; the others go on.
      if (!(error instanceof DivergenceError)) throw error;
    }
  }
  onStep(points);
}

/** The labels at the ends of the lines, moved apart where they would overlap. */
function movedApart(ends) {
  let free = Number.NEGATIVE_INFINITY;
  return ends
    .toSorted((a, b) => a.loss - b.loss)
    .map((end) => {
      const loss = Math.max(end.loss, free);
      free = loss + 0.12;
      return { ...end, loss };
    });
}

function draw(points) {
  const names = methods.map(({ name }) => name);
  const last = movedApart(methods.flatMap(({ name }) => points.findLast(({ method }) => method === name) ?? []));
  const chart = Plot.plot({
    width: 680,
    height: 380,
    marginRight: 110,
    ariaLabel: "Training loss of every step, a line for each initialization",
    x: { label: "training step →", labelAnchor: "center", domain: [0, (epochs * images) / batch] },
    y: {
      label: "↑ training loss of the step's batch (cross-entropy, nats)",
      grid: true,
      domain: [0, 2.6],
      clamp: true,
    },
    color: { domain: names, range: methods.map(({ colour }) => colour) },
    marks: [
      ...methods.map(({ name, dash }) =>
        Plot.lineY(
          points.filter(({ method }) => method === name),
          { x: "step", y: "loss", stroke: "method", strokeDasharray: dash, strokeWidth: 2 },
        ),
      ),
      Plot.text(last, { x: "step", y: "loss", text: "method", fill: "method", dx: 6, textAnchor: "start" }),
    ],
  });
  element("chart").replaceChildren(chart);
}

async function start() {
  element("start").disabled = true;
  const device = element("device").value;
  try {
    element("status").textContent = "Loading ONNX Runtime …";
    const runtime = await loadBrowserRuntime(device);
    element("status").textContent = `Training with ${runtime.description} …`;
    const began = performance.now();
    await trainAll(runtime, draw);
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    element("status").textContent = `Trained with ${runtime.description} in ${seconds} s.`;
    element("caption").textContent =
      "One run each (n = 1): no interval. All four see the same batches in the same order; " +
      "he, xavier-fan-in and random scale the same normal draws.";
  } catch (error) {
    element("status").textContent = error.message;
  } finally {
    element("start").disabled = false;
  }
}
element("start").addEventListener("click", start);
draw([]);
// With #wasm or #webgpu in the address training starts by itself.
if (location.hash !== "") {
  element("device").value = location.hash.slice(1);
  start();
}
