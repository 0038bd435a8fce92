// node compile.mjs FOLDER…: byte-compile every .py below the folders with the very Pyodide that will run it.
// A folder named "stdlib" loses docstrings and asserts: nothing shown to a learner comes from there.
import {createRequire} from 'node:module';
import {basename, dirname, resolve} from 'node:path';
import {loadPyodide} from 'pyodide';

const python = await loadPyodide({indexURL: dirname(createRequire(import.meta.url).resolve('pyodide/package.json'))});
for (const [number, folder] of process.argv.slice(2).entries()) {
  const mount = `/compile/${number}`;
  python.FS.mkdirTree(mount);
  python.mountNodeFS(mount, resolve(folder));
  python.globals.set('folder', mount);
  python.globals.set('optimize', basename(folder) === 'stdlib' ? 2 : 0);
  python.runPython(`
import os, py_compile
for where, _, names in os.walk(folder):
    for name in names:
        if name.endswith('.py'):
            path = os.path.join(where, name)
            py_compile.compile(
                path, cfile=path + 'c', dfile=os.path.relpath(path, folder), doraise=True, optimize=optimize,
                invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)
`);
}
