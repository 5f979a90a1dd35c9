/**
 * Messages as server-sent events. A page that connects again gets what it missed; one that reads
 * slowly is sent no more than it takes.
 */
import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";

/** Messages with replay. */
export interface EventLog {
  /**
   * Adds a message.
   *
   * @param text makes its JSON when it is sent
   */
  add(text: () => string): void;
  /** Adds a message that takes the place of the last one of its kind. */
  replace(kind: string, text: () => string): void;
  /** Forgets all messages: pages begin anew with those that follow. */
  clear(): void;
  /** Sends the messages, now and later. @param onEnd called when the page has gone */
  serve(request: IncomingMessage, response: ServerResponse, onEnd: () => void): void;
}

interface Entry {
  readonly id: number;
  readonly kind?: string | undefined;
  readonly text: () => string;
}

/** Milliseconds between two comments that keep a connection open. */
const ALIVE_EVERY = 15_000;

/** A log without messages. */
export function eventLog(): EventLog {
  let instance = randomBytes(4).toString("hex");
  let entries: Entry[] = [];
  let last = 0;
  const pumps = new Set<() => void>();
  const append = (kind: string | undefined, text: () => string): void => {
    entries.push({ id: ++last, kind, text });
    for (const pump of pumps) pump();
  };
  return {
    add: (text) => append(undefined, text),
    replace(kind, text) {
      entries = entries.filter((one) => one.kind !== kind);
      append(kind, text);
    },
    clear() {
      entries = [];
      instance = randomBytes(4).toString("hex");
    },
    serve(request, response, onEnd) {
      response.setHeader("content-type", "text/event-stream; charset=utf-8");
      response.write("retry: 1000\n\n");
      const [, before, id] = /^(\w+)-(\d+)$/.exec(String(request.headers["last-event-id"] ?? "")) ?? [];
      let [seen, sentInstance] = [before === instance ? Number(id) : 0, instance];
      let isFull = false;
      const pump = (): void => {
        if (sentInstance !== instance) [seen, sentInstance] = [0, instance];
        while (!isFull) {
          const entry = entries[firstAfter(entries, seen)];
          if (entry === undefined) return;
          seen = entry.id;
          isFull = !response.write(`id: ${instance}-${entry.id}\ndata: ${entry.text()}\n\n`);
        }
      };
      response.on("drain", () => {
        isFull = false;
        pump();
      });
      const alive = setInterval(() => response.write(":\n\n"), ALIVE_EVERY);
      pumps.add(pump);
      response.on("close", () => {
        clearInterval(alive);
        pumps.delete(pump);
        onEnd();
      });
      pump();
    },
  };
}

/** The index of the first entry with a greater id; entries are in the order of their ids. */
function firstAfter(entries: readonly Entry[], id: number): number {
  let [low, high] = [0, entries.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (entries[middle]!.id > id) high = middle;
    else low = middle + 1;
  }
  return low;
}
