/** A page's settings in the query of its address, so that a reload and a link keep them. */

/** The settings, by name. */
export const readAddress = (): URLSearchParams => new URLSearchParams(location.search);

/** Settings by name: one may have several values; null removes one. */
export type AddressChanges = Readonly<Record<string, string | readonly string[] | null>>;

/** Writes settings. What else stands there stays. */
export function writeAddress(changes: AddressChanges): void {
  const parameters = readAddress();
  for (const [name, value] of Object.entries(changes)) {
    parameters.delete(name);
    for (const one of value === null ? [] : [value].flat()) parameters.append(name, one);
  }
  const text = parameters.toString();
  const next = `${location.pathname}${text === "" ? "" : `?${text}`}${location.hash}`;
  if (next !== `${location.pathname}${location.search}${location.hash}`) history.replaceState(null, "", next);
}
