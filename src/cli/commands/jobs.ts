/** `stepzero jobs`: a study in a folder, and the cluster's job whose workers run it. */
import { resolve } from "node:path";
import { InputError } from "../../errors.js";
import { type Device, findDevice } from "../../runtime/device.js";
import type { StudyOptions } from "../../study/plan/options.js";
import type { StudyEstimate } from "../../study/run/node/estimate.js";
import { runBounds } from "../../study/run/node/run-options.js";
import { visibleLine } from "../../visible-text.js";
import type { CommandDefinition, OptionTexts } from "../command.js";
import { exitCodes } from "../exit-codes.js";
import { wholeNumber } from "../option-values.js";
import { dataDir, quietly } from "../shared-options.js";
import type { Terminal } from "../terminal/terminal.js";
import { programWords, thisProcess } from "../typed-command.js";

/** What is asked for where the person says nothing. */
const usual = { tasks: 8, cores: 4, image: "node:20", volume: "stepzero-results" } as const;
/** Bounds of `--tasks` and `--cores`. */
const counts = [1, 100_000] as const;

export const jobs: CommandDefinition = {
  argument: "slurm or kubernetes, and a study file; without one, the study that the folder has",
  examples: [
    "stepzero jobs slurm study.yaml --out /shared/results > job.sh",
    "stepzero jobs slurm --out /shared/results --tasks 20 --cores 8 > job.sh",
    "stepzero jobs kubernetes study.yaml --out /shared/results --volume nfs > job.yaml",
  ],
  options: [
    {
      title: "The job",
      options: [
        {
          name: "out",
          value: "DIR",
          help: "Folder that all workers share; the study is written into it",
          default: "must be said",
        },
        { name: "tasks", value: "N", help: "Number of workers", default: String(usual.tasks) },
        { name: "cores", value: "N", help: "Cores of each worker", default: String(usual.cores) },
        {
          name: "device",
          value: "NAME",
          help: "What to train on: cpu, or cuda, which asks for a card per worker",
          default: "cpu",
        },
        {
          name: "image",
          value: "NAME",
          help: "Kubernetes: a container's image with Node and stepzero",
          default: usual.image,
        },
        {
          name: "volume",
          value: "NAME",
          help: "Kubernetes: the claim on the volume that holds the folder",
          default: usual.volume,
        },
        dataDir,
        quietly,
      ],
    },
  ],
  run: async ([system, file, ...rest], options, terminal) => {
    if (system === undefined || rest.length > 0) {
      throw new InputError(
        "jobs needs slurm or kubernetes, and a study file. For example: stepzero jobs slurm study.yaml --out /shared/results.",
      );
    }
    const [{ findJobSystem }, { readStudyFile }] = await Promise.all([
      import("../../study/run/node/jobs/systems.js"),
      import("../../study/plan/node/read-study-file.js"),
    ]);
    const { text, submit } = findJobSystem(system);
    const request = readOptions(options);
    const study = file === undefined ? undefined : await readStudyFile(file);
    const needs = await needsOf(study, request, terminal);
    const directory = resolve(request.out);
    const { tasks, cores, device, image, volume, dataDir: data } = request;
    const program = programWords(thisProcess());
    const words = [
      ...["worker", directory],
      ...(device === "cpu" ? ["--jobs", String(cores)] : ["--device", device]),
      ...(data === undefined ? [] : ["--data-dir", resolve(data)]),
      ...(needs.hasPrograms && file !== undefined ? ["--study", resolve(file)] : []),
    ];
    terminal.out.write(
      text({ program, words, directory, tasks, cores, image, volume, hasCard: device !== "cpu", ...needs }),
    );
    terminal.say(`${visibleLine(request.out)} has the study: ${needs.runs} runs at most. ${needs.inWords}\n`);
    terminal.say(
      `Hand the text to the cluster: ${submit}. Then: ${program.join(" ")} view ${visibleLine(request.out)}\n`,
    );
    return exitCodes.done;
  },
};

function readOptions(options: OptionTexts) {
  const out = options.get("out");
  if (out === undefined) {
    throw new InputError("jobs needs --out DIR: a folder that all workers share. For example: --out /shared/results.");
  }
  const device: Device = findDevice(options.get("device") ?? "cpu");
  return {
    out,
    device,
    tasks: wholeNumber(options, "tasks", ...counts) ?? usual.tasks,
    cores: wholeNumber(options, "cores", ...runBounds.jobs) ?? usual.cores,
    image: options.get("image") ?? usual.image,
    volume: options.get("volume") ?? usual.volume,
    dataDir: options.get("data-dir"),
  };
}

/** Runs take longer on a machine that others use, too, and a cluster ends what takes too long. */
const ROOM = 3;
/** Bytes of the process that conducts, and of what the estimate leaves out. */
const CONDUCTOR_BYTES = 512 * 2 ** 20;
/** A cluster starts no job for less. */
const LEAST_SECONDS = 600;

/** Submits the study, and finds what a worker needs: from a few timed steps on this machine. */
async function needsOf(study: StudyOptions | undefined, request: ReturnType<typeof readOptions>, terminal: Terminal) {
  const [{ submitStudy }, { programsOf }, { readRequest }, { estimateStudy }, { noticeOn }] = await Promise.all([
    import("../../study/run/node/submit-study.js"),
    import("../../study/run/node/join-study.js"),
    import("../../study/run/node/request-file.js"),
    import("../../study/run/node/estimate.js"),
    import("../terminal/notice.js"),
  ]);
  const { out, cores, tasks, dataDir: data } = request;
  const notice = noticeOn(terminal);
  const { runs, processBytes } = await submitStudy(study, {
    out,
    dataDir: data,
    onEvent: (event) => {
      if (event.kind === "notice") notice(event.message);
    },
  });
  const submitted = readRequest(out)!;
  const hasPrograms = programsOf(submitted).length > 0;
  const bytes = processBytes === undefined ? undefined : 1.25 * cores * processBytes + CONDUCTOR_BYTES;
  if (submitted.trainer !== undefined) {
    const inWords = "A trainer's time and memory are not known: add them to the job.";
    return { runs, hasPrograms, bytes, seconds: undefined, inWords };
  }
  const estimate = await estimateStudy(submitted, { out, dataDir: data, jobs: cores });
  const seconds = secondsOf(estimate, tasks);
  const inWords =
    seconds === undefined
      ? "The time of a run could not be measured here: add it to the job."
      : `Each of ${tasks} workers is given ${Math.ceil(seconds / 60)} min, ${ROOM} times what timed steps on this machine say.`;
  return { runs, hasPrograms, bytes, seconds, inWords };
}

/** Seconds of one worker of several, with room. */
function secondsOf({ seconds, problems }: StudyEstimate, tasks: number): number | undefined {
  if (seconds === null) return undefined;
  const longest = Math.max(0, ...problems.map((problem) => problem.seconds ?? 0));
  return Math.max(LEAST_SECONDS, ROOM * (seconds / tasks + longest));
}
