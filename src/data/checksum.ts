/** The checksum that identifies the content of a data set. */
import { sha256 as portableSha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import type { Dataset, Split } from "./dataset.js";

/** SHA-256 of bytes as 64 hexadecimal digits. */
export type Sha256 = (bytes: Uint8Array) => string | Promise<string>;

/**
 * SHA-256 over shape, class names and every byte of inputs and labels (little-endian). Equal
 * numbers give equal checksums, whatever their file, name or folder. It runs in Node and browsers.
 *
 * @param sha256 counts the parts' SHA-256
 * @defaultValue `sha256`: Web Crypto, which copies what it counts
 * @returns 64 hexadecimal digits
 */
export async function datasetChecksum(
  dataset: Omit<Dataset, "checksum" | "name" | "notes">,
  sha256: Sha256 = webSha256,
): Promise<string> {
  const bytesOf = ({ buffer, byteOffset, byteLength }: Split["inputs"] | Split["labels"]) =>
    new Uint8Array(buffer, byteOffset, byteLength);
  const describeSplit = async ({ inputs, labels, count }: Split) => ({
    count,
    type: inputs instanceof Uint8Array ? "uint8" : "float32",
    inputs: await sha256(bytesOf(inputs)),
    labels: await sha256(bytesOf(labels)),
  });
  const { shape, classes, classNames } = dataset;
  const [train, test] = [await describeSplit(dataset.train), await describeSplit(dataset.test)];
  return sha256(new TextEncoder().encode(JSON.stringify({ shape, classes, classNames, train, test })));
}

/** Web Crypto takes no more bytes at once. */
const MOST_AT_ONCE = 2 ** 31 - 1;

async function webSha256(bytes: Uint8Array): Promise<string> {
  if (bytes.length <= MOST_AT_ONCE) {
    // Web Crypto refuses shared memory, which no loader here returns.
    return bytesToHex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>)));
  }
  return bytesToHex(portableSha256(bytes));
}
