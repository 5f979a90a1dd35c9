/** The page's style sheet: light, dark, narrow and on paper. */
import { hueVariables } from "../colours.js";

const light = `--page:#ffffff;--raised:#f5f6f7;--ink:#1c2024;--quiet:#566068;--faint:#d9dde1;--link:#0062a3;--good:#00704f;--bad:#b3261e;--warn:#7a5200;--shade:#0072b2;${hueVariables("light")}`;
/** The colours of the dark theme. */
export const dark = `--page:#14171a;--raised:#1d2125;--ink:#e4e7ea;--quiet:#a2aab2;--faint:#3a4047;--link:#7cc0f5;--good:#4cc79b;--bad:#ff8a80;--warn:#efb83a;--shade:#2f8fd0;${hueVariables("dark")}`;

/**
 * The theme follows the system; the two switches at the top, which need no script, set it the other
 * way.
 */
export const pageStyle = `
:root{color-scheme:light dark;${light}}
@media (prefers-color-scheme:dark){:root{${dark}}}
:root:has(#theme-light:checked){color-scheme:light;${light}}
:root:has(#theme-dark:checked){color-scheme:dark;${dark}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main,header.top,footer{max-width:1080px;margin:0 auto;padding:0 20px}
a{color:var(--link)}
a:focus-visible,summary:focus-visible,[tabindex]:focus-visible,input:focus-visible+label{outline:3px solid var(--link);outline-offset:2px}
.skip{position:absolute;left:-999px}.skip:focus{left:8px;top:8px;background:var(--page);padding:6px}
header.top{display:flex;flex-wrap:wrap;gap:4px 20px;justify-content:space-between;align-items:baseline;padding-top:14px;font-size:14px;color:var(--quiet)}
nav ul{list-style:none;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:2px 16px}
fieldset.theme{border:0;margin:0;padding:0;display:flex;gap:12px}
fieldset.theme legend{float:left;margin-right:12px}
h1{font-size:30px;line-height:1.2;margin:18px 0 4px;text-wrap:balance;overflow-wrap:anywhere}
h2{font-size:22px;line-height:1.25;margin:44px 0 10px;padding-top:10px;border-top:1px solid var(--faint);overflow-wrap:anywhere}
h3{font-size:17px;margin:24px 0 6px;overflow-wrap:anywhere}
p{margin:8px 0;max-width:76ch}
.setting{color:var(--quiet);font-size:14px}
.verdict{font-size:18px;border-left:4px solid var(--link);padding:2px 0 2px 14px;margin:14px 0}
.notice{border-left:4px solid var(--warn);padding:2px 0 2px 14px;margin:14px 0;max-width:76ch}
.notice b{color:var(--warn)}
ul.caveats,ul.findings{margin:8px 0;padding-left:20px;max-width:76ch;font-size:15px}
.scroll{overflow-x:auto;margin:12px 0}
table{border-collapse:collapse;min-width:min(100%,30em);font-size:15px;font-variant-numeric:tabular-nums}
caption{text-align:left;color:var(--quiet);font-size:14px;padding-bottom:6px;max-width:min(76ch,calc(100vw - 36px))}
th,td{padding:5px 14px 5px 0;text-align:right;border-bottom:1px solid var(--faint);white-space:nowrap;vertical-align:top}
thead th{font-weight:600;color:var(--quiet);font-size:13px;line-height:1.25;vertical-align:bottom;white-space:normal;max-width:9em}
tbody th{font-weight:400}
table.dense{font-size:14px}
.dense th,.dense td{padding-right:10px}
.dense thead th{max-width:6em}
table.layers{font-size:13.5px}.layers th,.layers td{padding-right:9px}
.left{text-align:left}
td.wrap,th.wrap{white-space:normal;min-width:14em;max-width:46em;overflow-wrap:anywhere}
tr.leader>*{font-weight:700}
tr.unranked>*{color:var(--quiet)}
.failed{color:var(--bad)}
svg.key{width:30px;height:14px;vertical-align:-2px;margin-right:8px}
.figures{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,420px),1fr));gap:26px 36px;margin:16px 0;align-items:start}
.figures figure.wide{grid-column:1/-1}
figure{margin:0;min-width:0}
figure svg.figure{width:100%;height:auto;max-width:600px;display:block;overflow:visible}
figure.wide svg.figure{width:auto;max-width:none}figure.wide .scroll{margin:0}
figcaption{font-size:13.5px;line-height:1.4;color:var(--quiet);margin-top:4px;max-width:66ch}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,330px),1fr));gap:14px}
.card{background:var(--raised);border-radius:8px;padding:12px 16px;min-width:0;overflow-wrap:anywhere}
.card h3{margin:0 0 2px}
.finding{margin:14px 0;max-width:82ch;border-left:4px solid var(--warn)}
.finding:has(.failed){border-left-color:var(--bad)}
.finding dl{margin:6px 0 4px;font-size:14px}
.card p,.card ul{font-size:14px;margin:6px 0}
.card ul{padding-left:18px}
code,.formula{font-family:ui-monospace,monospace;font-size:13.5px}
code{overflow-wrap:anywhere}
dl{display:grid;grid-template-columns:minmax(8em,max-content) 1fr;gap:4px 18px;font-size:15px;margin:12px 0}
dt{color:var(--quiet)}dd{margin:0;overflow-wrap:anywhere}
details{margin:10px 0}summary{cursor:pointer}
footer{margin-top:44px;padding-bottom:30px;font-size:14px;color:var(--quiet)}
@media (max-width:560px){main,header.top,footer{padding-left:14px;padding-right:14px}h1{font-size:24px}h2{font-size:20px}.verdict{font-size:17px}dl{grid-template-columns:1fr}dd{margin-bottom:6px}table{font-size:14px}th,td{padding-right:9px}svg.key{margin-right:5px}}
@media print{:root,:root:has(#theme-dark:checked){color-scheme:light;${light}}body{font-size:11pt}main,header.top,footer{max-width:none;padding:0}fieldset.theme,nav,.skip,.download{display:none}.scroll{overflow:visible}figure,.card,tr{break-inside:avoid}h2,h3{break-after:avoid}.figures{grid-template-columns:1fr 1fr;gap:14px 20px}figure.wide svg.figure{max-width:100%}table{font-size:9.5pt}th,td{padding-right:9px}a{color:inherit}}
`;
