/**
 * The list of today's offenders (test/offenders.json). It must only shrink and is deleted when it
 * is empty.
 */
import { existsSync, readFileSync } from "node:fs";
import type { Offences, RuleName } from "./rules.js";

export const listPath = "test/offenders.json";

export type OffenderList = Partial<Record<RuleName, Record<string, number>>>;

export const readOffenders = (): OffenderList =>
  existsSync(listPath) ? (JSON.parse(readFileSync(listPath, "utf8")) as OffenderList) : {};

export const permittedFor = (rule: RuleName): Offences => new Map(Object.entries(readOffenders()[rule] ?? {}));
