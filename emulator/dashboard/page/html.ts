import { createHash } from "node:crypto";
import { script } from "./script";
import { style } from "./style";

/** Nothing but this page's own script and style runs, and nothing is fetched from elsewhere. */
export const securityPolicy = [
  "default-src 'none'",
  `script-src '${hash(script)}'`,
  `style-src '${hash(style)}'`,
  "connect-src 'self'",
  "img-src data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join("; ");

/** The page, without any state; that comes by events. */
export const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Local Azure ML</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<header>
<h1>Local Azure ML</h1>
<p id="connection" role="status">Connecting…</p>
</header>
<main>
<div id="overview">
<p id="nothing" class="empty" hidden>No endpoints yet. Deploy some: <code>pulumi-azureml emulator exec -- pulumi up</code></p>
<div id="endpoints"></div>
</div>
<aside>
<section id="log" aria-labelledby="log-title">
<h2 id="log-title">Log</h2>
<label for="log-instance">Instance</label>
<select id="log-instance" disabled><option value="">all instances</option></select>
<div id="log-lines" role="log" aria-live="off" aria-labelledby="log-title" tabindex="0"></div>
</section>
<section aria-labelledby="operations-title">
<h2 id="operations-title">Operations under way</h2>
<p id="no-operations" class="empty">None.</p>
<ul id="operations"></ul>
</section>
<section aria-labelledby="faults-title">
<h2 id="faults-title">Faults switched on</h2>
<p id="no-faults" class="empty">None.</p>
<ul id="faults"></ul>
</section>
</aside>
</main>
<noscript><p class="empty">This page needs JavaScript.</p></noscript>
<script>${script}</script>
</body>
</html>
`;

/** How a content security policy names a script or style. */
function hash(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
