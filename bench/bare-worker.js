// Starts the Python of the built book with its library in the ordinary way, and nothing else.
import {loadPyodide} from '/bench/pyodide.mjs';

onmessage = async ({data: {info, pythonURL, libraryURL}}) => {
  const pyodide = await loadPyodide({
    indexURL: pythonURL,
    stdLibURL: libraryURL,
    lockFileContents: {info, packages: {}},
    packageBaseUrl: pythonURL,
  });
  postMessage(pyodide.runPython('1 + 1'));
};
