/** SHA-256 as Node computes it. */
import { createHash } from "node:crypto";
/** Lower-case hexadecimal SHA-256 of a text's UTF-8 bytes, or of bytes. */
export const sha256 = (value) => createHash("sha256").update(value).digest("hex");
