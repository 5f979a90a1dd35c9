/** Serves the live page of a results folder, running or finished. */
import { join } from "node:path";
import { parseHTML } from "linkedom";
import { InputError } from "../../errors.js";
import { folderReader } from "../../files/node/read-within.js";
import { writeAtomically } from "../../files/node/write-whole.js";
import { parseJson } from "../../plain-data.js";
import { readReportInput } from "../../report/node/write-report.js";
import { renderReport } from "../../report/render-report.js";
import type { Wishes } from "../../study/run/contracts.js";
import { parseWishes, readWishes, wishesName } from "../../study/run/node/live/note.js";
import { type LiveMessage, type PageAnswer, type PageRequest, paths } from "../protocol.js";
import { eventLog } from "./event-log.js";
import { watchFolder } from "./folder-watch.js";
import { pageFiles } from "./page-files.js";
import { bodyOf, type PageServer, type Route, refuse, startPageServer, strictPolicy } from "./page-server.js";

/** The port that is tried first. */
export const USUAL_PORT = 5380;

/** Milliseconds between two looks at the folder while somebody watches. */
const LOOK_EVERY = 500;

/** Bytes of a request. */
const MOST_BODY = 65_536;

/** Cells that may be wanted first. */
const MOST_FIRST = 1000;

/** A page that is served. */
export interface StudyServer extends PageServer {
  /** Number of pages that are open. */
  watchers(): number;
}

/**
 * Serves the page.
 *
 * @param directory a folder of `compare --out`, which may be made later
 * @throws InputError where no port can be had
 */
export async function serveStudy(directory: string, port: number = USUAL_PORT): Promise<StudyServer> {
  const log = eventLog();
  const tell = (message: LiveMessage): void => {
    if (message.kind === "waiting" || message.kind === "study") log.clear();
    const text = () => JSON.stringify(message);
    if (message.kind === "live" || message.kind === "provenance") log.replace(message.kind, text);
    else log.add(text);
  };
  const watch = watchFolder(directory, { onMessage: tell });
  let watchers = 0;
  const look = (): void => {
    if (watchers > 0) watch.look().catch((error: Error) => tell({ kind: "waiting", reason: error.message }));
  };
  const timer = setInterval(look, LOOK_EVERY);
  const events: Route = (request, response) => {
    watchers++;
    log.serve(request, response, () => watchers--);
    look();
  };
  const requests: Route = async (request, response) => {
    const body = await bodyOf(request, MOST_BODY);
    const wish = body === undefined ? undefined : requestOf(body, watch.ids());
    if (wish === undefined) return refuse(response, 400, "This is no request of the page.");
    await watch.look();
    const answer = handOn(
      directory,
      watch.conductors().map(({ run }) => run),
      wish,
    );
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(answer));
  };
  const report: Route = async (_, response) => {
    try {
      const content = await reportText(directory);
      response.setHeader("content-type", "text/html; charset=utf-8");
      response.setHeader("content-disposition", 'attachment; filename="report.html"');
      response.end(content);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      refuse(response, 409, error.message);
    }
  };
  const server = await startPageServer({
    files: pageFiles("live"),
    routes: { [`GET ${paths.events}`]: events, [`POST ${paths.requests}`]: requests, [`GET ${paths.report}`]: report },
    policy: strictPolicy,
    port,
  });
  return {
    ...server,
    watchers: () => watchers,
    close() {
      clearInterval(timer);
      return server.close();
    },
  };
}

/** The page of `stepzero report`, of what is there now. */
async function reportText(directory: string): Promise<string> {
  const input = await readReportInput(directory);
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  return renderReport(input, { document }).find(({ path }) => path === "report.html")!.content as string;
}

/** A request; undefined where the text is none. */
function requestOf(text: string, ids: readonly string[]): PageRequest | undefined {
  let value: unknown;
  try {
    value = parseJson(text, "the request");
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null || !("kind" in value)) return undefined;
  const { kind } = value;
  if (kind === "pause" || kind === "continue" || kind === "stop") return { kind };
  const id = "id" in value ? value.id : undefined;
  return kind === "first" && typeof id === "string" && ids.includes(id) ? { kind, id } : undefined;
}

/** Writes what is wanted for each conductor, which looks there between cells. */
function handOn(directory: string, runs: readonly string[], request: PageRequest): PageAnswer {
  if (runs.length === 0) return { done: false, text: "No process conducts this study now." };
  const files = folderReader(directory);
  try {
    for (const run of runs) {
      const wishes = parseWishes(changed(readWishes(files, run), request))!;
      writeAtomically(join(directory, "live", wishesName(run)), `${JSON.stringify(wishes)}\n`);
    }
  } catch (error) {
    return { done: false, text: `The folder does not take it: ${(error as Error).message}` };
  }
  return { done: true, text: answers[request.kind] };
}

function changed(wishes: Wishes, request: PageRequest): Wishes {
  switch (request.kind) {
    case "pause":
      return { ...wishes, pause: true };
    case "continue":
      return { ...wishes, pause: false };
    case "stop":
      return { ...wishes, pause: false, stop: true };
    case "first":
      return { ...wishes, first: [request.id, ...wishes.first.filter((id) => id !== request.id)].slice(0, MOST_FIRST) };
  }
}

const answers: Readonly<Record<PageRequest["kind"], string>> = {
  pause: "Paused: the runs that go on end, and no other begins.",
  continue: "Going on.",
  stop: "Stopping: the runs that go on end, and the study can be resumed.",
  first: "This run comes next, among those that the study needs now.",
};
