/**
 * The rules of the house that are counted: each names its offenders, and how often each offends.
 */
import { wrongExamples } from "./examples.js";
import { longFiles, longFunctions } from "./lengths.js";
import { circularImports, upwardImports } from "./order.js";
import { namesWithoutDocs } from "./public-names.js";
import { impureUses } from "./purity.js";
import { wideComments, widePages } from "./widths.js";
import { participlesByFile } from "./word-list.js";

/** Number of offences by offender: a file, "file function", or "a.ts -> b.ts". */
export type Offences = ReadonlyMap<string, number>;

const once = (offenders: readonly string[]): Offences => new Map(offenders.map((one) => [one, 1]));

export const rules = {
  circularImports: () => once(circularImports()),
  upwardImports: () => once(upwardImports()),
  impureUses: () => once(impureUses()),
  longFiles,
  longFunctions,
  wideComments,
  widePages,
  participles: participlesByFile,
  namesWithoutDocs: () => once(namesWithoutDocs()),
  wrongExamples: () => once([...wrongExamples().keys()]),
} as const satisfies Readonly<Record<string, () => Offences>>;

export type RuleName = keyof typeof rules;

/**
 * What breaks a rule, in sentences: new offenders, offences that grew, and entries of the list that
 * nothing needs.
 */
export function complaints(offences: Offences, permitted: Offences): string[] {
  const sentences: string[] = [];
  for (const [offender, count] of offences) {
    const most = permitted.get(offender) ?? 0;
    if (count > most) sentences.push(`${offender}: ${count} offences, ${most} permitted`);
  }
  for (const offender of permitted.keys()) {
    if (!offences.has(offender)) sentences.push(`${offender}: no offence; run npm run offenders to shorten the list`);
  }
  return sentences;
}
