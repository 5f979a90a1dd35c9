/** Reading a text whole. */
import { InputError } from "../../errors.js";
import { messageOf } from "../../plain-data.js";
import { openSource } from "./regular-file.js";
/**
 * The text of a regular file in UTF-8. Other bytes are an error: replaced, they would make another
 * name.
 *
 * @param most bytes that the file may have
 * @param remedy what to do about a file that has more, as a sentence
 * @throws InputError where there is no such file, it is a folder, a pipe or a device, it is too
 *   large, or is no UTF-8
 */
export function readText(path, most, remedy) {
    const file = openSource(path);
    try {
        if (file.size > most)
            throw tooLarge(path, `${file.size} bytes`, most, remedy);
        return decoded(file.read(0, file.size), path);
    }
    finally {
        file.close();
    }
}
/**
 * The text of a stream up to its end, in the same way.
 *
 * @param name of the stream, for messages
 * @throws InputError where it has more than `most` bytes, or is no UTF-8
 */
export async function readTextOf(stream, name, most, remedy) {
    const parts = [];
    let size = 0;
    for await (const part of stream) {
        size += part.length;
        if (size > most)
            throw tooLarge(name, `more than ${most} bytes`, most, remedy);
        parts.push(part);
    }
    return decoded(Buffer.concat(parts), name);
}
function tooLarge(name, size, most, remedy) {
    return new InputError(`${name} has ${size}; a file of this kind has at most ${most}. ${remedy}`);
}
function decoded(bytes, name) {
    try {
        return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    }
    catch (error) {
        throw new InputError(`${name} cannot be read: ${messageOf(error)} Save it as UTF-8.`);
    }
}
