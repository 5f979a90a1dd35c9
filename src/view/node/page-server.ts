/**
 * A server of one page for the browser of the same machine. It listens on 127.0.0.1, serves a table
 * of files that it holds, and refuses requests from other sites. It knows nothing of studies.
 */
import { randomBytes, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { InputError } from "../../errors.js";
import { TOKEN } from "../protocol.js";

/** A file that is served. */
export interface PageFile {
  readonly type: string;
  readonly content: Uint8Array;
}

/** Answers a request to one address. */
export type Route = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** What a server serves. */
export interface PageServerOptions {
  /** By address: "/" and "/assets/page.js". */
  readonly files: ReadonlyMap<string, PageFile>;
  /** By method and address: "GET /events". Those of POST are called only with the token. */
  readonly routes: Readonly<Record<string, Route>>;
  /** The page's Content-Security-Policy. */
  readonly policy: string;
  /** The port to try first. */
  readonly port: number;
}

/** A server that listens. */
export interface PageServer {
  /** The address with the token, which lets its holder change something. */
  readonly url: string;
  readonly port: number;
  /** Whether another program had the port that was tried first. */
  readonly tookAnother: boolean;
  /** Ends all connections. */
  close(): Promise<void>;
}

/** A page that loads nothing from elsewhere and runs no code but its files. */
export const strictPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const HOST = "127.0.0.1";

/**
 * Starts a server.
 *
 * @throws InputError where no port can be had
 */
export async function startPageServer(options: PageServerOptions): Promise<PageServer> {
  const token = randomBytes(16).toString("hex");
  const server = createServer((request, response) => {
    const { port } = server.address() as AddressInfo;
    handle(request, response, { ...options, token, port }).catch((error: Error) => {
      if (!response.headersSent) refuse(response, 500, error.message);
      else response.destroy();
    });
  });
  server.requestTimeout = 30_000;
  const tookAnother = await listen(server, options.port);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${HOST}:${port}/#token=${token}`,
    port,
    tookAnother,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** @returns whether the port was in use, and another one was taken */
async function listen(server: Server, port: number): Promise<boolean> {
  for (const one of [port, 0]) {
    const error = await new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
      server.once("error", resolve);
      server.listen(one, HOST, () => {
        server.off("error", resolve);
        resolve(undefined);
      });
    });
    if (error === undefined) return one !== port;
    if (error.code !== "EADDRINUSE" && error.code !== "EACCES") {
      throw new InputError(`No page can be served on ${HOST}: ${error.message}.`);
    }
  }
  throw new InputError(`No page can be served on ${HOST}: every port is in use. End another program that listens.`);
}

interface Handled extends PageServerOptions {
  readonly token: string;
  readonly port: number;
}

async function handle(request: IncomingMessage, response: ServerResponse, served: Handled): Promise<void> {
  const { files, routes, policy, token } = served;
  response.setHeader("content-security-policy", policy);
  response.setHeader("x-content-type-options", "nosniff");
  response.setHeader("referrer-policy", "no-referrer");
  response.setHeader("cross-origin-opener-policy", "same-origin");
  response.setHeader("cross-origin-resource-policy", "same-origin");
  response.setHeader("cache-control", "no-store");
  const { method = "", url = "" } = request;
  const fault = siteFault(request, served.port);
  if (fault !== undefined) return refuse(response, 403, fault);
  const path = url.replace(/[?#].*$/s, "");
  if (method === "POST" && !hasToken(request, token)) {
    return refuse(response, 403, "Changes need the token of the address that stepzero printed.");
  }
  const route = routes[`${method} ${path}`];
  if (route !== undefined) return route(request, response);
  if (method !== "GET" && method !== "HEAD") return refuse(response, 405, `${method} is not served here.`);
  const file = files.get(path);
  if (file === undefined) return refuse(response, 404, "There is no such page.");
  response.setHeader("content-type", file.type);
  response.setHeader("content-length", file.content.byteLength);
  response.end(method === "HEAD" ? undefined : file.content);
}

/**
 * Why a request may be another site's: a name that leads to this machine (DNS rebinding), or a page
 * of another origin.
 */
function siteFault({ headers, method }: IncomingMessage, port: number): string | undefined {
  const { host, origin } = headers;
  const hosts = [HOST, "localhost"].map((name) => `${name}:${port}`);
  if (host === undefined || !hosts.includes(host)) return "This server answers to 127.0.0.1 only.";
  if (origin !== undefined && origin !== `http://${host}`) return "This server answers to its own page only.";
  if (origin === undefined && method === "POST") return "A change must come from the page itself.";
  const site = headers["sec-fetch-site"];
  const isForeign = site !== undefined && site !== "same-origin" && site !== "none";
  return isForeign ? "This server answers to its own page only." : undefined;
}

function hasToken({ headers }: IncomingMessage, token: string): boolean {
  const text = headers[TOKEN];
  if (typeof text !== "string" || text.length !== token.length) return false;
  return timingSafeEqual(Buffer.from(text), Buffer.from(token));
}

/** Ends a request with a status and a sentence. */
export function refuse(response: ServerResponse, status: number, text: string): void {
  response.statusCode = status;
  response.setHeader("content-type", "text/plain; charset=utf-8");
  response.end(`${text}\n`);
}

/** The body of a request; undefined where it has more bytes than these. */
export async function bodyOf(request: IncomingMessage, most: number): Promise<string | undefined> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > most) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}
