/** The live page of a results folder, served while a command runs. */
import { spawn } from "node:child_process";
import type { PageServer } from "../view/node/page-server.js";
import { type StudyServer, serveStudy } from "../view/node/serve-study.js";
import { visibleLine } from "../visible-text.js";
import type { Terminal } from "./terminal/terminal.js";

/** How a page is served. */
export interface ServePageOptions {
  readonly port: number | undefined;
  /** Whether a browser is opened. */
  readonly open: boolean;
}

/**
 * Serves the page and prints its address.
 *
 * @throws InputError where no port can be had
 */
export async function servePage(
  folder: string,
  { port, open }: ServePageOptions,
  { out }: Pick<Terminal, "out">,
): Promise<StudyServer> {
  const server = await serveStudy(folder, port);
  showPage(server, visibleLine(folder), open, out);
  return server;
}

/**
 * Prints the address of a page.
 *
 * @param what is on it
 * @param open whether a browser is opened
 */
export function showPage(
  { url, port, tookAnother }: PageServer,
  what: string,
  open: boolean,
  out: Terminal["out"],
): void {
  if (tookAnother) out.write(`Another program has the port; this page has ${port}.\n`);
  out.write(`${what} in the browser: ${url}\n`);
  if (open) openBrowser(url);
}

/** What opens an address, by platform; of the others, that of Linux. */
const openers: Readonly<Record<string, readonly string[]>> = {
  darwin: ["open"],
  win32: ["cmd", "/c", "start", ""],
  linux: ["xdg-open"],
};

/** Opens the browser where there is one; the printed address is enough where there is none. */
function openBrowser(url: string): void {
  const [program, ...words] = openers[process.platform] ?? openers.linux!;
  const child = spawn(program!, [...words, url], { stdio: "ignore", detached: true });
  child.on("error", () => {});
  child.unref();
}

/** Milliseconds between two looks whether somebody still looks at the page, and of patience. */
const [LOOK_EVERY, PATIENCE] = [250, 3000];

/** Resolves when nobody has had the page open for some seconds, or the signal comes. */
export async function untilLeft({ watchers }: StudyServer, signal: AbortSignal): Promise<void> {
  for (let quiet = 0; quiet < PATIENCE && !signal.aborted; quiet += LOOK_EVERY) {
    if (watchers() > 0) quiet = 0;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
  }
}
