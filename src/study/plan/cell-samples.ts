/** The samples of a study's cells. */
import { InputError } from "../../errors.js";
import type { CellProblem } from "./cell.js";
import type { DataDescription } from "./description.js";
import type { Study } from "./study.js";
import { heldOutSamples, usedSamples } from "./tuned-parts.js";

/** The training samples that are used. A limit of all samples has the same id as no limit. */
export function samplesOf(
  study: Pick<Study, "limit" | "validation" | "tuning">,
  data: DataDescription,
): Omit<CellProblem, "model"> {
  const { limit } = study;
  const { name, checksum, trainSamples } = data;
  const validation = heldOutSamples(study, data);
  if (limit !== undefined && limit > trainSamples) {
    throw new InputError(
      `The limit is ${limit} training samples, but ${name} has ${trainSamples}. Legal: 1 to ${trainSamples}.`,
    );
  }
  const used = usedSamples(study, data);
  if (validation !== undefined && validation >= used) {
    throw new InputError(
      `${validation} validation samples are to be held out of ${used} training samples of ${name}, which leaves none. Legal: 1 to ${used - 1}.`,
    );
  }
  return {
    data: name,
    dataChecksum: checksum,
    ...(used === trainSamples ? {} : { limit: used }),
    ...(validation === undefined ? {} : { validation }),
  };
}
