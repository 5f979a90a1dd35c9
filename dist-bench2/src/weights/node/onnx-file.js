/** An .onnx model on the disk, with the files that hold its larger weights. */
import { realpathSync, statSync } from "node:fs";
import { dirname, isAbsolute, join, relative, sep } from "node:path";
import { InputError } from "../../errors.js";
import { openSource } from "../../files/node/regular-file.js";
import { beginsLikeModel, refuseForeignFile } from "../../graph/file/foreign-file.js";
/**
 * Reads a model. Weights beside it are read when they are asked for, and only from regular files in
 * the model's folder: a file from elsewhere must not reach others on this disk. Up to 512 MB of
 * them stay in memory, so that each is read once.
 *
 * @throws InputError where the file is missing, cannot be read, or is no .onnx file
 */
export function readOnnxFile(path) {
    const bytes = readModel(path);
    refuseForeignFile(bytes, path);
    const read = new Map();
    let size = 0;
    const externalData = (location, offset, length, expected) => {
        const key = `${offset} ${length} ${location}`;
        const names = read.get(key);
        if (names !== undefined)
            return names;
        const part = readBeside(path, location, offset, length, expected);
        size += part.length;
        if (size <= MOST_IN_MEMORY)
            read.set(key, part);
        return part;
    };
    return { bytes, externalData };
}
const MOST_IN_MEMORY = 2 ** 29;
/** Protobuf reads no message of 2³¹ bytes or more. */
const LARGEST_MODEL = 2 ** 31 - 1;
/** Bytes that show what a file of another kind is. */
const START = 2 ** 26;
function readModel(path) {
    const file = openSource(path);
    try {
        // A large file of another kind is refused by its first bytes.
        const start = file.read(0, Math.min(file.size, START));
        if (!beginsLikeModel(start))
            refuseForeignFile(start, path);
        if (start.length === file.size)
            return start;
        if (file.size <= LARGEST_MODEL)
            return file.read(0, file.size);
    }
    finally {
        file.close();
    }
    throw new InputError(`${path} has ${(file.size / 1e9).toFixed(1)} GB; an .onnx file can have less than 2.1 GB. Save the model with external data.`);
}
const remedy = "Put the model and its data files (no links) into one folder, or save the model as one file.";
/** Bytes of a side file, up to its end where the length is undefined. */
function readBeside(model, location, offset, length, expected) {
    const file = fileBeside(model, location);
    const source = openSource(file);
    try {
        const { size } = source;
        const end = length === undefined ? size : offset + length;
        if (offset > size || end > size) {
            const part = length === undefined ? `bytes from ${offset} on` : `bytes ${offset} to ${end}`;
            throw new InputError(`${model} wants ${part}, and ${file} has ${size}. Get the whole file again.`);
        }
        if (length === undefined && expected !== undefined && end - offset !== expected) {
            throw new InputError(`${model} wants all bytes from ${offset} on for a tensor of ${expected} bytes, and ${file} has ${end - offset} there. Export it again.`);
        }
        return source.read(offset, end);
    }
    finally {
        source.close();
    }
}
/** The regular file of this location in the model's folder, links followed. */
function fileBeside(model, location) {
    const wrong = (problem) => new InputError(`${model} ${problem}. ${remedy}`);
    const segments = location.split(/[/\\]/);
    if (isAbsolute(location) || /^([A-Za-z]:|\\)/.test(location))
        throw wrong("asks for an absolute path");
    if (segments.includes(".."))
        throw wrong("asks for a file outside its folder");
    const folder = dirname(model);
    try {
        const file = realpathSync(join(folder, location));
        if (!isWithin(realpathSync(folder), file))
            throw wrong(`asks for a link to ${file}, outside its folder`);
        if (!statSync(file).isFile())
            throw wrong(`asks for ${file}, which is no regular file`);
        return file;
    }
    catch (error) {
        if (error instanceof InputError)
            throw error;
        const { code, message } = error;
        if (code === "ENOENT")
            throw wrong(`needs ${join(folder, location)}, which is missing`);
        throw wrong(`needs ${join(folder, location)}, which cannot be read (${message})`);
    }
}
function isWithin(folder, file) {
    const way = relative(folder, file);
    return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
