/** The functions that draw, once they are loaded. */
import { useEffect, useState } from "preact/hooks";

/** All that `drawing.ts` has. */
export type DrawingTools = typeof import("./drawing.js");

let tools: DrawingTools | undefined;

/** Undefined until they are there; the component is then made anew. */
export function useDrawing(): DrawingTools | undefined {
  const [here, setHere] = useState(tools);
  useEffect(() => {
    let isGone = false;
    import("./drawing.js").then((loaded) => {
      tools = loaded;
      if (!isGone) setHere(() => loaded);
    });
    return () => {
      isGone = true;
    };
  }, []);
  return here;
}
