export const jobs = {
    name: "jobs",
    value: "N",
    help: "Processes that train, one thread each",
    default: "one per core",
};
export const dataDir = {
    name: "data-dir",
    value: "DIR",
    help: "The only folder of data sets",
    default: "STEPZERO_DATA, else the cache, else downloaded",
};
export const dryRun = {
    name: "dry-run",
    help: "Say how many runs, how long and how much disk, from a few timed steps; run nothing",
    default: "no",
};
export const json = {
    name: "json",
    help: "Print one JSON object on stdout instead of the text",
    default: "no",
};
export const quietly = {
    name: "quiet",
    help: "Print only the answer on stdout; stderr gets warnings and errors, and no progress",
    default: "no",
};
/** The group of commands whose only option about output is `--json`. */
export const jsonOutput = { title: "Output", options: [json] };
