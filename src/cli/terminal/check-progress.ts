/** What a coordinate check will take, and how far it is. */
import type { CheckPlan, NetworkAtWork } from "../../diagnosis/coordinate-check/check.js";
import { counted } from "./numbers.js";
import { isWatched } from "./screen.js";
import type { Terminal } from "./terminal.js";

/** Listens to a check. */
export interface CheckProgress {
  readonly onStart: (plan: CheckPlan) => void;
  readonly onNetwork: (network: NetworkAtWork) => void;
  /** Removes what was drawn in place. */
  readonly end: () => void;
}

const CLEAR_LINE = "\r\u001b[K";

/** Writes a line to stderr before the check starts, and draws below it which network is at work. */
export function checkProgress({ err, isQuiet, say }: Terminal): CheckProgress {
  const inPlace = isWatched(err) && !isQuiet;
  let networks = 0;
  return {
    onStart: (plan) => {
      networks = plan.networks;
      const memory = plan.bytes < 5e7 ? "less than 0.1" : `about ${(plan.bytes / 1e9).toFixed(1)}`;
      say(
        `Coordinate check: ${counted(networks, "network")}, ${counted(plan.draws, "draw")} of each, in ${memory} GB.\n`,
      );
    },
    onNetwork: ({ place, dimension, size }) => {
      if (inPlace) err.control(`${CLEAR_LINE}${place} of ${networks}: ${dimension} ${size}`);
    },
    end: () => {
      if (inPlace && networks > 0) err.control(CLEAR_LINE);
    },
  };
}
