/** The entry points by the names under which a user's file imports them. */
import * as data from "./data.js";
import * as diagnosis from "./diagnosis.js";
import * as explain from "./explain.js";
import * as graph from "./graph.js";
import * as stepzero from "./index.js";
import * as initializers from "./initializers.js";
import * as methods from "./methods.js";
import * as networks from "./networks.js";
import * as paper from "./paper.js";
import * as random from "./random.js";
import * as report from "./report.js";
import * as signal from "./signal.js";
import * as statistics from "./statistics.js";
import * as study from "./study.js";
import * as training from "./training.js";
import * as weights from "./weights.js";
/** All entry points that run without Node. */
export const entryPoints = {
    stepzero,
    "stepzero/data": data,
    "stepzero/diagnosis": diagnosis,
    "stepzero/explain": explain,
    "stepzero/graph": graph,
    "stepzero/initializers": initializers,
    "stepzero/methods": methods,
    "stepzero/networks": networks,
    "stepzero/paper": paper,
    "stepzero/random": random,
    "stepzero/report": report,
    "stepzero/signal": signal,
    "stepzero/statistics": statistics,
    "stepzero/study": study,
    "stepzero/training": training,
    "stepzero/weights": weights,
};
