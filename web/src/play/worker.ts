/**
 * The page's workers. The page starts this file twice: one answers with theory at once, the other
 * loads ONNX Runtime, measures and races.
 */
import { allInitializers } from "../../../src/initializers/index.js";
import { models } from "../../../src/network/models/index.js";
import type { SetupRequest, ToPage, ToWorker } from "./messages.js";
import { PartError, partsOf } from "./parts.js";
import { predictedOf, theoryOf } from "./theory.js";

const tell = (message: ToPage): void => (self as unknown as Worker).postMessage(message);
const clock = () => performance.now();

/** What was asked last: what came before it is no longer wanted. */
let current = new AbortController();
/** The message of each kind that waits for its turn. */
const waiting = new Map<ToWorker["kind"], Exclude<ToWorker, { kind: "stop" }>>();
let isBusy = false;

self.onmessage = ({ data: message }: MessageEvent<ToWorker>) => {
  current.abort();
  if (message.kind === "stop") {
    waiting.clear();
    return;
  }
  waiting.clear();
  waiting.set(message.kind, message);
  if (!isBusy) void work();
};

async function work(): Promise<void> {
  isBusy = true;
  for (let next = takeNext(); next !== undefined; next = takeNext()) {
    current = new AbortController();
    const { id } = next;
    try {
      await answer(next, current.signal);
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      if (!current.signal.aborted) {
        tell({ kind: "trouble", id, trouble: error instanceof PartError ? error.trouble : { part: "setup", text } });
      }
    }
  }
  isBusy = false;
}

function takeNext() {
  const [next] = waiting.values();
  if (next !== undefined) waiting.delete(next.kind);
  return next;
}

async function answer(message: Exclude<ToWorker, { kind: "stop" }>, signal: AbortSignal): Promise<void> {
  if (message.kind === "predict") return predictAll(message, signal);
  const runtime = await runtimeOf();
  if (signal.aborted) return;
  if (message.kind === "measure") await measureAll(runtime, message, signal);
  else {
    const [{ race }, parts] = await Promise.all([import("./race.js"), partsOf(message)]);
    await race(runtime, message, parts, signal, (now) => tell({ kind: "race", id: message.id, race: now }));
  }
}

async function runtimeOf() {
  const { wasmRuntime } = await import("./runtime.js");
  const runtime = await wasmRuntime((share) => tell({ kind: "loading", share }));
  tell({ kind: "loading", share: 1 });
  return runtime;
}

/** Lets a message be heard that came meanwhile. */
const turn = () => new Promise((resolve) => setTimeout(resolve));

async function predictAll(request: SetupRequest, signal: AbortSignal): Promise<void> {
  const { id } = request;
  const parts = await partsOf(request);
  tell({ kind: "theory", id, theory: theoryOf(request, parts) });
  for (const method of parts.methods) {
    await turn();
    if (signal.aborted) return;
    tell({ kind: "predicted", id, predicted: predictedOf(parts, method, clock) });
  }
}

/** The layers of all methods first, which is fast, then the diagnoses. */
async function measureAll(
  runtime: Awaited<ReturnType<typeof runtimeOf>>,
  request: SetupRequest,
  signal: AbortSignal,
): Promise<void> {
  const { id } = request;
  const [{ openMeasuring }, parts] = await Promise.all([import("./measure.js"), partsOf(request)]);
  const measuring = await openMeasuring(runtime, parts);
  try {
    const read: (() => Promise<void>)[] = [];
    for (const method of parts.methods) {
      await turn();
      if (signal.aborted) return;
      const { label } = method;
      try {
        const { weights, layers } = await measuring.read(method);
        tell({ kind: "measured", id, label, layers });
        read.push(async () => {
          tell({ kind: "diagnosed", id, label, diagnosis: await measuring.diagnose(method, weights) });
        });
      } catch (error) {
        tell({ kind: "unmeasured", id, label, reason: error instanceof Error ? error.message : String(error) });
      }
    }
    for (const diagnoseOne of read) {
      await turn();
      if (signal.aborted) return;
      await diagnoseOne();
    }
  } finally {
    await measuring.release();
  }
}

tell({
  kind: "catalogue",
  inits: allInitializers.map(({ name, title }) => ({ name, title })),
  models: models.map(({ name, options }) => ({ name, options })),
});
