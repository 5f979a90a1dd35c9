import { processorCache } from "../../../runtime/node/processor-cache.js";
import { startSupervision, supervise } from "../supervision/supervise.js";
import { runPromise } from "./run-promise.js";
import { startWorker } from "./worker-process.js";
/** Starts the processes at once: they load ONNX Runtime while the conductor reads data. */
export function startProcesses(options) {
    const { jobs, device, cache = processorCache(), replicas = 1, recompute, places, checkpointOf, onOutput } = options;
    const { script = new URL("./worker.js", import.meta.url) } = options;
    const workers = new Map();
    let { state, commands } = startSupervision(jobs, device, replicas);
    let source;
    const happen = (event) => carryOut(supervise(state, event));
    const carryOut = (step) => {
        state = step.state;
        for (const command of step.commands)
            execute(command);
    };
    const close = () => happen({ kind: "close" });
    const promise = runPromise(close);
    const start = (worker, on) => {
        const settings = { device: on, cache, recompute, places };
        const onMessage = (message) => happen({ kind: "message", worker, message });
        const onEnd = (cause) => {
            workers.delete(worker);
            happen({ kind: "ended", worker, cause });
        };
        workers.set(worker, startWorker(script, settings, { onMessage, onEnd, onOutput }));
    };
    const messageTo = (cells) => {
        if (state.measure)
            return { kind: "measure", cells };
        return { kind: "run", orders: cells.map((cell) => ({ cell, checkpoint: checkpointOf?.(cell) })) };
    };
    const execute = (command) => {
        switch (command.kind) {
            case "start":
                start(command.worker, command.device);
                break;
            case "stop":
                workers.get(command.worker)?.kill();
                break;
            case "ask": {
                const { worker } = command;
                source.next(command.atMost).then((cells) => happen({ kind: "cells", worker, cells }), promise.fail);
                break;
            }
            case "send":
                workers.get(command.worker)?.send(messageTo(command.cells));
                break;
            case "emit":
                promise.emit(command.event);
                break;
            case "fail":
                promise.fail(command.error);
                break;
            case "done":
                promise.resolve();
        }
    };
    const run = (measure) => (cells, sink, signal) => promise.begin(sink, () => {
        const abort = () => {
            close();
            promise.resolve();
        };
        if (signal?.aborted)
            return abort();
        signal?.addEventListener("abort", abort, { once: true });
        source = cells;
        happen({ kind: "run", measure });
    });
    carryOut({ state, commands });
    return { run: run(false), measure: run(true), close };
}
