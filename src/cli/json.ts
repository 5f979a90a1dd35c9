/** What `--json` prints. */

/**
 * The formats of the commands' JSON, with their versions. A version rises when a field changes its
 * meaning or goes.
 */
export const formats = {
  ask: "stepzero/ask/1",
  audit: "stepzero/audit/1",
  devices: "stepzero/devices/1",
  doctor: "stepzero-doctor/1",
  doctorFiles: "stepzero-doctor-files/1",
  explainFramework: "stepzero/explain-framework/1",
  explainMethod: "stepzero/explain-method/1",
  explainMethods: "stepzero/explain-methods/1",
  init: "stepzero/init/1",
  list: "stepzero/list/1",
  recommend: "stepzero/recommend/1",
  tell: "stepzero/tell/1",
  trainerCheck: "stepzero/trainer-check/1",
} as const;

/** One object on one line; `format` says what it is. */
export function jsonLine<T extends object>(
  format: (typeof formats)[keyof typeof formats],
  data: T & { readonly format?: never },
): string {
  return `${JSON.stringify({ format, ...data })}\n`;
}
