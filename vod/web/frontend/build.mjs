// Bundles every entry of this directory into static files that need nothing from elsewhere.
import { copyFile, mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const out = fileURLToPath(new URL("../static/web/", import.meta.url));

await mkdir(out, { recursive: true });
await build({
  entryPoints: [`${here}player.js`, `${here}studio.js`, `${here}site.css`, `${here}desk.css`],
  outdir: out,
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2022", "safari16"],
  legalComments: "none",
  logLevel: "warning",
});
await copyFile(`${here}icon.svg`, `${out}icon.svg`);
