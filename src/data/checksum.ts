/** The checksum that identifies the content of a data set. */
import type { Dataset, Split } from "./dataset.js";

/**
 * SHA-256 over shape, class names and every byte of inputs and labels (little-endian). Equal
 * numbers give equal checksums, whatever their file, name or folder. It runs in Node and browsers
 * (Web Crypto).
 *
 * @returns 64 hexadecimal digits
 */
export async function datasetChecksum(dataset: Omit<Dataset, "checksum" | "name" | "notes">): Promise<string> {
  const describeSplit = async ({ inputs, labels, count }: Split) => ({
    count,
    type: inputs instanceof Uint8Array ? "uint8" : "float32",
    inputs: await sha256(inputs),
    labels: await sha256(labels),
  });
  const { shape, classes, classNames } = dataset;
  const [train, test] = [await describeSplit(dataset.train), await describeSplit(dataset.test)];
  return sha256(new TextEncoder().encode(JSON.stringify({ shape, classes, classNames, train, test })));
}

async function sha256(data: Uint8Array | Float32Array | Int32Array): Promise<string> {
  // Web Crypto refuses shared memory, which no loader here returns.
  const digest = await crypto.subtle.digest("SHA-256", data as Uint8Array<ArrayBuffer>);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
