/**
 * A trainer for tests: a real process that reads its weights, "trains" by arithmetic on them, and
 * reports. `--report` names the figures that it reports, `--way` says what it does wrong. Accuracy
 * grows with the mean of |weights| and varies with the seed, so that methods differ and runs repeat.
 */
import { appendFileSync, existsSync, readFileSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

const options = Object.fromEntries(process.argv.slice(2).map((word) => /^--([a-z-]+)=(.*)$/s.exec(word).slice(1)));
const {
  weights,
  metrics,
  seed,
  epochs = "2",
  way = "well",
  checkpoint,
  validation,
  lr = "0.1",
  report: only,
} = options;

/** The floats of a .safetensors file. */
function floatsOf(bytes) {
  const start = 8 + Number(bytes.readBigUInt64LE(0));
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset + start, bytes.byteOffset + bytes.length));
}
const floats = floatsOf(readFileSync(weights));
const size = floats.reduce((sum, x) => sum + Math.abs(x), 0) / floats.length;

const say = (line) => (metrics === undefined ? console.log(line) : appendFileSync(metrics, `${line}\n`));
/** Figures that are reported, where not all are. */
const shown = only && ["epoch", "runtime", ...only.split(",")];
const report = (figures) => say(JSON.stringify(figures, shown));
/** Figures after an epoch: a rate of 0.1 is best. */
function figuresAt(epoch) {
  const penalty = 0.05 * Math.abs(Math.log10(Number(lr) / 0.1));
  const noise = ((Number(seed) * 7919 + epoch * 31) % 13) / 1000;
  const testAccuracy = Math.min(0.99, Math.max(0, 0.5 + 2 * size + 0.05 * epoch + noise - penalty));
  const testError = 1 - testAccuracy;
  const held =
    validation > 0 ? { validationAccuracy: testAccuracy, validationLoss: testError, validationError: testError } : {};
  return { epoch, trainLoss: 2 / epoch, testAccuracy, testLoss: testError, testError, ...held };
}

const first = checkpoint !== undefined && existsSync(checkpoint) ? Number(readFileSync(checkpoint, "utf8")) + 1 : 1;
const wrong = {
  "exit-3": () => {
    console.error("Traceback:\n  cuda: out of memory");
    process.exit(3);
  },
  nothing: () => process.exit(0),
  garbage: () => say("epoch 1: 93 %"),
  list: () => say("[1, 2]"),
  percent: () => report({ epoch: 1, testAccuracy: 93 }),
  misspelt: () => report({ epoch: 1, testAcuracy: 0.9 }),
  nan: () => say('{"epoch": 1, "testAccuracy": 0.1, "trainLoss": NaN}'),
  "other-data": () => report({ data: "cifar10" }),
  "too-many": () => {
    for (let epoch = 1; epoch <= 9; epoch++) report(figuresAt(epoch));
  },
  skips: () => report({ ...figuresAt(1), epoch: 2 }),
  half: () => {
    report(figuresAt(1));
    process.exit(0);
  },
  never: () => wait(60_000),
  chatty: () => {
    for (;;) writeSync(2, "x".repeat(65_536));
  },
  disk: async () => {
    for (let i = 0; i < 200; i++) {
      writeFileSync(join(process.env.TMPDIR, `part-${i}`), Buffer.alloc(1e6));
      await wait(20);
    }
  },
  killed: () => process.kill(process.pid, "SIGKILL"),
};
if (way === "environment") report({ runtime: Object.keys(process.env).sort().join(" ") });
else if (way === "size") report({ runtime: `mean |w| ${size}` });
else if (way in wrong) await wrong[way]();
else report({ runtime: "arithmetic 1.0" });
for (let epoch = first; epoch <= Number(epochs); epoch++) {
  if (way === "slow") await wait(400);
  report(figuresAt(epoch));
  if (checkpoint !== undefined) writeFileSync(checkpoint, String(epoch));
}
