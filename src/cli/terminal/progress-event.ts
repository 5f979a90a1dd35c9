/** What the progress views hear of a study. */
import type { PreparationEvent } from "../../study/plan/node/prepare.js";
import type { StudyEvent } from "../../study/run/events.js";

export type ProgressEvent = PreparationEvent | StudyEvent;
