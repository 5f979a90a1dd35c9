/** The token of the printed address, without which a page is read-only. */

const KEY = "stepzero-token";

/**
 * The token behind "#" of the address. It is taken out of the address, so that links and pictures
 * of the page do not carry it, and stays for reloads of this tab.
 */
export function pageToken(): string | null {
  const token = new URLSearchParams(location.hash.slice(1)).get("token");
  try {
    if (token === null) return sessionStorage.getItem(KEY);
    sessionStorage.setItem(KEY, token);
    history.replaceState(null, "", `${location.pathname}${location.search}`);
  } catch {
    // A browser that stores nothing: the token stays in the address.
  }
  return token;
}
