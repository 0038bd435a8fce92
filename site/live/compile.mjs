// node compile.mjs FOLDER…: byte-compile every .py below the folders with the very Pyodide that will run it.
// The folders and, of others, the packages named here lose docstrings and asserts: nothing shown to a learner
// comes from them. (ipywidgets and traitlets work with their docstrings.)
import {createRequire} from 'node:module';
import {basename, dirname, resolve} from 'node:path';
import {loadPyodide} from 'pyodide';

const BARE = ['stdlib', 'importers', 'course'];
const BARE_PACKAGES = ['attr', 'cattrs', 'snowballstemmer'];

const python = await loadPyodide({
  indexURL: dirname(createRequire(import.meta.url).resolve('pyodide/package.json')),
  // An error's line is kept, its columns are not: a third of the bytes.
  env: {PYTHONNODEBUGRANGES: '1'},
});
for (const [number, folder] of process.argv.slice(2).entries()) {
  const mount = `/compile/${number}`;
  python.FS.mkdirTree(mount);
  python.mountNodeFS(mount, resolve(folder));
  python.globals.set('folder', mount);
  python.globals.set('bare', BARE.includes(basename(folder)) ? undefined : python.toPy(BARE_PACKAGES));
  python.runPython(`
import os, py_compile
for where, _, names in os.walk(folder):
    for name in names:
        if name.endswith('.py'):
            path = os.path.join(where, name)
            inside = os.path.relpath(path, folder)
            optimize = 2 if bare is None or inside.split(os.sep)[0] in bare else 0
            py_compile.compile(
                path, cfile=path + 'c', dfile=inside, doraise=True, optimize=optimize,
                invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)
`);
}
