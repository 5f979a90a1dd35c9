/** What every page has around its content: head, contents, themes, footer. */
import { html, trusted } from "../html.js";
import { pageStyle } from "./style.js";
/** A page without network access, whose theme follows the system and can be switched. */
export function framedPage({ title, stepzero, first, contents, main, end }) {
    return html `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="generator" content="stepzero ${stepzero}"><title>${title}</title>
<link rel="icon" href="data:,"><style>${trusted(pageStyle)}</style></head><body>
<a class="skip" href="#${first.id}">To the ${first.name}</a>
<header class="top"><nav aria-label="Contents"><ul>${contents.map(([id, text]) => html `<li><a href="#${id}">${text}</a></li>`)}</ul></nav>
<fieldset class="theme"><legend>Theme</legend><span><input type="radio" name="theme" id="theme-system" checked><label for="theme-system">system</label></span>
<span><input type="radio" name="theme" id="theme-light"><label for="theme-light">light</label></span>
<span><input type="radio" name="theme" id="theme-dark"><label for="theme-dark">dark</label></span></fieldset></header>
<main>${main}
</main><footer>Made by stepzero ${stepzero}.</footer>
${end}</body></html>
`.html;
}
