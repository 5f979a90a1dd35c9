/** Code that is loaded once the page stands. */
import { useEffect, useState } from "preact/hooks";

/**
 * A hook that returns a module, which is fetched when it is first called.
 *
 * @param load always the same import
 */
export function loadedBy<Module>(load: () => Promise<Module>): () => Module | undefined {
  let there: Module | undefined;
  return () => {
    const [here, setHere] = useState(() => there);
    useEffect(() => {
      let isGone = false;
      load().then((module) => {
        there = module;
        if (!isGone) setHere(() => module);
      });
      return () => {
        isGone = true;
      };
    }, []);
    return here;
  };
}
