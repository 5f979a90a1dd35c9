/**
 * Every command, in one literal table. A command's file is loaded when the
 * command line names the command.
 */
import type { CommandEntry } from "./command.js";

const groups = {
  compare: "Train and compare",
  diagnose: "Diagnose a network",
  inspect: "Look up and write weights",
  published: "Check published results",
} as const;

/** In the order of the help. */
export const commands: readonly CommandEntry[] = [
  {
    name: "compare",
    argument: "[study]",
    summary: "Train the same networks from different initializations and rank them",
    group: groups.compare,
    load: async () => (await import("./commands/compare.js")).compare,
  },
  {
    name: "report",
    argument: "[results]",
    summary: "Write a page with figures, tables and data files of a study's results",
    group: groups.compare,
    load: async () => (await import("./commands/report.js")).report,
  },
  {
    name: "view",
    argument: "[folder]",
    summary: "Show a study in the browser while it runs, or when it has ended",
    group: groups.compare,
    load: async () => (await import("./commands/view.js")).view,
  },
  {
    name: "play",
    summary: "Train in the browser and watch: data, network and initializers by sliders",
    group: groups.compare,
    load: async () => (await import("./commands/play.js")).play,
  },
  {
    name: "plan",
    argument: "[pilot]",
    summary: "Say before a study how many seeds and how long it needs, and what a budget can tell",
    group: groups.compare,
    load: async () => (await import("./commands/plan.js")).plan,
  },
  {
    name: "merge",
    argument: "[folders...]",
    summary: "Join results folders of one study, as compare --shard leaves them",
    group: groups.compare,
    load: async () => (await import("./commands/merge.js")).merge,
  },
  {
    name: "worker",
    argument: "[folder]",
    summary: "Run cells of a study in a folder that several machines share",
    group: groups.compare,
    load: async () => (await import("./commands/worker.js")).worker,
  },
  {
    name: "jobs",
    argument: "[system...]",
    summary: "Submit a study to a folder, and print the job of Slurm or Kubernetes whose workers run it",
    group: groups.compare,
    load: async () => (await import("./commands/jobs.js")).jobs,
  },
  {
    name: "trainer",
    argument: "[check...]",
    summary: "Check your own trainer: whether it uses the weights, and whether its runs can be paired",
    group: groups.compare,
    load: async () => (await import("./commands/trainer.js")).trainer,
  },
  {
    name: "ask",
    argument: "[study]",
    summary: "Hand the next run of a study to a program that trains it itself, with its weights",
    group: groups.compare,
    load: async () => (await import("./commands/ask.js")).ask,
  },
  {
    name: "tell",
    argument: "[cell...]",
    summary: "Store the metrics of a run that ask handed out",
    group: groups.compare,
    load: async () => (await import("./commands/tell.js")).tell,
  },
  {
    name: "devices",
    summary: "Try every device that compare --device can train on, and say what is missing",
    group: groups.compare,
    load: async () => (await import("./commands/devices.js")).devices,
  },
  {
    name: "doctor",
    argument: "[models...]",
    summary: "Say whether a network is healthy before its first step, layer by layer, and what to change",
    group: groups.diagnose,
    load: async () => (await import("./commands/doctor.js")).doctor,
  },
  {
    name: "recommend",
    argument: "[model]",
    summary: "Find the initializer for a network and its data: theory, measurement, short races, one answer",
    group: groups.diagnose,
    load: async () => (await import("./commands/recommend.js")).recommend,
  },
  {
    name: "init",
    summary: "Write a network's initial weights for PyTorch, Keras, Flax or ONNX",
    group: groups.inspect,
    load: async () => (await import("./commands/init.js")).init,
  },
  {
    name: "explain",
    argument: "[methods...]",
    summary: "Explain an initializer, or several side by side, or a framework's defaults",
    group: groups.inspect,
    load: async () => (await import("./commands/explain.js")).explain,
  },
  {
    name: "list",
    argument: "[kind]",
    summary: "List initializers, models and data sets",
    group: groups.inspect,
    load: async () => (await import("./commands/list.js")).list,
  },
  {
    name: "reproduce",
    summary: "Run the 2019 paper's comparison again, and check it claim by claim",
    group: groups.published,
    load: async () => (await import("./commands/reproduce.js")).reproduce,
  },
  {
    name: "audit",
    argument: "[table]",
    summary: "Say how likely a published table's ranking is noise",
    group: groups.published,
    load: async () => (await import("./commands/audit.js")).audit,
  },
];
