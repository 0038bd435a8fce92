// node style.mjs THEIRS.css OURS.css WORDS.txt: print one minified style sheet: of the first what pages with these
// words can use, the second whole.
import {readFile} from 'node:fs/promises';
import {transform} from 'esbuild';
import {PurgeCSS} from 'purgecss';

const [theirs, ours, words] = await Promise.all(process.argv.slice(2).map(path => readFile(path, 'utf8')));
const [{css}] = await new PurgeCSS().purge({
  content: [{raw: words, extension: 'txt'}],
  css: [{raw: theirs}],
  defaultExtractor: text => text.split(' '),
  fontFace: true,
  keyframes: true,
  safelist: [':focus-visible'], // a selector that names no element
});
const {code} = await transform(`${css}\n${ours}`, {loader: 'css', minify: true, legalComments: 'none'});
process.stdout.write(code);
