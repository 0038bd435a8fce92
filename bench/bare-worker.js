// Loads the Python of the built book as site/live/worker.js does, and nothing else.
import {loadPyodide} from '/bench/pyodide.mjs';

onmessage = async ({data: {info, pythonURL}}) => {
  const pyodide = await loadPyodide({
    indexURL: pythonURL,
    lockFileContents: {info, packages: {}},
    packageBaseUrl: pythonURL,
  });
  postMessage(pyodide.runPython('1 + 1'));
};
