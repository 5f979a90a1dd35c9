/** Comma-separated values as records of fields (RFC 4180, Shafranovich 2005). */
import { InputError } from "../../errors.js";

/** What is called for a text's fields and records, in their order. */
export interface CsvVisitor {
  /** A field: the part of `text` from `start` to `end`. */
  readonly field: (text: string, start: number, end: number) => void;
  /** The record is whole. */
  readonly record: () => void;
}

/** Reads a text that comes in pieces. */
export interface CsvReader {
  /** Takes the next piece. */
  readonly push: (text: string) => void;
  /** Takes what is left: there are no more pieces. */
  readonly end: () => void;
}

/** Longest field in characters: a quote that is never closed must not swallow the file. */
const LONGEST_FIELD = 2 ** 20;

const [QUOTE, NEW_LINE, RETURN, BYTE_ORDER_MARK] = [0x22, 0x0a, 0x0d, 0xfeff];

/** A field's content, and the position behind it. */
interface FieldPlace {
  readonly content: string;
  readonly start: number;
  readonly end: number;
  readonly next: number;
}

/**
 * Reads fields one by one. Those in quotes may hold delimiters, line ends and doubled quotes. Empty
 * lines are skipped.
 *
 * @param source name of the file, for messages
 * @param delimiter one character
 * @throws InputError for a quote that is never closed, text behind a closing quote, or a field of
 *   over a million characters
 */
export function csvReader(source: string, delimiter: string, { field, record }: CsvVisitor): CsvReader {
  const separator = delimiter.charCodeAt(0);
  const isEnd = (code: number) => code === separator || code === NEW_LINE || code === RETURN;
  let rest = ""; // a field that may go on in the next piece
  let position = 0; // number of characters before `rest`
  let fields = 0; // of the record that is not yet whole
  let records = 0;

  const fail = (problem: string) => new InputError(`${source}, row ${records + 1}: ${problem}`);

  /** The quoted field at `at`; undefined if the text may go on. */
  const quotedField = (text: string, at: number, isLast: boolean): FieldPlace | undefined => {
    let content = "";
    for (let from = at + 1; ; ) {
      const quote = text.indexOf('"', from);
      if (quote < 0) {
        if (!isLast) return undefined;
        throw fail(`the quote opened at character ${position + at} is never closed. Close it, or leave it out.`);
      }
      content += text.slice(from, quote);
      if (quote + 1 === text.length && !isLast) return undefined;
      if (text.charCodeAt(quote + 1) === QUOTE) {
        content += '"';
        from = quote + 2;
        continue;
      }
      const next = quote + 1;
      if (next < text.length && !isEnd(text.charCodeAt(next))) {
        throw fail(
          `character ${position + next} follows a closing quote, expected "${delimiter}" or a new line. Double the quotes within a field.`,
        );
      }
      return { content, start: 0, end: content.length, next };
    }
  };

  const plainField = (text: string, start: number, isLast: boolean): FieldPlace | undefined => {
    let end = start;
    while (end < text.length && !isEnd(text.charCodeAt(end))) end++;
    return end === text.length && !isLast ? undefined : { content: text, start, end, next: end };
  };

  const scan = (text: string, isLast: boolean): void => {
    let at = 0;
    while (at < text.length || (isLast && fields > 0)) {
      const place = text.charCodeAt(at) === QUOTE ? quotedField(text, at, isLast) : plainField(text, at, isLast);
      const isCut = place === undefined || (place.next === text.length - 1 && text.charCodeAt(place.next) === RETURN);
      if ((place === undefined ? text.length : place.next) - at > LONGEST_FIELD) {
        throw fail(
          `the field that begins at character ${position + at} has over ${LONGEST_FIELD} characters. Is there a quote that is never closed?`,
        );
      }
      if (place === undefined || (isCut && !isLast)) break;
      const { content, start, end, next } = place;
      const code = text.charCodeAt(next);
      at = next + (code === RETURN && text.charCodeAt(next + 1) === NEW_LINE ? 2 : 1);
      const isWhole = next === text.length || code !== separator;
      if (isWhole && fields === 0 && start === end) continue; // an empty line
      field(content, start, end);
      fields++;
      if (!isWhole) continue;
      record();
      records++;
      fields = 0;
    }
    rest = text.slice(at);
    position += at;
  };

  return {
    push: (text) => {
      const isStart = position === 0 && rest === "" && text.charCodeAt(0) === BYTE_ORDER_MARK;
      if (isStart) position = 1;
      scan(rest + (isStart ? text.slice(1) : text), false);
    },
    end: () => scan(rest, true),
  };
}

/**
 * Every record of a text as an array of fields.
 *
 * @param source name of the file, for messages
 * @throws InputError as `csvReader`
 */
export function csvRows(text: string, source: string, delimiter: string): string[][] {
  const rows: string[][] = [];
  let fields: string[] = [];
  const reader = csvReader(source, delimiter, {
    field: (content, start, end) => fields.push(content.slice(start, end)),
    record: () => {
      rows.push(fields);
      fields = [];
    },
  });
  reader.push(text);
  reader.end();
  return rows;
}
