/** What pages receive: at first, later, and when they connect again. */
import { EventEmitter } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { expect, it } from "vitest";
import { eventLog } from "./event-log.js";

/** A page that reads; `isFull` is whether its connection takes no more. */
function reader(lastId?: string) {
  const response = Object.assign(new EventEmitter(), {
    text: "",
    isFull: false,
    setHeader: () => {},
    write(text: string) {
      response.text += text;
      return !response.isFull;
    },
  });
  const request = { headers: lastId === undefined ? {} : { "last-event-id": lastId } };
  return {
    response,
    serve: (log: ReturnType<typeof eventLog>, onEnd = () => {}) =>
      log.serve(request as unknown as IncomingMessage, response as unknown as ServerResponse, onEnd),
    data: () => [...response.text.matchAll(/^data: (.*)$/gm)].map(([, data]) => data),
    lastId: () => [...response.text.matchAll(/^id: (.*)$/gm)].at(-1)?.[1],
    end: () => response.emit("close"),
  };
}

it("sends what came before and what comes later, and to a page that connects again what it missed", () => {
  const log = eventLog();
  log.add(() => "study");
  const page = reader();
  page.serve(log);
  log.add(() => "result 1");
  page.end();
  log.add(() => "result 2");
  const again = reader(page.lastId());
  again.serve(log);
  expect(page.data()).toEqual(["study", "result 1"]);
  expect(again.data()).toEqual(["result 2"]);
  again.end();
});

it("keeps of what is replaced the newest only, and forgets all with another study", () => {
  const log = eventLog();
  log.add(() => "study");
  log.replace("live", () => "live 1");
  log.add(() => "result");
  log.replace("live", () => "live 2");
  const page = reader();
  page.serve(log);
  expect(page.data()).toEqual(["study", "result", "live 2"]);
  const id = page.lastId();
  log.clear();
  log.add(() => "another study");
  expect(page.data().slice(3)).toEqual(["another study"]);
  page.end();
  // The id is one of a log that is gone: everything comes.
  const again = reader(id);
  again.serve(log);
  expect(again.data()).toEqual(["another study"]);
  again.end();
});

it("sends a page no more than it takes", () => {
  const log = eventLog();
  const page = reader();
  let ends = 0;
  page.serve(log, () => ends++);
  page.response.isFull = true;
  log.replace("live", () => "live 1");
  log.replace("live", () => "live 2");
  log.replace("live", () => "live 3");
  expect(page.data()).toEqual(["live 1"]);
  page.response.isFull = false;
  page.response.emit("drain");
  expect(page.data()).toEqual(["live 1", "live 3"]);
  page.end();
  expect(ends).toBe(1);
});
