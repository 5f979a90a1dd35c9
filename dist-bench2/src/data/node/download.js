/**
 * Downloads one file: from several mirrors, with resumption, and verified before it gets its name.
 */
import { constants } from "node:fs";
import { open, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { InputError } from "../../errors.js";
import { isFile } from "../../files/node/regular-file.js";
import { makeFolder } from "../../files/node/write-whole.js";
import { fileChecksums } from "./read-file.js";
/** No mirror gave the right file; `reasons` has one line per mirror. */
export class DownloadError extends InputError {
    file;
    reasons;
    name = "DownloadError";
    constructor(file, reasons) {
        super([`Could not download ${file}:`, ...reasons.map((reason) => `  ${reason}`)]);
        this.file = file;
        this.reasons = reasons;
    }
}
/** A server that cuts every connection is asked this often again, if each attempt brings bytes. */
const RESUMES = 20;
/**
 * Makes sure that `file` exists, whole and right. Bytes arrive in `file.part`, which a later call
 * resumes (HTTP Range). It gets its name only if SHA-256 and MD5 are the expected ones; a wrong
 * file becomes `file.bad`. Each byte is written at its position, so that two processes that
 * download the same file at once do no harm to each other.
 *
 * @throws DownloadError if no mirror gives the file
 * @throws InputError if the folder cannot be written
 */
export async function download(request) {
    const { file, urls } = request;
    if (await isFile(file))
        return;
    await writing(file, async () => makeFolder(dirname(file)));
    const reasons = [];
    for (const url of urls) {
        const reason = await fromMirror(url, request);
        if (reason === undefined)
            return;
        reasons.push(`${url}: ${reason}`);
    }
    throw new DownloadError(file, reasons);
}
/**
 * Renames a wrong file to `*.bad`, so that a user can look at it.
 *
 * @returns the new path
 * @throws InputError if the file cannot be renamed
 */
export async function setAside(path) {
    const bad = `${path.replace(/\.part$/, "")}.bad`;
    await writing(path, () => rename(path, bad).catch(unlessGone));
    return bad;
}
/** Another process that downloads the same file may have renamed it first. */
function unlessGone(error) {
    if (error.code !== "ENOENT")
        throw error;
}
/**
 * Downloads the file from one mirror.
 *
 * @returns why this mirror did not give the file, undefined if it did
 */
async function fromMirror(url, request) {
    const { file, bytes, sha256, md5, signal } = request;
    const part = `${file}.part`;
    let reason;
    for (let attempt = 0; attempt <= RESUMES; attempt++) {
        if (await isComplete(file))
            return undefined; // another process may have finished it
        const start = await sizeOrZero(part);
        if (start < bytes) {
            reason = await transfer(url, start, request);
            signal?.throwIfAborted();
            if (reason !== undefined) {
                if ((await sizeOrZero(part)) > start)
                    continue;
                return (await isComplete(file)) ? undefined : reason;
            }
        }
        const verdict = await fileChecksums(part).catch(unlessGone);
        if (verdict === undefined)
            continue;
        if (verdict.sha256 === sha256 && verdict.md5 === md5) {
            await writing(file, () => rename(part, file).catch(unlessGone));
            continue;
        }
        reason = `SHA-256 ${verdict.sha256}, expected ${sha256} (kept as ${await setAside(part)})`;
        // The bytes of an earlier call may be wrong: once more from the first byte.
        if (start === 0)
            return reason;
    }
    return (await isComplete(file)) ? undefined : (reason ?? `gave up after ${RESUMES} attempts`);
}
/**
 * Whether the file exists. If so, a part is useless and is removed: a process may have begun it
 * after another one had renamed its part. A process that still writes to it finds the file on its
 * next check.
 */
async function isComplete(file) {
    if (!(await isFile(file)))
        return false;
    await rm(`${file}.part`, { force: true }).catch(() => undefined);
    return true;
}
/**
 * Appends the missing bytes from `start` on.
 *
 * @returns why it stopped before the end, undefined if it did not
 */
async function transfer(url, start, request) {
    const { file, bytes, onProgress, signal, idleMilliseconds = 30_000 } = request;
    const fetchFile = request.fetch ?? fetch;
    const idle = new AbortController();
    let received = 0; // since the timer was set
    const giveUp = () => {
        const what = received === 0 ? "nothing" : `only ${received} bytes`;
        idle.abort(new Error(`${what} received for ${idleMilliseconds / 1000} s`));
    };
    let timer = setTimeout(giveUp, idleMilliseconds);
    let handle;
    try {
        // "identity": a server must not recode a file that is checked byte for byte.
        const headers = { "accept-encoding": "identity" };
        if (start > 0)
            headers.range = `bytes=${start}-`;
        const stop = signal === undefined ? idle.signal : AbortSignal.any([signal, idle.signal]);
        const response = await fetchFile(url, { headers, signal: stop });
        let position = response.status === 206 ? start : 0; // 200: the whole file
        if (response.body === null || (response.status !== 200 && response.status !== 206)) {
            await response.body?.cancel();
            return `HTTP ${response.status} ${response.statusText}`.trim();
        }
        const misfit = misfitOf(response, position, bytes);
        if (misfit !== undefined) {
            await response.body.cancel();
            return misfit;
        }
        handle = await openPart(file, position);
        if (handle === undefined)
            return "another process took the part that was to be resumed";
        for await (const chunk of response.body) {
            received += chunk.length;
            if (received >= idleMilliseconds) {
                clearTimeout(timer);
                timer = setTimeout(giveUp, idleMilliseconds);
                received = 0;
            }
            if (position + chunk.length > bytes)
                return `it sends more than the expected ${bytes} bytes`;
            await writing(file, () => writeAll(handle, chunk, position));
            position += chunk.length;
            onProgress?.({ file, url, received: position, total: bytes });
        }
        return position === bytes ? undefined : `it ended after ${position} of ${bytes} bytes`;
    }
    catch (error) {
        if (error instanceof InputError)
            throw error;
        return reasonOf(error);
    }
    finally {
        clearTimeout(timer);
        await handle?.close();
    }
}
/**
 * Opens the part for writing at `position`. The part is created only for its first byte: if another
 * process has renamed its part meanwhile, a new one would have a hole before `position`, as would a
 * shorter one. The result is undefined then.
 */
async function openPart(file, position) {
    const flags = position === 0 ? constants.O_RDWR | constants.O_CREAT : constants.O_RDWR;
    const handle = await writing(file, () => open(`${file}.part`, flags).catch(unlessGone));
    if (handle === undefined || (await handle.stat()).size >= position)
        return handle;
    await handle.close();
    return undefined;
}
async function writeAll(handle, chunk, position) {
    for (let done = 0; done < chunk.length;) {
        done += (await handle.write(chunk, done, chunk.length - done, position + done)).bytesWritten;
    }
}
/** Why the response, by its headers, cannot be the rest of the file from `position` on. */
function misfitOf(response, position, bytes) {
    if (response.headers.get("content-type")?.startsWith("text/html")) {
        return "it sends a web page (text/html) instead of the file, as a login or error page";
    }
    let offered = response.headers.get("content-length");
    if (response.status === 206) {
        const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(response.headers.get("content-range") ?? "");
        if (range === null || Number(range[1]) !== position)
            return `its range does not begin at byte ${position}, where the request begins`;
        offered = range[2];
    }
    // The length counts the bytes of the transfer, which an encoding changes.
    const unknown = offered === null || offered === "*" || response.headers.has("content-encoding");
    return unknown || Number(offered) === bytes ? undefined : `it offers ${offered} bytes, expected ${bytes}`;
}
/** The cause of an error, without the outer "fetch failed". */
function reasonOf(error) {
    const { message, cause } = error;
    const inner = cause;
    return inner?.message || inner?.code || message;
}
async function sizeOrZero(path) {
    return (await stat(path).catch(() => undefined))?.size ?? 0;
}
/** Runs a step that writes. If the disk refuses, the error tells the user what to do. */
async function writing(path, step) {
    try {
        return await step();
    }
    catch (error) {
        const { code, message } = error;
        if (code === undefined)
            throw error;
        const remedy = code === "ENOSPC" ? "Free some space" : "Make the folder writable";
        throw new InputError(`Cannot write ${path}: ${message}. ${remedy}, set XDG_CACHE_HOME to another folder, or read the data from one with --data-dir.`);
    }
}
