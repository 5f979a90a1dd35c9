/**
 * `npm run pictures`: draws the stored pictures of the report's figures anew. Look at what changed.
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { drawPictures, pictureFolder } from "../test/report/pictures.js";

const pictures = await drawPictures();
rmSync(pictureFolder, { recursive: true, force: true });
mkdirSync(pictureFolder, { recursive: true });
for (const [path, bytes] of pictures) writeFileSync(path, bytes);
console.log(`${pictures.size} pictures in ${pictureFolder}`);
