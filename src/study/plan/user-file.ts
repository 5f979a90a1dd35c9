/** A file of the user whose contents decide results. */

/** A user's file that holds an initializer or a network, and the hash that decides its numbers. */
export interface UserFile {
  /** Absolute path. */
  readonly path: string;
  /** SHA-256 of the file's contents, with those of what it imports. */
  readonly sha256: string;
}
