/** Workers as an array of Slurm. */
import { shellLine } from "../../../../shell-words.js";
import { type Job, type JobSystem, mebibytes } from "./job.js";

function text({ program, words, directory, tasks, cores, bytes, seconds, hasCard }: Job): string {
  const lines = [
    "#!/bin/bash",
    "#SBATCH --job-name=stepzero",
    `#SBATCH --array=1-${tasks}`,
    `#SBATCH --cpus-per-task=${cores}`,
    ...(bytes === undefined ? [] : [`#SBATCH --mem=${mebibytes(bytes)}M`]),
    ...(seconds === undefined ? [] : [`#SBATCH --time=${clockTime(seconds)}`]),
    ...(hasCard ? ["#SBATCH --gpus=1"] : []),
    "#SBATCH --output=stepzero-%A_%a.log",
    `# Every task takes runs that no other task works on, from ${JSON.stringify(directory)}.`,
    "# The runs of a task that is killed are taken over; this script, given again, goes on.",
    `exec ${shellLine([...program, ...words])}`,
  ];
  return `${lines.join("\n")}\n`;
}

/** "02:30:00", as Slurm reads a time; "1-02:30:00" from a day on. */
function clockTime(seconds: number): string {
  const minutes = Math.ceil(seconds / 60);
  const [days, hours] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60)];
  const two = (n: number): string => String(n).padStart(2, "0");
  return `${days === 0 ? "" : `${days}-`}${two(hours)}:${two(minutes % 60)}:00`;
}

/** An array of `sbatch`. */
export const slurm: JobSystem = { name: "slurm", submit: "sbatch job.sh", text };
