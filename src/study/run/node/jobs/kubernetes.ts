/** Workers as an Indexed Job of Kubernetes. */
import { stringify } from "yaml";
import { type Job, type JobSystem, mebibytes } from "./job.js";

/** An image has its own installation, wherever this machine's lies. */
const PROGRAM = ["npx", "stepzero"];
/** Times that a worker which failed is started again, for each worker. */
const RESTARTS = 3;

function text({ words, directory, tasks, cores, bytes, seconds, hasCard, image, volume }: Job): string {
  const amounts = {
    cpu: String(cores),
    ...(bytes !== undefined && { memory: `${mebibytes(bytes)}Mi` }),
    ...(hasCard && { "nvidia.com/gpu": "1" }),
  };
  const job = {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name: "stepzero" },
    spec: {
      completions: tasks,
      parallelism: tasks,
      completionMode: "Indexed",
      backoffLimit: RESTARTS * tasks,
      ...(seconds !== undefined && { activeDeadlineSeconds: Math.ceil(seconds) }),
      template: {
        spec: {
          restartPolicy: "Never",
          containers: [
            {
              name: "worker",
              image,
              command: [...PROGRAM, ...words],
              resources: { requests: amounts, limits: amounts },
              volumeMounts: [{ name: "results", mountPath: directory }],
            },
          ],
          volumes: [{ name: "results", persistentVolumeClaim: { claimName: volume } }],
        },
      },
    },
  };
  return stringify(job, { aliasDuplicateObjects: false });
}

/** An Indexed Job of `batch/v1`. */
export const kubernetes: JobSystem = { name: "kubernetes", submit: "kubectl apply -f job.yaml", text };
