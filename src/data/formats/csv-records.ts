/** Comma-separated values as records of fields (RFC 4180, Shafranovich 2005). */
import { InputError } from "../../errors.js";

/**
 * Reads records one by one. Fields in quotes may hold delimiters, line ends and doubled quotes.
 * Empty lines are skipped.
 *
 * @param source name of the file, for messages
 * @throws InputError for a quote that is never closed, or text behind a closing quote
 */
export function* csvRows(text: string, source: string, delimiter: string): Generator<string[]> {
  let at = text.startsWith("\uFEFF") ? 1 : 0; // byte order mark
  while (at < text.length) {
    const fields: string[] = [];
    for (let more = true; more; ) {
      let field: string;
      if (text[at] === '"') {
        const start = at;
        field = "";
        for (;;) {
          const quote = text.indexOf('"', at + 1);
          if (quote < 0) throw new InputError(`${source}: the quote opened at character ${start} is never closed.`);
          field += text.slice(at + 1, quote);
          at = quote + 1;
          if (text[at] !== '"') break;
          field += '"';
        }
        if (at < text.length && text[at] !== delimiter && text[at] !== "\n" && text[at] !== "\r") {
          throw new InputError(
            `${source}: character ${at} follows a closing quote, expected "${delimiter}" or a new line.`,
          );
        }
      } else {
        const start = at;
        while (at < text.length && text[at] !== delimiter && text[at] !== "\n" && text[at] !== "\r") at++;
        field = text.slice(start, at);
      }
      fields.push(field);
      more = text[at] === delimiter;
      if (more) at++;
    }
    at += text[at] === "\r" && text[at + 1] === "\n" ? 2 : 1;
    if (fields.length > 1 || fields[0] !== "") yield fields;
  }
}
