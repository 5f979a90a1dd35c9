/**
 * A sign of life while one long computation keeps the thread: another thread writes to stderr what
 * is drawn and since when.
 */
import { Worker } from "node:worker_threads";
import { isDataDriven } from "../../initializers/index.js";
import { visibleLine } from "../../visible-text.js";
import { columnsOf, isWatched } from "./screen.js";
/** Numbers in a tensor, from which on it may take a second. */
const LARGE = 1 << 17;
/** The method, with a sign of life on stderr wherever it takes longer than a person expects. */
export function withSignOfLife(initializer, err) {
    if (isDataDriven(initializer))
        return { initializer, end: async () => { } };
    const stopped = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
    const inPlace = isWatched(err);
    let thread;
    const begin = ({ name, shape }) => {
        if (thread === undefined && shape.reduce((size, side) => size * side, 1) < LARGE)
            return;
        const workerData = { stopped, inPlace, columns: columnsOf(err) };
        thread ??= new Worker(new URL("./sign-of-life-thread.js", import.meta.url), { workerData });
        thread.postMessage(visibleLine(`${name} [${shape.join(", ")}]`));
    };
    return {
        initializer: {
            ...initializer,
            initialize: (stream, tensor, options, network) => {
                begin(tensor);
                return initializer.initialize(stream, tensor, options, network);
            },
        },
        end: async () => {
            Atomics.store(stopped, 0, 1);
            if (thread === undefined)
                return;
            await thread.terminate();
            if (inPlace)
                err.control("\r\u001b[K");
        },
    };
}
