// The page's side of the live exercises: Jupyter's own widgets, their comms tied to one worker.
// Loaded when Start is pressed, or is about to be.
import * as base from '@jupyter-widgets/base';
import {ManagerBase} from '@jupyter-widgets/base-manager';
import * as controls from '@jupyter-widgets/controls';
import {Widget} from '@lumino/widgets';
import {announce, describe} from './announce.js';

import '@lumino/widgets/style/widget.css';
import '@jupyter-widgets/controls/css/widgets-base.css';
import '@jupyter-widgets/controls/css/labvariables.css';

// The button that opens a file, without the number of files behind its words.
class FileUploadView extends controls.FileUploadView {
  update() {
    super.update();
    this.el.textContent = this.model.get('description');
  }
}

const modules = {
  '@jupyter-widgets/base': base,
  '@jupyter-widgets/controls': {...controls, FileUploadView},
};

// Resolves when a widget and all inside it are in the page.
async function complete(view) {
  const parts = await Promise.all(view.children_views?.views ?? []);
  await Promise.all(parts.map(complete));
}

class Comm {
  constructor(line, id, target) {
    this.line = line;
    this.place = line.place; // the exercise that it belongs to
    this.comm_id = id;
    this.target_name = target;
  }
  open(data, callbacks, metadata, buffers) {
    return this.line.send('comm_open', this, {data, metadata, target_name: this.target_name}, callbacks, buffers);
  }
  send(data, callbacks, metadata, buffers) {
    return this.line.send('comm_msg', this, {data, metadata}, callbacks, buffers);
  }
  close(data, callbacks, metadata, buffers) {
    this.line.comms.delete(this.comm_id);
    return this.line.send('comm_close', this, {data, metadata}, callbacks, buffers);
  }
  on_msg(callback) { this.heard = callback; }
  on_close(callback) { this.closed = callback; }
}

class Manager extends ManagerBase {
  constructor(line) {
    super();
    this.line = line;
  }
  async loadClass(name, module) {
    const found = modules[module]?.[name];
    if (!found) throw new Error(`There is no ${name} in ${module}.`);
    return found;
  }
  async _create_comm(target, id, data, metadata, buffers) {
    const comm = new Comm(this.line, id, target);
    this.line.comms.set(id, comm);
    if (data || metadata) comm.open(data, undefined, metadata, buffers);
    return comm;
  }
  async _get_comm_info() { return {}; }
}

// Something entered is kept nowhere: the browser asks before it closes the page.
const askToStay = event => event.preventDefault();

// The line to the worker: what every exercise of the page shares.
class Line {
  constructor(worker) {
    this.worker = worker;
    this.comms = new Map();
    this.opening = []; // widgets that are being made
    this.waiting = new Map(); // number of a message → what to do when Python has handled it, and its place
    this.places = new Set();
    this.number = 0;
    this.parent = {};
    this.manager = new Manager(this);
    this.started = new Promise((resolve, reject) => Object.assign(this, {resolve, reject}));
    worker.onerror = event => this.broken({text: event.message || 'the worker did not start'});
    let queue = Promise.resolve();
    worker.onmessage = ({data: messages}) => {
      queue = queue.then(async () => {
        for (const message of messages) {
          try {
            await this[message.type](message);
          } catch (error) {
            this.place?.failed(error.message, error.stack);
          }
        }
      });
    };
    if (worker.problem) this.broken({text: worker.problem});
    else worker.postMessage({type: 'listening'});
  }

  post(message, place, handled, buffers) {
    const id = ++this.number;
    this.waiting.set(id, {place, handled});
    this.worker.postMessage({...message, id}, buffers ?? []);
    return String(id);
  }

  send(kind, comm, content, callbacks, buffers = []) {
    const bytes = buffers.map(buffer =>
      ArrayBuffer.isView(buffer)
        ? buffer.buffer.slice(buffer.byteOffset, buffer.byteOffset + buffer.byteLength)
        : buffer.slice(0));
    const idle = () => callbacks?.iopub?.status?.({content: {execution_state: 'idle'}});
    const message = {type: 'comm', kind, comm_id: comm.comm_id, content: JSON.stringify(content), buffers: bytes};
    return this.post(message, comm.place, idle, bytes);
  }

  run(code, place) {
    return new Promise(resolve => { this.post({type: 'run', code}, place, resolve); });
  }

  // --- what the worker says -------------------------------------------------------------------
  progress({share}) { for (const place of this.places) place.progress(share); }
  ready() {
    this.running = true;
    this.resolve();
  }
  broken({text}) {
    this.worker.problem = text;
    this.worker.terminate();
    if (this.running) for (const place of this.places) place.stopped();
    else this.reject(new Error(text));
  }
  handling({id}) {
    this.place = this.waiting.get(id)?.place;
    this.parent = {msg_id: String(id)}; // a widget recognises the echo of its own message by this
  }
  handled({id}) {
    this.waiting.get(id)?.handled();
    this.waiting.delete(id);
  }
  error({text, trace}) { this.place?.failed(text, trace); }
  text({text}) { console.info(text); }
  unsaved({yes}) { (yes ? addEventListener : removeEventListener)('beforeunload', askToStay); }
  message({comm_id, content, buffers}) {
    const {metadata, ...fields} = JSON.parse(content);
    const views = buffers.map(buffer => new DataView(buffer));
    return {content: {comm_id, ...fields}, metadata, buffers: views, header: {}, parent_header: this.parent};
  }
  comm_open(message) {
    const opened = this.message(message);
    const comm = new Comm(this, message.comm_id, opened.content.target_name);
    this.comms.set(comm.comm_id, comm);
    this.opening.push(this.manager.handle_comm_open(comm, opened));
  }
  async opened() {
    const opening = this.opening;
    this.opening = [];
    await Promise.all(opening);
  }
  async comm_msg(message) {
    await this.opened();
    await this.comms.get(message.comm_id)?.heard?.(this.message(message));
  }
  async comm_close(message) {
    await this.opened();
    const comm = this.comms.get(message.comm_id);
    this.comms.delete(message.comm_id);
    await comm?.closed?.(this.message(message));
  }
  async display({model_id}) {
    await this.opened();
    const view = await this.manager.create_view(await this.manager.get_model(model_id));
    const {host} = this.place;
    Widget.attach(view.luminoWidget, host);
    complete(view).then(() => {
      describe(host);
      announce(host);
    });
  }
  deliver({name, mime, buffers}) {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob(buffers, {type: mime}));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  }
}

let line;

/** Run an exercise's call and put its widget into place.host.

place: {host, progress(share), failed(text, trace), stopped()}. worker: the page's worker, which has begun to
load Python and has been given the exercise's part of the library. Resolves when Python has run the call; rejects
when Python could not be started. */
export async function run(code, place, worker) {
  if (line?.worker !== worker) line = new Line(worker);
  const mine = line;
  mine.places.add(place);
  // The worker waits with the call until Python runs; the first fails when it never does.
  await Promise.all([mine.started, mine.run(code, place)]);
  // Ask the browser to keep the plan when space gets short; Firefox would ask the reader.
  if (!navigator.userAgent.includes('Firefox')) navigator.storage?.persist?.();
}
