/** Remembers the results of a slow pure function. */

/** Most results that are remembered; the oldest goes first. */
const LIMIT = 64;

/**
 * The function with a memory of its last 64 results. It must be pure; a call that throws is not
 * remembered.
 *
 * @param keyOf a text that differs where the results do
 */
/* @__NO_SIDE_EFFECTS__ */
export function remember<Arguments extends readonly unknown[], Result>(
  compute: (...values: Arguments) => Result,
  keyOf: (...values: Arguments) => string,
): (...values: Arguments) => Result {
  const results = new Map<string, Result>();
  return (...values) => {
    const key = keyOf(...values);
    if (results.has(key)) return results.get(key)!;
    const result = compute(...values);
    if (results.size >= LIMIT) results.delete(results.keys().next().value!);
    results.set(key, result);
    return result;
  };
}
