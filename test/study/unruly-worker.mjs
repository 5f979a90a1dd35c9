/**
 * A worker that speaks the protocol of worker processes and trains nothing: the label of a cell's
 * method says how it behaves. The first argument has its settings as JSON.
 */
import { existsSync, writeFileSync } from "node:fs";

const { device } = JSON.parse(process.argv[2]);
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
process.on("message", async (message) => {
  const cells = message.orders.map(({ cell }) => cell);
  if (cells.length > 1 && cells.some(({ method }) => method.label === "together-abort")) process.abort();
  for (const cell of cells) await obey(cell, cells.length);
});

async function obey(cell, together) {
  const how = cell.method.label;
  if (how === "abort") process.abort();
  if (how === "segfault") process.kill(process.pid, "SIGSEGV");
  if (how === "memory") process.kill(process.pid, "SIGKILL");
  if (how === "exit") {
    process.stderr.write("preparing\nterminate called after throwing an instance of 'std::bad_alloc'\nbye\n");
    process.exit(3);
  }
  if (how === "refused") {
    const reason = "the network does not fit";
    return process.send({ kind: "result", result: { cell, status: "refused", epochs: [], reason } });
  }
  if (device !== "cpu" && how === "device-abort") process.abort();
  if (device !== "cpu" && how === "device-gone") {
    writeFileSync(gone, "");
    process.abort();
  }
  if (device !== "cpu" && how === "device-throws") {
    process.send({
      kind: "epoch",
      id: cell.id,
      epoch: { epoch: 1, trainAccuracy: 0, trainLoss: 1, testAccuracy: 0, testLoss: 1, seconds: 0 },
    });
    const reason = "device lost";
    return process.send({ kind: "result", result: { cell, status: "crashed", epochs: [], reason } });
  }
  if (how === "forever") return setInterval(() => {}, 1000);
  // Cells take turns at being slow, so that they finish out of order.
  await new Promise((resolve) => setTimeout(resolve, cell.seed % 2 === 0 ? 30 : 1));
  const epoch = {
    epoch: 1,
    trainAccuracy: cell.seed / 100,
    trainLoss: 1,
    testAccuracy: cell.seed / 255,
    testLoss: together,
    seconds: 0,
  };
  process.send({ kind: "progress", fraction: 0.5 });
  process.send({ kind: "epoch", id: cell.id, epoch });
  process.send({ kind: "result", result: { cell, status: "done", epochs: [epoch] } });
}

process.send({ kind: "ready", runtime: `unruly ${process.pid}, ${device}`, notice: "slow today" });
