/** Lets other work of the event loop run: drawing, timers, events. */

/**
 * Makes a function that waits until the event loop has turned once, which lets a page draw and
 * abort signals fire. It uses `setImmediate` where there is one (Node), else a message to itself:
 * timers of 0 ms take 4 ms in browsers, and seconds in pages that are not in view.
 */
export function eventLoopPause(): { pause(): Promise<void>; close(): void } {
  const { setImmediate: soon } = globalThis as { readonly setImmediate?: (act: () => void) => unknown };
  if (typeof soon === "function") return { pause: () => new Promise((resolve) => void soon(resolve)), close: () => {} };
  const { port1, port2 } = new MessageChannel();
  return {
    pause: () =>
      new Promise((resolve) => {
        port1.onmessage = () => resolve();
        port2.postMessage(undefined);
      }),
    close: () => {
      port1.close();
    },
  };
}
