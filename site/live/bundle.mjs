// node bundle.mjs FOLDER: the page's and the worker's scripts and the widgets' style, one file each, minified.
import {dirname} from 'node:path';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';

const result = await build({
  absWorkingDir: dirname(fileURLToPath(import.meta.url)),
  entryPoints: ['page.js', 'worker.js'],
  outdir: process.argv[2],
  entryNames: '[name]-[hash]',
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  legalComments: 'none',
  external: ['node:*', 'ws'], // only asked for under Node
  loader: {'.woff2': 'empty', '.woff': 'empty', '.ttf': 'empty', '.eot': 'empty', '.svg': 'dataurl'},
  metafile: true,
  logLevel: 'warning',
});
console.log(JSON.stringify(result.metafile.outputs));
