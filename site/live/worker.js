// The worker: one Python for all exercises of a page, and the plan in the browser's storage.
import {clear, createStore, entries, setMany} from 'idb-keyval';
import {loadPyodide} from 'pyodide';
import {info} from 'pyodide/pyodide-lock.json';

const KEPT = 'the-focused-marketer';
let tabs = null;
try {
  tabs = new BroadcastChannel(KEPT);
} catch { /* some browsers block it together with storage */ }

let python; // boot.py's functions, once Python runs
let outbox = []; // what Python has said since the page was last told
let listening = false; // the page's script may arrive later than Python

function flush() {
  if (!listening || !outbox.length) return;
  const messages = outbox;
  outbox = [];
  postMessage(messages, messages.flatMap(message => message.buffers ?? []));
}

const tell = message => { outbox.push(message); flush(); };

// Python's way to the page. Messages gather until Python has finished, so that a large exercise
// arrives as one.
const post = {
  comm(type, commId, content, views) {
    outbox.push({type, comm_id: commId, content, buffers: views?.map(view => view.buffer) ?? []});
  },
  display: modelId => outbox.push({type: 'display', model_id: modelId}),
  text: text => outbox.push({type: 'text', text}),
  unsaved: yes => outbox.push({type: 'unsaved', yes}),
  error: (text, trace) => outbox.push({type: 'error', text, trace}),
  deliver: (name, mime, [view]) => outbox.push({type: 'deliver', name, mime, buffers: [view.buffer]}),
};
const liveWorker = {
  post: (kind, ...fields) => { kind in post ? post[kind](...fields) : post.comm(kind, ...fields); },
  keep,
  fetch_now: fetchNow,
};

// --- the plan ---------------------------------------------------------------------------------
const TRY_AGAIN_AFTER = 5_000; // milliseconds
let store; // opened with the first reading; undefined where the browser forbids storage
let waiting = {}; // texts that are to be written next; a newer text replaces an older one
let writing = false;
let forgotten = 0; // how often everything was deleted in another tab
let again; // timer of the next try after a failure
const heard = []; // what other tabs said before Python was there

async function readKept() {
  if (tabs) tabs.onmessage = ({data}) => heard.push(data);
  try {
    store = createStore(KEPT, 'plan');
    return Object.fromEntries(await entries(store));
  } catch {
    store = undefined; // blocked: what can't be read must not be written over either
    return null;
  }
}

async function keep(texts) {
  Object.assign(waiting, JSON.parse(texts));
  if (writing) return;
  writing = true;
  await null; // let Python finish first: several texts of one change are written together
  while (Object.keys(waiting).length) {
    const now = waiting, before = forgotten;
    waiting = {};
    let problem = null;
    try {
      if (!store) throw new DOMException('', 'SecurityError');
      await setMany(Object.entries(now), store); // one transaction: all of it or nothing
      if (before === forgotten) tabs?.postMessage(JSON.stringify(now));
    } catch (error) {
      problem = error;
    }
    if (before === forgotten && !Object.keys(waiting).length) told(problem);
  }
  writing = false;
}

function told(problem) {
  clearTimeout(again);
  if (problem && store) again = setTimeout(() => { python.save_again(); flush(); }, TRY_AGAIN_AFTER);
  python.saved(!problem, problem?.name ?? '', problem?.message ?? '');
  flush();
}

// Another tab has saved something (JSON: name → text), or the reader has deleted everything.
function hear(message) {
  if (message === 'forget') {
    forgotten++;
    waiting = {};
    if (writing) clear(store); // comes after what is just being written
    python.forget();
  } else {
    python.changed_elsewhere(message);
  }
  flush();
}

function listenToTabs() {
  if (!tabs) return;
  tabs.onmessage = ({data}) => hear(data);
  heard.forEach(hear);
}

// --- starting ---------------------------------------------------------------------------------
async function fetchBytes(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

// For Python's import, which can't wait for a promise.
function fetchNow(url) {
  const request = new XMLHttpRequest();
  request.open('GET', url, false);
  request.responseType = 'arraybuffer';
  request.send();
  if (request.status !== 200) throw new Error(`${url}: ${request.status}`);
  return new Uint8Array(request.response);
}

async function start(files) {
  const [packages, shared] = [fetchBytes(files.packages), fetchBytes(files.shared)];
  const kept = readKept();
  const pyodide = await loadPyodide({
    indexURL: files.python,
    // Pyodide's own list of packages names another host for each of them; the exercises need none.
    lockFileContents: {info, packages: {}},
    packageBaseUrl: files.python,
    env: {PYTHONDONTWRITEBYTECODE: '1'},
    stdout: text => console.info(text),
  });
  tell({type: 'progress', share: 0.6});
  pyodide.FS.writeFile('/packages.zip', await packages);
  pyodide.unpackArchive(await shared, 'zip', {extractDir: '/library'});
  pyodide.registerJsModule('live_worker', liveWorker);
  pyodide.runPython('import sys; sys.path[:0] = ["/library", "/packages.zip"]');
  python = pyodide.pyimport('boot');
  python.import_late(JSON.stringify(files.late));
  python.open_drive(JSON.stringify(await kept));
  listenToTabs();
  tell({type: 'ready'});
}

const handle = {
  run({code, part}) {
    if (part) python.add_part(part);
    python.run(code);
  },
  comm({kind, comm_id, content, buffers}) { python.receive(kind, comm_id, content, buffers); },
};

let ready;
onmessage = async ({data: message}) => {
  if (message.type === 'start') {
    ready = start(message);
    ready.catch(error => tell({type: 'broken', text: String(error)}));
    return;
  }
  if (message.type === 'listening') {
    listening = true;
    flush();
    return;
  }
  try {
    await ready;
  } catch {
    return; // the page knows already
  }
  outbox.push({type: 'handling', id: message.id});
  try {
    handle[message.type](message);
  } catch (error) {
    outbox.push({type: 'error', text: error.message.trim().split('\n').at(-1), trace: error.message});
  }
  outbox.push({type: 'handled', id: message.id});
  flush();
};
