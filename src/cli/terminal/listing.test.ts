import { describe, expect, it } from "vitest";
import { listing, listingKinds } from "../../explain/index.js";
import { allInitializers } from "../../initializers/index.js";
import { renderListing } from "./listing.js";
import { displayWidth } from "./text.js";

describe("the list of everything", () => {
  it.each([60, 80, 120])("fits %i columns", (width) => {
    for (const line of renderListing(listing(listingKinds), width).split("\n"))
      expect(displayWidth(line), line).toBeLessThanOrEqual(width);
  });

  it("wraps the names of a method below each other, and leaves none out", () => {
    const text = renderListing(listing(["initializers"]), 80);
    expect(text).toContain(
      "\n  pytorch-default, pytorch/default, pytorch/linear-default,\n  pytorch/conv-default, pytorch/embedding-default\n      ",
    );
    const flat = text.replace(/\s+/g, " ");
    for (const { name, aliases = [] } of allInitializers) expect(flat).toContain(` ${[name, ...aliases].join(", ")} `);
  });
});
