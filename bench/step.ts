/**
 * One training step beside PyTorch's, in turn, one thread each.
 *
 *   npm run bench:step [-- --rounds 7 --steps 20 --models mlp,mnist_cnn,cifar10_cnn --batch 128]
 *
 * `npm run bench` is the whole table.
 */
import { parseArgs } from "node:util";
import { availablePeers, torchBlas } from "./peers.js";
import { median } from "./problem.js";
import { ourStep } from "./timing.js";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "7" },
    steps: { type: "string", default: "20" },
    batch: { type: "string", default: "128" },
    models: { type: "string", default: "mlp,mnist_cnn,cifar10_cnn" },
  },
});
const [rounds, steps, batch] = [Number(values.rounds), Number(values.steps), Number(values.batch)];

const torch = availablePeers("cpu", true)[0];
if (torch === undefined) throw new Error("PyTorch is not there: apt-get install python3-torch");
console.log(`PyTorch's BLAS: ${torchBlas()}`);
for (const name of values.models.split(",")) {
  const step = await ourStep(name, batch, steps);
  await step.run();
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < rounds; round++) {
    ours.push((await step.run()).ms);
    theirs.push(torch.step(name, batch, steps));
  }
  await step.release();
  const ratio = median(ours.map((ms, i) => theirs[i]! / ms));
  console.log(
    `${name.padEnd(12)} batch ${batch}  stepzero ${median(ours).toFixed(2)} ms  PyTorch ${median(theirs).toFixed(2)} ms  ` +
      `PyTorch/stepzero ${ratio.toFixed(2)} (${rounds} rounds, ${Math.min(...ours).toFixed(2)} and ${Math.min(...theirs).toFixed(2)} ms at best)`,
  );
}
