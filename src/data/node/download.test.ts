import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import ts from "typescript";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { InputError } from "../../errors.js";
import { DownloadError, type DownloadProgress, type DownloadRequest, download } from "./download.js";

/** 300 kB that do not repeat: more than one piece on the wire. */
const content = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * i + (i >> 8)) & 255));
const hash = (kind: string) => createHash(kind).update(content).digest("hex");
const expected = { bytes: content.length, sha256: hash("sha256"), md5: hash("md5") };

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

describe("download", () => {
  let folder: string;
  let file: string;
  let server: Server;
  let origin: string;
  const handlers = new Map<string, Handler>();
  /** "path range" of each request that came. */
  let requests: string[];

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "stepzero-download-"));
    file = join(folder, "sets", "file.gz");
    requests = [];
    server = createServer((request, response) => {
      requests.push(`${request.url} ${request.headers.range ?? "all"}`);
      handlers.get(request.url!)!(request, response);
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterEach(async () => {
    handlers.clear();
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
    rmSync(folder, { recursive: true });
  });

  const fetchFile = (paths: readonly string[], more: Partial<DownloadRequest> = {}) =>
    download({ urls: paths.map((path) => origin + path), file, ...expected, ...more });
  const left = () => (existsSync(dirname(file)) ? readdirSync(dirname(file)).sort() : []);
  const leave = (name: string, bytes: Uint8Array) => {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(join(dirname(file), name), bytes);
  };

  /** Serves ranges; breaks the connection after `cut` bytes of each answer. */
  function serve(path: string, { bytes = content, ranges = true, cut = Number.POSITIVE_INFINITY } = {}): void {
    handlers.set(path, (request, response) => {
      const start = ranges ? Number(/bytes=(\d+)-/.exec(request.headers.range ?? "")?.[1] ?? 0) : 0;
      const rest = bytes.subarray(start);
      response.statusCode = start > 0 ? 206 : 200;
      if (start > 0) response.setHeader("content-range", `bytes ${start}-${bytes.length - 1}/${bytes.length}`);
      response.setHeader("content-length", rest.length);
      if (rest.length <= cut) response.end(rest);
      else response.write(rest.subarray(0, cut), () => setTimeout(() => response.destroy(), 20));
    });
  }
  const status = (path: string, code: number) =>
    handlers.set(path, (_, response) => response.writeHead(code).end("no"));

  it("brings the file, tells how far it is, and leaves nothing else", async () => {
    serve("/a");
    const progress: DownloadProgress[] = [];
    await fetchFile(["/a"], { onProgress: (p) => progress.push(p) });
    expect(readFileSync(file).equals(content)).toBe(true);
    expect(left()).toEqual(["file.gz"]);
    const received = progress.map((p) => p.received);
    expect(received).toEqual([...received].sort((a, b) => a - b));
    expect(progress.at(-1)).toEqual({ file, url: `${origin}/a`, received: content.length, total: content.length });
    await fetchFile([]); // the file exists: there is no request
    expect(requests).toEqual(["/a all"]);
  });

  it("goes on where a connection was cut, as often as that brings something", async () => {
    serve("/a", { cut: 70_000 });
    await fetchFile(["/a"]);
    expect(readFileSync(file).equals(content)).toBe(true);
    expect(requests.slice(0, 2)).toEqual(["/a all", "/a bytes=70000-"]);
    expect(requests.length).toBe(5);
  });

  it("goes on with what an earlier process left, on another mirror too", async () => {
    leave("file.gz.part", content.subarray(0, 123_456));
    status("/a", 503);
    serve("/b");
    await fetchFile(["/a", "/b"]);
    expect(readFileSync(file).equals(content)).toBe(true);
    expect(requests).toEqual(["/a bytes=123456-", "/b bytes=123456-"]);
  });

  it("starts again where the server does not do ranges", async () => {
    leave("file.gz.part", content.subarray(0, 123_456));
    serve("/a", { ranges: false });
    await fetchFile(["/a"]);
    expect(readFileSync(file).equals(content)).toBe(true);
    expect(requests).toEqual(["/a bytes=123456-"]);
  });

  it("does not trust what an earlier process left: it is set aside and everything fetched again", async () => {
    leave("file.gz.part", Buffer.alloc(1000, 1));
    serve("/a");
    await fetchFile(["/a"]);
    expect(readFileSync(file).equals(content)).toBe(true);
    expect(left()).toEqual(["file.gz", "file.gz.bad"]);
    expect(requests).toEqual(["/a bytes=1000-", "/a all"]);
  });

  it("takes a .part that is complete without asking anyone, and one that is too long for wrong", async () => {
    leave("file.gz.part", content);
    await fetchFile(["/a"]);
    expect([left(), requests]).toEqual([["file.gz"], []]);
    rmSync(file);
    leave("file.gz.part", Buffer.concat([content, Buffer.from("more")]));
    serve("/a");
    await fetchFile(["/a"]);
    expect([left(), requests]).toEqual([["file.gz", "file.gz.bad"], ["/a all"]]);
  });

  it("sets a wrong copy aside and tries the next mirror", async () => {
    const altered = Buffer.from(content);
    altered[200_000]! ^= 1;
    serve("/a", { bytes: altered });
    serve("/b");
    await fetchFile(["/a", "/b"]);
    expect(readFileSync(file).equals(content)).toBe(true);
    expect(readFileSync(`${file}.bad`).equals(altered)).toBe(true);
  });

  it("lists for every mirror why it did not give the file", async () => {
    const altered = Buffer.from(content).fill(7, 0, 10);
    serve("/altered", { bytes: altered });
    serve("/short", { bytes: content.subarray(1) });
    status("/missing", 404);
    handlers.set("/silent", () => {});
    handlers.set("/endless", (_, response) => void response.writeHead(200).end(Buffer.alloc(content.length + 1)));
    const paths = ["/missing", "/short", "/altered", "/silent", "/endless"];
    const error = await fetchFile(paths, { idleMilliseconds: 100 }).then(
      () => undefined,
      (reason) => reason,
    );
    expect(error).toBeInstanceOf(DownloadError);
    const actual = createHash("sha256").update(altered).digest("hex");
    expect((error as DownloadError).reasons.map((reason) => reason.replace(origin, ""))).toEqual([
      "/missing: HTTP 404 Not Found",
      "/short: it offers 299999 bytes, expected 300000",
      `/altered: SHA-256 ${actual}, expected ${expected.sha256} (kept as ${file}.bad)`,
      "/silent: nothing received for 0.1 s",
      "/endless: it sends more than the expected 300000 bytes",
    ]);
    expect(existsSync(file)).toBe(false);
  });

  it("is not held up by a web page, redirects in a circle, or a server that sends a byte now and then", async () => {
    handlers.set("/page", (_, response) =>
      response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end("<html>Log in</html>"),
    );
    handlers.set("/circle", (_, response) => response.writeHead(302, { location: "/circle" }).end());
    handlers.set("/drop", (_, response) => {
      response.writeHead(200);
      const drops = setInterval(() => response.write("."), 20);
      response.on("close", () => clearInterval(drops));
    });
    // A page that says nothing of itself is found by its checksum.
    handlers.set("/plain", (_, response) => response.writeHead(200).end("<html>Log in</html>"));
    const error = await fetchFile(["/page", "/circle", "/drop", "/plain"], { idleMilliseconds: 500 }).then(
      () => undefined,
      (reason) => reason,
    );
    expect(error).toBeInstanceOf(DownloadError);
    expect((error as DownloadError).reasons.map((reason) => reason.replace(origin, ""))).toEqual([
      "/page: it sends a web page (text/html) instead of the file, as a login or error page",
      "/circle: redirect count exceeded",
      expect.stringMatching(/^\/drop: only \d+ bytes received for 0\.5 s$/),
      expect.stringMatching(/^\/plain: it ended after \d+ of 300000 bytes$/),
    ]);
    serve("/b");
    await fetchFile(["/plain", "/b"]);
    expect(readFileSync(file).equals(content)).toBe(true);
  });

  it("takes no compression for the file's own bytes, however small what is sent", async () => {
    handlers.set("/bomb", (_, response) =>
      response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(Buffer.alloc(1 << 26))),
    );
    await expect(fetchFile(["/bomb"])).rejects.toThrow("it sends more than the expected 300000 bytes");
  });

  it("reports a missing network", async () => {
    await expect(download({ urls: ["http://127.0.0.1:9/a"], file, ...expected })).rejects.toThrow(
      /ECONNREFUSED|bad port/,
    );
  });

  it("reports a folder that it cannot write to", async () => {
    leave("a-file", content);
    const below = download({ urls: [], file: join(dirname(file), "a-file", "file.gz"), ...expected });
    await expect(below).rejects.toThrow(InputError);
    await expect(below).rejects.toThrow(/Cannot write .*set XDG_CACHE_HOME/);
    const within = download({ urls: [], file: "/proc/stepzero/file.gz", ...expected });
    await expect(within).rejects.toThrow(/Cannot write \/proc\/stepzero\/file.gz: /);
  });

  it("leaves no part where another process finished meanwhile", async () => {
    serve("/a", { cut: 90_000 });
    const late = async (...request: Parameters<typeof fetch>) => {
      leave("file.gz", content);
      return fetch(...request);
    };
    await fetchFile(["/a"], { fetch: late as DownloadRequest["fetch"] });
    expect(readFileSync(file).equals(content)).toBe(true);
    expect(left()).toEqual(["file.gz"]);
  });

  it("lets several fetch the same file at once", async () => {
    for (let round = 0; round < 20; round++) {
      rmSync(file, { force: true });
      serve("/a", { cut: 90_000 });
      serve("/b");
      await Promise.all([fetchFile(["/a"]), fetchFile(["/b"]), fetchFile(["/a"])]);
      expect(readFileSync(file).equals(content)).toBe(true);
      expect(left()).toEqual(["file.gz"]);
    }
  });

  it("stops on abort and resumes at the next call", async () => {
    serve("/a", { cut: 100_000 });
    const stop = new AbortController();
    const onProgress = ({ received }: DownloadProgress) => received >= 100_000 && stop.abort(new Error("enough"));
    await expect(fetchFile(["/a"], { signal: stop.signal, onProgress })).rejects.toThrow("enough");
    expect(left()).toEqual(["file.gz.part"]);
    await fetchFile(["/a"]);
    expect(readFileSync(file).equals(content)).toBe(true);
  });

  it("leaves nothing that is trusted when its process is killed in the middle", async () => {
    const compiled = join(folder, "compiled");
    compile("src/data/node/download.ts", compiled);
    handlers.set("/a", (_, response) => {
      response.writeHead(200, { "content-length": content.length });
      response.write(content.subarray(0, 150_000)); // and then nothing more
    });
    const program = `
      import { download } from ${JSON.stringify(join(compiled, "src/data/node/download.js"))};
      await download({ ...${JSON.stringify({ urls: [`${origin}/a`], file, ...expected })},
        onProgress: ({ received }) => received === 150000 && console.log("half") });`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", program], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await new Promise((done) => child.stdout.once("data", done));
    child.kill("SIGKILL");
    await new Promise((done) => child.once("exit", done));
    expect(left()).toEqual(["file.gz.part"]);
    serve("/a");
    await fetchFile(["/a"]);
    expect(readFileSync(file).equals(content)).toBe(true);
    expect(requests.at(-1)).toBe("/a bytes=150000-");
  });
});

/** A source and what it imports, as JavaScript that plain Node runs. */
function compile(source: string, into: string): void {
  const target = join(into, source.replace(/\.ts$/, ".js"));
  if (existsSync(target)) return;
  mkdirSync(dirname(target), { recursive: true });
  if (!existsSync(join(into, "node_modules"))) {
    symlinkSync(resolve("node_modules"), join(into, "node_modules"));
    writeFileSync(join(into, "package.json"), '{ "type": "module" }');
  }
  const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023, verbatimModuleSyntax: true };
  const text = ts.transpileModule(readFileSync(source, "utf8"), { compilerOptions }).outputText;
  writeFileSync(target, text);
  for (const [, path] of text.matchAll(/from "(\.[^"]+)\.js"/g)) compile(`${join(dirname(source), path!)}.ts`, into);
}
