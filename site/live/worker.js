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
// For Python's import, which can't wait for a promise.
function fetchNow(url) {
  const request = new XMLHttpRequest();
  request.open('GET', url, false);
  request.responseType = 'arraybuffer';
  request.send();
  if (request.status !== 200) throw new Error(`${url}: ${request.status}`);
  return new Uint8Array(request.response);
}

const PAGE = 4096; // bytes; the image's first page is Pyodide's, see snapshot.mjs

async function fetchImage(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  const unpacked = response.body.pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(unpacked).arrayBuffer());
}

function putPages(image, memory) {
  const [count] = new Uint32Array(image.buffer, PAGE, 1);
  const numbers = new Uint32Array(image.buffer, PAGE + 4, count);
  let from = PAGE + 4 + 4 * count;
  for (const number of numbers) {
    memory.set(image.subarray(from, from + PAGE), number * PAGE);
    from += PAGE;
  }
}

async function createModule(folder, settings) {
  const {default: create} = await import(`${folder}pyodide.asm.mjs`);
  return create(settings);
}

async function start(files) {
  const image = fetchImage(files.image);
  // Compiling begins when Pyodide has the image's first page, which says what it is. It reads that page later,
  // so it gets one that is filled later: then the image may still be on its way while WebAssembly is compiled.
  const head = new Uint8Array(PAGE);
  const pyodide = await loadPyodide({
    indexURL: files.python,
    // Pyodide's own list of packages names another host for each of them; the exercises need none.
    lockFileContents: {info, packages: {}},
    packageBaseUrl: files.python,
    stdout: text => console.info(text),
    _loadSnapshot: head,
    createPyodideModule: async settings => {
      const [module, pages] = await Promise.all([createModule(files.python, settings), image]);
      tell({type: 'progress', share: 0.6});
      head.set(pages.subarray(0, PAGE));
      putPages(pages, module.HEAPU8);
      return module;
    },
  });
  python = pyodide.pyimport('boot');
  python.wake(liveWorker, JSON.stringify(files.late));
  tell({type: 'ready'});
}

const handle = {
  run({code}) { python.run(code); },
  comm({kind, comm_id, content, buffers}) { python.receive(kind, comm_id, content, buffers); },
};

// The plan is read when the first exercise is to run: Python may have been started long before.
async function openPlan() {
  const [kept] = await Promise.all([readKept(), ready]);
  python.open_drive(JSON.stringify(kept));
  listenToTabs();
}

// Tell the page at once, also when its script isn't there yet: the next press on Start needs a new worker.
function orBroken(promise) {
  promise.catch(error => postMessage([{type: 'broken', text: String(error)}]));
  return promise;
}

let ready, opened;
onmessage = async ({data: message}) => {
  if (message.type === 'start') {
    ready = orBroken(start(message));
    return;
  }
  if (message.type === 'listening') {
    listening = true;
    flush();
    return;
  }
  try {
    await (message.type === 'run' ? (opened ??= orBroken(openPlan())) : ready);
  } catch {
    return; // the page knows already
  }
  if (message.type === 'part') {
    python.add_part(message.slug, message.part);
    return;
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
