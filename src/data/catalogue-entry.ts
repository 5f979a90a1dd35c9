/** What the catalogue says about a published data set. */
import type { Shape } from "../graph/tensor.js";
import type { Dataset, Split } from "./dataset.js";

/** A file inside an archive; of a gzip file, its only content. */
export interface Member {
  /** Name of the decompressed file. */
  readonly name: string;
  /** Size of the decompressed file. */
  readonly bytes: number;
  /** Decides whether a copy is the published file, in whatever archive it came. */
  readonly sha256: string;
}

/** A file as it is published. */
export interface Archive {
  /** Name of the file below each mirror: "train-images-idx3-ubyte.gz". */
  readonly file: string;
  /** How the members are packed; "gzip" has one member. */
  readonly packing: "gzip" | "tar.gz";
  /** Size of the archive. */
  readonly bytes: number;
  /** As its authors publish it. */
  readonly md5: string;
  /** Of the archive, in hexadecimal digits. */
  readonly sha256: string;
  /** The files that the data set needs. */
  readonly members: readonly Member[];
}

/** A published data set. */
export interface CatalogueEntry {
  /** The name that users type. */
  readonly name: string;
  /** "MNIST handwritten digits". */
  readonly title: string;
  /** Shape of one sample: `[C, H, W]`. */
  readonly shape: Shape & readonly [number, number, number];
  /** One per class, in the order of the labels. */
  readonly classNames: readonly string[];
  /** Number of training samples. */
  readonly trainCount: number;
  /** Number of test samples. */
  readonly testCount: number;
  /** URLs of folders that hold every archive, official ones among the first; each ends in "/". */
  readonly mirrors: readonly string[];
  /** The files to download. */
  readonly archives: readonly Archive[];
  /**
   * Reads the verified members (file name → bytes).
   *
   * @throws InputError if a member is missing or damaged
   */
  readonly parse: (members: ReadonlyMap<string, Uint8Array>) => { readonly train: Split; readonly test: Split };
  /** `datasetChecksum` of what `parse` returns. */
  readonly checksum: string;
  /** The publication to cite. */
  readonly reference: string;
  /** The licence of the data. */
  readonly licence: string;
}

/**
 * Makes the data set from its verified members.
 *
 * @param members file name → bytes
 * @throws InputError if a member is missing or damaged
 */
export function assemble(entry: CatalogueEntry, members: ReadonlyMap<string, Uint8Array>): Dataset {
  const { name, shape, classNames, checksum } = entry;
  return { name, shape, classes: classNames.length, classNames, ...entry.parse(members), checksum };
}
