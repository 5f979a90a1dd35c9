/** Serves the playground, which trains in the browser: the server has its files alone. */
import { pageFiles } from "./page-files.js";
import { type PageServer, startPageServer, strictPolicy } from "./page-server.js";
import { runtimeRoutes } from "./runtime-files.js";
import { USUAL_PORT } from "./serve-study.js";

/** The strict policy, and WebAssembly of the page's files. */
export const playPolicy = strictPolicy.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'");

/**
 * Serves the page. Its address needs no token, since nothing can be changed here.
 *
 * @throws InputError where no port can be had
 */
export async function servePlay(port: number = USUAL_PORT): Promise<PageServer> {
  const server = await startPageServer({ files: pageFiles("play"), routes: runtimeRoutes, policy: playPolicy, port });
  return { ...server, url: server.url.replace(/#.*$/, "") };
}
