/**
 * A stream of text that people or programs read: stdout or stderr. Writing never throws, never
 * blocks, and shows hidden characters as escapes.
 */
import { fstatSync, writeSync } from "node:fs";
import { visible } from "../../visible-text.js";
import { changeBetweenStyles } from "./look.js";
/** Characters that may wait for a reader, where what is more is left out. */
const MOST_WAITING = 1 << 18;
/**
 * Wraps a stream of the process.
 *
 * @param whole whether everything must arrive, so that it waits for a slow reader and nothing
 *   follows after a failure. Otherwise what a reader does not take in time is left out, and how
 *   much is said when it reads again
 */
export function textStream(stream, whole) {
    let failure;
    let leftOut = 0;
    const fail = (error) => {
        failure ??= error;
    };
    stream.on("error", fail);
    const isFile = isFileLike(stream);
    // Node writes to a terminal and waits until it is shown, which a stopped one (Ctrl-S, a
    // connection that hangs) never does.
    if (stream.isTTY)
        stream._handle?.setBlocking?.(false);
    const put = (text) => {
        if (!isFile)
            stream.write(text);
        else
            attempt(() => writeWhole(stream.fd, text), fail);
    };
    const add = (text) => {
        if (text === "" || (whole && failure !== undefined))
            return;
        if (!whole && stream.writableLength > MOST_WAITING) {
            leftOut += text.split("\n").length - 1;
            return;
        }
        const gap = leftOut > 0 ? `… ${leftOut} lines are left out, as nothing read them.\n` : "";
        leftOut = 0;
        put(gap + text);
    };
    return {
        isTTY: stream.isTTY === true,
        get columns() {
            return stream.columns;
        },
        get rows() {
            return stream.rows;
        },
        get isBehind() {
            return stream.writableLength > 0;
        },
        get failure() {
            return failure;
        },
        write: (text) => add(visible(text)),
        writeStyled: (text) => add(changeBetweenStyles(text, visible)),
        control: put,
        flushed: () => new Promise((done) => (isFile ? done() : stream.write("", () => done()))),
    };
}
/**
 * Files and devices. Node's own stream would take a write of which only a part fitted on the disk
 * for a whole one.
 */
function isFileLike({ fd, isTTY }) {
    try {
        const kind = fstatSync(fd);
        return kind.isFile() || (kind.isCharacterDevice() && !isTTY);
    }
    catch {
        return false;
    }
}
function writeWhole(descriptor, text) {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length;)
        at += writeSync(descriptor, bytes, at);
}
function attempt(act, onError) {
    try {
        act();
    }
    catch (error) {
        onError(error);
    }
}
