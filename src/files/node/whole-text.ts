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
export function readText(path: string, most: number, remedy: string): string {
  const file = openSource(path);
  try {
    if (file.size > most) {
      throw new InputError(`${path} has ${file.size} bytes; a file of this kind has at most ${most}. ${remedy}`);
    }
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(file.read(0, file.size));
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`${path} cannot be read: ${messageOf(error)} Save it as UTF-8.`);
  } finally {
    file.close();
  }
}
