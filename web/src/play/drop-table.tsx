/** A table of the user's, dropped on the page or chosen. */
import { useEffect, useState } from "preact/hooks";
import type { UserTable } from "./messages.js";

/** Bytes of a table that a page trains on. */
const MOST_BYTES = 20e6;

/** A button that opens a file; a file may be dropped anywhere on the page, too. */
export function DropTable({
  userTable,
  setTable,
}: {
  readonly userTable: UserTable | undefined;
  readonly setTable: (table: UserTable) => void;
}) {
  const [fault, setFault] = useState("");
  const take = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    const text = await readTable(file);
    if (typeof text === "string") {
      setFault("");
      setTable({ file: file.name, text });
    } else setFault(text.fault);
  };
  useEffect(() => {
    const over = (event: DragEvent): void => event.preventDefault();
    const drop = (event: DragEvent): void => {
      event.preventDefault();
      void take(event.dataTransfer?.files[0]);
    };
    document.addEventListener("dragover", over);
    document.addEventListener("drop", drop);
    return () => {
      document.removeEventListener("dragover", over);
      document.removeEventListener("drop", drop);
    };
  });
  return (
    <>
      <label class="file">
        <span>
          Or drop a .csv here, its last column the class{userTable === undefined ? "" : ` (now ${userTable.file})`}
        </span>
        <input
          type="file"
          accept=".csv,.tsv,.txt,text/csv"
          onChange={(event) => void take(event.currentTarget.files?.[0])}
        />
      </label>
      {fault !== "" && (
        <p class="failed" role="alert">
          {fault}
        </p>
      )}
    </>
  );
}

/** The text of a file that may be a table; the data reader says more about its rows. */
async function readTable(file: File): Promise<string | { readonly fault: string }> {
  if (file.size > MOST_BYTES) {
    const megabytes = (file.size / 1e6).toFixed(0);
    return {
      fault: `${file.name} has ${megabytes} MB; this page takes tables of up to 20 MB. Use stepzero compare --data.`,
    };
  }
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (bytes.includes(0)) {
    return {
      fault: `${file.name} is no text. This page reads tables: rows of numbers, with the class in the last column (.csv).`,
    };
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return { fault: `${file.name} is no text in UTF-8. Save the table as UTF-8, or use stepzero compare --encoding.` };
  }
}
