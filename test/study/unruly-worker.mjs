/** A worker that speaks the pool's protocol and trains nothing: a cell's `init` says how it behaves. The first argument is the device. */
import { existsSync, writeFileSync } from "node:fs";

const [device] = process.argv.slice(2);
const gone = process.env.UNRULY_GONE;
if (device !== "cpu" && gone !== undefined && existsSync(gone)) {
  await new Promise((sent) => process.send({ kind: "unusable", reason: `Device ${device} has gone.` }, sent));
  process.exit();
}
if (process.env.UNRULY_START === "fail") {
  process.stderr.write("Error: cannot load library\n");
  process.exit(7);
}
process.on("disconnect", () => process.exit());
let data;
process.on("message", async (message) => {
  if (message.kind === "dataset") {
    data = message.dataset;
    return;
  }
  const cells = message.orders.map(({ cell }) => cell);
  if (cells.length > 1 && cells.some(({ init }) => init === "together-abort")) process.abort();
  for (const cell of cells) await obey(cell, cells.length);
});

async function obey(cell, together) {
  if (cell.init === "abort") process.abort();
  if (cell.init === "segfault") process.kill(process.pid, "SIGSEGV");
  if (cell.init === "memory") process.kill(process.pid, "SIGKILL");
  if (cell.init === "exit") {
    process.stderr.write("preparing\nterminate called after throwing an instance of 'std::bad_alloc'\nbye\n");
    process.exit(3);
  }
  if (cell.init === "refused") {
    const reason = "the network does not fit";
    return process.send({ kind: "result", result: { cell, status: "refused", epochs: [], reason } });
  }
  if (device !== "cpu" && cell.init === "device-abort") process.abort();
  if (device !== "cpu" && cell.init === "device-gone") {
    writeFileSync(gone, "");
    process.abort();
  }
  if (device !== "cpu" && cell.init === "device-throws") {
    process.send({
      kind: "epoch",
      id: cell.id,
      epoch: { epoch: 1, trainAccuracy: 0, trainLoss: 1, testAccuracy: 0, testLoss: 1, seconds: 0 },
    });
    const reason = "device lost";
    return process.send({ kind: "result", result: { cell, status: "crashed", epochs: [], reason } });
  }
  if (cell.init === "forever") return setInterval(() => {}, 1000);
  // Cells take turns at being slow, so that they finish out of order.
  await new Promise((resolve) => setTimeout(resolve, cell.seed % 2 === 0 ? 30 : 1));
  const epoch = {
    epoch: 1,
    trainAccuracy: cell.seed / 100,
    trainLoss: 1,
    testAccuracy: data.train.inputs[cell.seed] / 255,
    testLoss: together,
    seconds: 0,
  };
  process.send({ kind: "progress", fraction: 0.5 });
  process.send({ kind: "epoch", id: cell.id, epoch });
  process.send({ kind: "result", result: { cell, status: "done", epochs: [epoch] } });
}

process.send({ kind: "ready", runtime: `unruly ${process.pid}, ${device}`, notice: "slow today" });
