// node snapshot.mjs STDLIB PACKAGES IMAGE COURSE FILE…: keep the memory of a Python that has imported what every
// exercise needs, so that a reader's browser goes on from there instead of starting Python and importing.
//
// STDLIB, PACKAGES: archives of compiled modules. COURSE: the folder with the compiled library. FILE: what every
// exercise needs of it. IMAGE: the file to write, compressed with gzip, because not every host compresses such a
// file and every browser that can run Python can unpack it. It holds
//   the page that Pyodide begins its own images with | number of pages (4 bytes) | their numbers (4 bytes each) | pages
// where a page is 4096 bytes of memory. Those that WebAssembly fills by itself when it starts are left out.
import crypto from 'node:crypto';
import {readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {dirname, join, relative} from 'node:path';
import {gzipSync} from 'node:zlib';
import {loadPyodide} from 'pyodide';
import createModule from 'pyodide/pyodide.asm.mjs';

const PAGE = 4096;
const ENVIRONMENT = 64 * 1024; // bytes at the start of the heap in which a browser's own environment may lie
const [stdlib, packages, image, course, ...shared] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const pyodideFolder = dirname(require.resolve('pyodide/package.json'));

// The same content gives the same image, byte by byte: boot.py makes chance in the browser.
let drawn = 1;
crypto.randomFillSync = view => view.forEach((_, place) => {
  drawn = Math.imul(drawn, 1103515245) + 12345;
  view[place] = drawn >>> 16;
});
Date.now = () => Date.UTC(2020, 0, 1);
performance.now = () => 0;

// Return a Python that has these files of the library, with prepare.py's functions, and its memory before it began to run.
async function begin(files, options) {
  let untouched;
  const python = await loadPyodide({
    indexURL: pyodideFolder,
    stdLibURL: stdlib,
    lockFileContents: {info: require('pyodide/pyodide-lock.json').info, packages: {}},
    env: {PYTHONDONTWRITEBYTECODE: '1', PYTHONHASHSEED: '0'},
    createPyodideModule: settings => {
      settings.onRuntimeInitialized = () => { untouched = settings.HEAPU8.slice(); };
      return createModule(settings);
    },
    ...options,
  });
  python.FS.writeFile('/packages.zip', readFileSync(packages));
  for (const name of files) {
    python.FS.mkdirTree(dirname(`/library/${name}`));
    python.FS.writeFile(`/library/${name}`, readFileSync(join(course, name)));
  }
  python.runPython('import sys; sys.path[:0] = ["/library", "/packages.zip"]');
  const functions = python.toPy({});
  python.runPython(readFileSync(new URL('prepare.py', import.meta.url), 'utf8'), {globals: functions});
  return {python, functions, untouched};
}

const everything = readdirSync(course, {recursive: true, withFileTypes: true})
  .filter(entry => entry.isFile())
  .map(entry => relative(course, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
const modules = (await begin(everything)).functions.get('needed')({post() {}, keep() {}});
const {python, functions, untouched} = await begin(shared, {_makeSnapshot: true});
functions.get('get_ready')(modules);
functions.destroy();
const whole = python.makeMemorySnapshot();
const headBytes = new Uint32Array(whole.buffer, 0, 2)[1];
const memory = whole.subarray(headBytes);
if (headBytes > PAGE || memory.length !== untouched.length)
  throw new Error('Python needs more memory for this than it begins with, and the image has no place for that.');

const isKept = start => {
  const heap = python._module.___heap_base;
  if (start >= heap - PAGE && start < heap + ENVIRONMENT) return true;
  return Buffer.compare(memory.subarray(start, start + PAGE), untouched.subarray(start, start + PAGE)) !== 0;
};
const kept = [];
for (let number = 0; number < memory.length / PAGE; number += 1) if (isKept(number * PAGE)) kept.push(number);
const head = new Uint8Array(PAGE);
head.set(whole.subarray(0, headBytes));
new Uint32Array(head.buffer, 0, 2)[1] = PAGE;
const parts = [head, new Uint8Array(Uint32Array.of(kept.length, ...kept).buffer)];
parts.push(...kept.map(number => memory.subarray(number * PAGE, (number + 1) * PAGE)));
writeFileSync(image, gzipSync(Buffer.concat(parts), {level: 9}));
