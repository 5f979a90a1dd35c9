/** Starts the live page: its worker, its state and its requests. */
import { render } from "preact";
import { type PageAnswer, type PageRequest, paths, TOKEN } from "../../../src/view/protocol.js";
import { adoptPageStyle } from "../shared/adopt-style.js";
import { pageToken } from "../shared/token.js";
import { inTurn } from "../shared/turns.js";
import { App } from "./app.js";
import type { ToPage } from "./messages.js";
import { nextState, startState } from "./page-state.js";
import type { Ask } from "./status.js";

adoptPageStyle(document);

const root = document.getElementById("page")!;
const token = pageToken();
let state = startState;

/** Asks the server for a change; only the holder of the token may. */
const ask: Ask =
  token === null
    ? undefined
    : async (request: PageRequest): Promise<PageAnswer> => {
        try {
          const response = await fetch(paths.requests, {
            method: "POST",
            headers: { "content-type": "application/json", [TOKEN]: token },
            body: JSON.stringify(request),
          });
          if (response.ok) return (await response.json()) as PageAnswer;
          return { done: false, text: await response.text() };
        } catch {
          return { done: false, text: "stepzero does not answer any more." };
        }
      };

const owner = {};
const show = (): void => render(<App state={state} ask={ask} />, root);

const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
worker.onmessage = ({ data }: MessageEvent<ToPage>) => {
  const next = nextState(state, data);
  if (next === state) return;
  state = next;
  inTurn(owner, show);
};
show();
