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

/** The offenders of a rule: "src/a.ts: 2" for two offences; empty where all is well. */
export function offendersOf(rule: RuleName): string[] {
  return [...rules[rule]()].map(([offender, count]) => (count === 1 ? offender : `${offender}: ${count}`));
}
