/** Shortens long lists in messages. */

/** The first ten names, and how many there are in all if there are more. */
export function excerpt(names: readonly string[]): string {
  return names.length <= 10 ? names.join(", ") : `${names.slice(0, 10).join(", ")}, … (${names.length} in all)`;
}
