/** Progress on stderr: a live view in a terminal, else one line per event. */
import { describeEvent } from "./event-line.js";
import { createLiveBlock } from "./live-block.js";
import { duration } from "./numbers.js";
import { addEvent, startProgress } from "./progress-state.js";
import { renderProgress } from "./progress-view.js";
import { studyHeader } from "./study-header.js";
import { truncate, wrap } from "./text.js";
/** Milliseconds between two drawings. */
const DRAW_EVERY = 120;
/**
 * Seconds of silence after which an epoch deserves a line in a log, and the progress within one.
 */
const [EPOCH_LINE_EVERY, PROGRESS_LINE_EVERY] = [10, 30];
/** Starts to show progress: the first drawing is there when it returns. */
export function createProgress({ stream, live, quiet, colour, clock }) {
    let state;
    let preparing = "Reading the study";
    /** What is trained, until it is said: not before an error of what the user wrote. */
    let header = "";
    const startedAt = clock();
    let spokeAt = startedAt;
    let [hasSpoken, isStopped] = [false, false];
    const block = createLiveBlock(stream, colour);
    const width = () => (stream.columns || 80) - 1;
    const draw = () => {
        const height = Math.max(2, (stream.rows || 24) - 2);
        const waiting = () => [...header.split("\n").slice(0, -1), `${preparing} · ${duration(clock() - startedAt)}`];
        const lines = state === undefined ? waiting() : renderProgress(state, clock(), width(), height);
        block.draw(lines.slice(0, height).map((line) => truncate(line, width())));
    };
    const silence = () => clock() - spokeAt;
    const say = (message) => {
        block.erase();
        stream.write(`${header}${message === "" ? "" : `${live ? wrap(message, width()) : message}\n`}`);
        header = "";
        spokeAt = clock();
        hasSpoken = true;
        if (live && !isStopped)
            draw();
    };
    const onDownload = ({ progress }) => {
        preparing = downloadText(progress);
        const isDue = progress.received === progress.total || silence() >= EPOCH_LINE_EVERY;
        if (!live && !quiet && isDue)
            say(preparing);
    };
    /** Whether an event deserves a line. */
    const isShown = (event) => {
        if (quiet)
            return event.kind === "notice";
        if (live)
            return isLasting(event);
        if (event.kind === "epoch")
            return silence() >= EPOCH_LINE_EVERY;
        return event.kind !== "progress" || silence() >= PROGRESS_LINE_EVERY;
    };
    const timer = live ? setInterval(draw, DRAW_EVERY) : undefined;
    if (live)
        draw();
    return {
        say,
        on(event) {
            if (event.kind === "download") {
                onDownload(event);
                return;
            }
            if (event.kind === "resolved") {
                preparing = "Reading the data";
                if (!quiet)
                    header = studyHeader(event.choices, live ? width() : undefined);
                return;
            }
            if (event.kind === "planned")
                state = startProgress(event, startedAt);
            else if (state !== undefined)
                addEvent(state, event, clock());
            const line = isShown(event) ? describeEvent(event, state) : undefined;
            if (line !== undefined || (event.kind === "planned" && header !== ""))
                say(line ?? "");
        },
        stop() {
            if (isStopped)
                return;
            isStopped = true;
            clearInterval(timer);
            block.erase();
            // What was said stands apart from the answer.
            if (live && hasSpoken)
                stream.write("\n");
        },
    };
}
/** What stays above the live view: what is trained, and what goes wrong. */
function isLasting(event) {
    if (event.kind === "finished")
        return event.result.status !== "done";
    return event.kind === "planned" || event.kind === "notice";
}
function downloadText({ file, received, total }) {
    const megabytes = (bytes) => (bytes / 1e6).toFixed(1);
    return `downloading ${file}: ${megabytes(received)} of ${megabytes(total)} MB`;
}
