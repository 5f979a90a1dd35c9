/**
 * `DIR/request.json` of a results folder: the options of the study that runs there, so that a
 * worker on another machine, which has no study file, can make the same plan.
 */
import { join } from "node:path";
import { z } from "zod";
import { InputError } from "../../../errors.js";
import { folderReader } from "../../../files/node/read-within.js";
import { writeAtomically, writing } from "../../../files/node/write-whole.js";
import { requestStudy, type StudyOptions, studyOptionsSchema } from "../../plan/options.js";
import { COPY_ANEW, checked, isAsWritten, MOST_BYTES, objectOf, STORE_FORMAT, signedText } from "./signed-json.js";

const schema = z.strictObject({
  format: z.literal(STORE_FORMAT),
  sha256: z.string(),
  request: studyOptionsSchema,
});

/**
 * Writes the options of a study.
 *
 * @throws InputError where the folder cannot be written
 */
export function keepRequest(directory: string, { $schema: _, ...request }: StudyOptions): void {
  const file = join(directory, "request.json");
  writing(file, () => writeAtomically(file, signedText({ request })));
}

/**
 * The options of the study of a folder; undefined where it has none.
 *
 * @throws InputError where the file was changed after it was written, or is no request of this
 *   version
 */
export function readRequest(directory: string): StudyOptions | undefined {
  const text = folderReader(directory).text(["request.json"], MOST_BYTES);
  if (text === undefined) return undefined;
  const file = join(directory, "request.json");
  const content = objectOf(text);
  if (content === undefined || !isAsWritten(text)) {
    throw new InputError(`${file} does not have the SHA-256 with which it was written. ${COPY_ANEW}`);
  }
  const { request } = checked(schema, content, file);
  requestStudy(request, file);
  return request as StudyOptions;
}
