/** The page's looks. */
export const style = `
:root {
  --ground: #f6f7f9; --card: #ffffff; --ink: #1b1f24; --quiet: #59636e; --line: #d9dee4; --track: #e6eaef;
  --accent: #0b66c3; --mirror: #8250df; --good: #1a7f37; --busy: #9a6700; --bad: #cf222e; --code: #f1f3f6;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0f1318; --card: #171c23; --ink: #e6eaf0; --quiet: #9aa5b1; --line: #2c343e; --track: #2a323c;
    --accent: #58a6ff; --mirror: #b392f0; --good: #56d364; --busy: #e3b341; --bad: #ff7b72; --code: #0f1318;
  }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 14px/1.45 system-ui, sans-serif; }
h1, h2, p, ul { margin: 0; }
h1 { font-size: 17px; }
h2 { font-size: 15px; overflow-wrap: anywhere; }
code, #log-lines { font: 12px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
header {
  display: flex; align-items: center; justify-content: space-between; gap: 16px;
  padding: 10px max(20px, calc((100vw - 1680px) / 2));
  background: var(--card); border-bottom: 1px solid var(--line);
}
#connection { color: var(--quiet); }
#connection::before { content: "● "; }
#connection.connected::before { color: var(--good); }
#connection.reconnecting::before { color: var(--busy); }
main {
  display: grid; grid-template-columns: minmax(0, 1fr) 380px; gap: 16px; align-items: start;
  max-width: 1720px; margin: 0 auto; padding: 16px 20px;
}
#endpoints { display: grid; gap: 16px; }
aside { position: sticky; top: 16px; display: grid; gap: 16px; min-width: 0; }
section { min-width: 0; padding: 14px 16px; background: var(--card); border: 1px solid var(--line); border-radius: 8px; }
.empty { padding: 4px 0; color: var(--quiet); }
.chips, .line { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 10px; margin-top: 4px; color: var(--quiet); }
.tags { display: contents; }
.tag { padding: 0 7px; border: 1px solid var(--line); border-radius: 9px; font-size: 12px; overflow-wrap: anywhere; }
.uri { padding: 1px 6px; background: var(--code); border-radius: 4px; color: var(--ink); overflow-wrap: anywhere; }
.line { min-height: 24px; justify-content: space-between; }
.refused { color: var(--bad); font-variant-numeric: tabular-nums; }
.state::before { content: "● "; color: var(--busy); }
.state.succeeded::before { color: var(--good); }
.state.failed::before { color: var(--bad); }
.state.failed { color: var(--bad); }
table { width: 100%; margin-top: 10px; border-collapse: collapse; table-layout: fixed; font-variant-numeric: tabular-nums; }
th, td { padding: 7px 6px; text-align: left; vertical-align: middle; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
thead th { border-top: 0; padding-block: 2px 5px; color: var(--quiet); font-size: 12px; font-weight: 500; }
tbody th { font-weight: 600; }
.c-deployment { width: 14.5%; } .c-state { width: 13.5%; } .c-instances { width: 12%; }
.c-traffic, .c-mirror { width: 9.5%; }
.c-requests { width: 9%; } .c-errors, .c-p50, .c-p95 { width: 8%; }
.c-requests, .c-errors, .c-p50, .c-p95, .c-log { text-align: right; white-space: nowrap; }
.c-log { width: 8%; }
.state { white-space: nowrap; }
.failing { color: var(--bad); font-weight: 600; }
.number { display: inline-block; min-width: 44px; }
.dots { display: inline-flex; flex-wrap: wrap; gap: 3px; vertical-align: middle; }
.dot { width: 9px; height: 9px; border-radius: 50%; background: var(--good); }
.dot.starting, .dot.restarting, .dot.stopping { background: none; border: 2px solid var(--busy); }
.dot.unready { background: none; border: 2px solid var(--bad); }
.bar { display: block; }
.bar.none { color: var(--quiet); }
.track { display: block; height: 6px; margin-top: 2px; background: var(--track); border-radius: 3px; overflow: hidden; }
.fill { display: block; width: 0; height: 100%; border-radius: 3px; transition: width .3s; }
.traffic .fill { background: var(--accent); }
.mirror .fill { background: var(--mirror); }
button, select {
  padding: 3px 10px; color: var(--ink); background: var(--card); border: 1px solid var(--line); border-radius: 6px; font: inherit;
}
button { cursor: pointer; }
button:hover { border-color: var(--accent); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
#log { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 8px; align-items: center; }
#log label { color: var(--quiet); }
#log h2 { grid-column: 1 / -1; }
.log-line { padding-left: 16px; text-indent: -16px; }
#log-instance:disabled + #log-lines::before { content: "Choose the log of a deployment."; color: var(--quiet); }
#log-lines {
  grid-column: 1 / -1; height: min(56vh, 520px); padding: 8px; overflow: auto; background: var(--code);
  border: 1px solid var(--line); border-radius: 6px; white-space: pre-wrap; overflow-wrap: anywhere;
}
ul { padding: 4px 0 0; list-style: none; }
li { padding: 3px 0; overflow-wrap: anywhere; }
.what { font-weight: 600; }
.since { color: var(--quiet); }
#faults li { color: var(--bad); }
@media (max-width: 1100px) {
  main { grid-template-columns: minmax(0, 1fr); }
  aside { position: static; }
}
@media (max-width: 760px) {
  header, main { padding-inline: 12px; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  table, tbody { display: block; }
  tbody tr { display: grid; grid-template-columns: repeat(4, minmax(0, 1fr)); gap: 6px 12px; padding: 10px 0; border-top: 1px solid var(--line); }
  tbody th, tbody td { display: block; }
  tbody tr > [role] { width: auto; padding: 0; border: 0; text-align: left; white-space: normal; }
  td::before { display: block; content: attr(data-label); color: var(--quiet); font-size: 11px; }
  tbody th { grid-column: 1 / 3; align-self: center; }
  tbody td.c-log { grid-column: 4; grid-row: 1; text-align: right; }
  td.c-log::before { content: none; }
  .c-state { grid-column: 1 / 3; } .c-instances { grid-column: 3 / 5; }
  .c-traffic { grid-column: 1 / 3; } .c-mirror { grid-column: 3 / 5; }
}
@media (prefers-reduced-motion: reduce) { .fill { transition: none; } }
`;
