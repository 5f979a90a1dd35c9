/** Our sources in a real browser. */
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import ts from "typescript";
import { chromium } from "./oracles.js";

export interface PageOptions {
  /** Modules that the module may import by name: paths on the server. */
  readonly imports?: Readonly<Record<string, string>>;
  /** What else is served: a path on the server, and the folder that holds what lies below it. */
  readonly served?: Readonly<Record<string, string>>;
  /** With SwiftShader, a graphics card in software, for WebGPU. */
  readonly webgpu?: boolean;
}

const types: Readonly<Record<string, string>> = { ".mjs": "text/javascript", ".wasm": "application/wasm" };

/**
 * Runs a module, which declares a text `result`, in headless Chromium, with our sources served as
 * JavaScript beside it.
 *
 * @throws what the module throws there
 */
export async function inChromium(
  module: string,
  { imports = {}, served = {}, webgpu = false }: PageOptions = {},
): Promise<string> {
  const page = `<script type="importmap">${JSON.stringify({ imports })}</script><script type="module">
    const outcome = await import("./program.js").then(({ result }) => ({ result }), (error) => ({ error: String(error.stack) }));
    await fetch("/result", { method: "POST", body: JSON.stringify(outcome) });</script>`;
  const profile = mkdtempSync(join(tmpdir(), "stepzero-chromium-"));
  let answer: (outcome: { result?: string; error?: string }) => void;
  const result = new Promise<string>((resolve, reject) => {
    answer = ({ result: text, error }) =>
      text === undefined ? reject(new Error(`in Chromium: ${error}`)) : resolve(text);
  });
  const server = createServer(async (request, response) => {
    const { url = "/" } = request;
    const inFolder = Object.keys(served).find((path) => url.startsWith(path));
    if (request.method === "POST") {
      let body = "";
      for await (const chunk of request) body += chunk;
      response.end();
      answer(JSON.parse(body) as Parameters<typeof answer>[0]);
    } else if (url === "/program.js") {
      response.setHeader("content-type", "text/javascript");
      response.end(`${module}\nexport { result };`);
    } else if (inFolder !== undefined) {
      const file = join(served[inFolder]!, url.slice(inFolder.length));
      if (!existsSync(file)) response.statusCode = 404;
      response.setHeader("content-type", types[extname(file)] ?? "application/octet-stream");
      response.end(response.statusCode === 404 ? "" : readFileSync(file));
    } else if (url.endsWith(".js")) {
      const source = join("src", url.replace(/\.js$/, ".ts"));
      if (!existsSync(source)) response.statusCode = 404;
      const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023 };
      response.setHeader("content-type", "text/javascript");
      response.end(
        ts.transpileModule(response.statusCode === 404 ? "" : readFileSync(source, "utf8"), { compilerOptions })
          .outputText,
      );
    } else {
      response.setHeader("content-type", "text/html");
      response.end(page);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const card = webgpu ? "--enable-unsafe-webgpu --use-webgpu-adapter=swiftshader" : "--disable-gpu";
  const flags =
    "--headless --no-sandbox --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync --disable-dev-shm-usage";
  const browser = spawn(
    chromium,
    [...flags.split(" "), ...card.split(" "), `--user-data-dir=${profile}`, "--remote-debugging-port=0", address],
    {
      stdio: "ignore",
    },
  );
  const ended = new Promise<never>((_, reject) => {
    browser.on("exit", (code) => reject(new Error(`chromium ended with ${code} before it answered`)));
  });
  try {
    return await Promise.race([result, ended]);
  } finally {
    ended.catch(() => {});
    const gone = new Promise((resolve) => browser.on("exit", resolve));
    browser.kill();
    await gone;
    server.closeAllConnections();
    server.close();
    try {
      rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    } catch {
      // Chromium's helpers may still write there as they end: a folder left in the temporary
      // directory fails no test.
    }
  }
}
