// Loads the Python of the built book as site/live/worker.js does, and nothing else.
import {loadPyodide} from '/bench/pyodide.mjs';

onmessage = async ({data: pythonURL}) => {
  const pyodide = await loadPyodide({
    indexURL: pythonURL,
    lockFileContents: {info: {abi_version: '', arch: 'wasm32', platform: '', python: '', version: ''}, packages: {}},
    packageBaseUrl: pythonURL,
  });
  postMessage(pyodide.runPython('1 + 1'));
};
