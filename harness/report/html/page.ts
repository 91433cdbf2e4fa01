import { readFileSync } from 'node:fs'
import { type Markup, markup, trusted } from './markup.ts'

const asset = (name: string): Markup => trusted(readFileSync(new URL(name, import.meta.url), 'utf8'))

/** A whole page with its style and script inside. The policy forbids it every request, so that "works offline" is enforced, not hoped for. */
export const page = (title: string, body: Markup): string =>
  markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>
${asset('./page.css')}${asset('./timeline.css')}</style>
</head>
<body>
<main>
${body}
</main>
<script type="module">
${asset('./app.js')}</script>
<script type="module">
${asset('./logs.js')}</script>
</body>
</html>
`.markup
