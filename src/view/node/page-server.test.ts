/** Requests as a browser, another site and another program send them. */
import { type IncomingMessage, request } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bodyOf, type PageServer, startPageServer, strictPolicy } from "./page-server.js";

const page = { type: "text/html; charset=utf-8", content: Buffer.from("<p>hello</p>") };
const options = {
  files: new Map([["/", page]]),
  routes: {
    "POST /requests": async (incoming: IncomingMessage, response: { end(text: string): unknown }) => {
      response.end(`got ${await bodyOf(incoming, 10)}`);
    },
  },
  policy: strictPolicy,
  port: 0,
};

let server: PageServer;
beforeAll(async () => {
  server = await startPageServer(options);
});
afterAll(() => server.close());

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: IncomingMessage["headers"];
}

/** A request with these headers, sent as they are. */
function send(
  path: string,
  headers: Readonly<Record<string, string>> = {},
  method = "GET",
  body?: string,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: "127.0.0.1", port: server.port, path, method, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("end", () =>
        resolve({ status: response.statusCode!, text: Buffer.concat(parts).toString(), headers: response.headers }),
      );
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

const origin = () => `http://127.0.0.1:${server.port}`;
const token = () => /#token=(\w+)$/.exec(server.url)![1]!;

describe("a page's server", () => {
  it("serves its files with a strict policy", async () => {
    const { status, text, headers } = await send("/?problem=2");
    expect({ status, text }).toEqual({ status: 200, text: "<p>hello</p>" });
    expect(headers["content-security-policy"]).toContain("default-src 'none'");
    expect(headers["content-security-policy"]).not.toMatch(/unsafe|\*/);
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers["access-control-allow-origin"]).toBeUndefined();
  });

  it.each(["/../package.json", "/%2e%2e/package.json", "//etc/passwd", "/assets/../../package.json", "/%00", "*"])(
    "has no file at %s",
    async (path) => {
      expect((await send(path)).status).toBe(404);
    },
  );

  it("answers to its loopback name only, whatever a name server says", async () => {
    for (const host of ["evil.example", `evil.example:${server.port}`, "127.0.0.1", `127.0.0.1.evil:${server.port}`]) {
      expect((await send("/", { host })).status, host).toBe(403);
    }
    expect((await send("/", { host: `localhost:${server.port}` })).status).toBe(200);
  });

  it("refuses pages of other sites", async () => {
    for (const headers of [
      { origin: "https://evil.example" },
      { origin: "null" },
      { "sec-fetch-site": "cross-site" },
    ]) {
      expect((await send("/", headers)).status).toBe(403);
      const withToken = { ...headers, "x-stepzero-token": token() };
      expect((await send("/requests", withToken, "POST", "x")).status).toBe(403);
    }
    expect((await send("/", { origin: origin(), "sec-fetch-site": "same-origin" })).status).toBe(200);
  });

  it("takes a change with the token and from the page itself only", async () => {
    const from = { origin: origin() };
    const wrong = token().replace(/./, (first) => (first === "0" ? "1" : "0"));
    expect((await send("/requests", from, "POST", "x")).status).toBe(403);
    expect((await send("/requests", { ...from, "x-stepzero-token": wrong }, "POST", "x")).status).toBe(403);
    expect((await send("/requests", { ...from, "x-stepzero-token": "" }, "POST", "x")).status).toBe(403);
    expect((await send("/requests", { "x-stepzero-token": token() }, "POST", "x")).status).toBe(403);
    const answer = await send("/requests", { ...from, "x-stepzero-token": token() }, "POST", "pause");
    expect(answer).toMatchObject({ status: 200, text: "got pause" });
    const long = await send("/requests", { ...from, "x-stepzero-token": token() }, "POST", "x".repeat(11));
    expect(long.text).toBe("got undefined");
    expect((await send("/", { ...from, "x-stepzero-token": token() }, "PUT", "x")).status).toBe(405);
  });

  it("takes another port where another program has the one it wants", async () => {
    const second = await startPageServer({ ...options, port: server.port });
    expect(second.tookAnother).toBe(true);
    expect(second.port).not.toBe(server.port);
    expect(second.url).not.toContain(token());
    await second.close();
  });
});
