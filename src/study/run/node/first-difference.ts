/** Where two values of plain data differ first. */

/** A place, and what stands there. */
export interface Difference {
  /** "problems[0].data"; "" for the whole. */
  readonly path: string;
  /** Undefined where there is nothing. */
  readonly here: unknown;
  readonly there: unknown;
}

/**
 * @param isIgnored keys that may differ
 * @returns undefined for equal values; a key whose value is undefined is none
 */
export function firstDifference(
  here: unknown,
  there: unknown,
  isIgnored: (key: string) => boolean = () => false,
  path = "",
): Difference | undefined {
  if (Object.is(here, there)) return undefined;
  if (!isObject(here) || !isObject(there) || Array.isArray(here) !== Array.isArray(there)) return { path, here, there };
  for (const key of new Set([...Object.keys(here), ...Object.keys(there)])) {
    if (isIgnored(key)) continue;
    const place = Array.isArray(here) ? `${path}[${key}]` : path === "" ? key : `${path}.${key}`;
    const difference = firstDifference(here[key], there[key], isIgnored, place);
    if (difference !== undefined) return difference;
  }
  return undefined;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;
