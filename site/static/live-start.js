// What a page loads before anybody presses Start: the button, and words for when it can't work.
(() => {
  'use strict';
  const SLOW_AFTER = 20_000; // milliseconds
  let fetched; // promise of the runtime's file names; asked for once, when the reader comes near a button
  let worker; // Python for all exercises of the page

  function unsupported() {
    if (location.protocol === 'file:') return 'from_file';
    if (typeof WebAssembly !== 'object' || !WebAssembly.instantiateStreaming || !moduleWorkers()) return 'old_browser';
    return null;
  }

  function moduleWorkers() {
    let asked = false;
    try {
      // A browser that knows module workers reads `type`, and then gives up: no worker is made.
      new Worker('', {get type() { asked = true; throw new Error(); }});
    } catch { /* asked says it all */ }
    return asked;
  }

  function findFiles(root) {
    fetched ??= (async () => {
      const response = await fetch(new URL('manifest.json', root), {cache: 'no-cache'});
      if (!response.ok) throw new Error(`manifest.json: ${response.status}`);
      const names = await response.json();
      const url = name => new URL(name, root).href;
      link('stylesheet', url(names.style));
      return {
        page: url(names.page),
        worker: url(names.worker),
        part: slug => names.exercises[slug] && url(names.exercises[slug]),
        start: {
          python: url(names.python),
          packages: url(names.packages),
          shared: url(names.shared),
          // Loaded when a learner opens a file of their own.
          late: names.late.map(({archive, modules}) => ({url: url(archive), modules})),
        },
      };
    })();
    fetched.catch(() => { fetched = undefined; }); // the next press tries again
    return fetched;
  }

  // The reader is near the button: fetch ahead, at low priority.
  async function fetchAhead(root, slug) {
    const files = await findFiles(root);
    const {python, packages, shared} = files.start;
    const core = ['pyodide.asm.wasm', 'pyodide.asm.mjs', 'python_stdlib.zip'].map(name => python + name);
    const all = [files.worker, files.page, ...core, packages, shared, files.part(slug)];
    for (const file of all.filter(Boolean)) link('prefetch', file);
  }

  async function fetchPart(address) {
    if (!address) return undefined;
    const response = await fetch(address);
    if (!response.ok) throw new Error(`${address}: ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  }

  function link(rel, href) {
    document.head.append(Object.assign(document.createElement('link'), {rel, href}));
  }

  // Python starts to load while the widgets' script is still on its way.
  function wake(files) {
    if (!worker || worker.problem) {
      const fresh = worker = new Worker(files.worker, {type: 'module'});
      fresh.addEventListener('error', event => { fresh.problem ??= event.message || 'the worker did not start'; });
      fresh.postMessage({type: 'start', ...files.start});
    }
    return worker;
  }

  function prepare(section) {
    const {code, words} = JSON.parse(section.querySelector('script[type="application/json"]').textContent);
    const find = name => section.querySelector(`.rc-${name}`);
    const button = find('start'), status = find('state'), progress = find('progress');
    const host = find('host'), trouble = find('trouble');
    find('noscript')?.remove();
    const root = new URL(section.dataset.live, location.href);
    const slug = section.id.replace('live-', '');

    const missing = unsupported();
    if (missing) {
      say(words[missing]);
      return;
    }
    button.hidden = false;
    for (const event of ['pointerenter', 'focus', 'touchstart'])
      button.addEventListener(event, () => fetchAhead(root, slug).catch(() => {}), {once: true, passive: true});
    button.addEventListener('click', window.inOneTab(section, words, start));
    tellWhatIsKept(find('kept'));

    function say(text) { status.textContent = text; }

    // Whoever is going to enter something knows before it where it stays.
    async function tellWhatIsKept(place) {
      place.hidden = false;
      if (await window.keptPlan.works()) return;
      place.textContent = words.blocked;
      place.classList.add('rc-not-kept');
    }

    // The worker is gone: what was entered is in the browser's storage, the widgets lead nowhere.
    function stopped() {
      trouble.textContent = words.stopped;
      trouble.hidden = false;
    }

    // An error inside the exercise: said in words, the exercise stays as it is.
    function failed(text, trace) {
      const summary = document.createElement('summary');
      const details = document.createElement('details');
      const pre = document.createElement('pre');
      const paragraph = document.createElement('p');
      paragraph.textContent = words.error.replace('{words}', text);
      summary.textContent = words.details;
      pre.textContent = trace ?? '';
      details.append(summary, pre);
      trouble.replaceChildren(paragraph, ...(trace ? [details] : []));
      trouble.hidden = false;
    }

    async function start() {
      button.disabled = true;
      trouble.hidden = true;
      progress.hidden = false;
      progress.value = 5;
      say(words.starting);
      const slow = setTimeout(() => say(words.slow), SLOW_AFTER);
      try {
        const files = await findFiles(root);
        const python = wake(files);
        const [{run}, part] = await Promise.all([import(files.page), fetchPart(files.part(slug))]);
        progress.value = 15;
        await run(code, part, {host, failed, stopped, progress: share => { progress.value = 15 + 85 * share; }}, python);
        section.classList.add('rc-running');
        host.hidden = false;
        button.hidden = true;
        say(words.ready);
        host.focus({preventScroll: true}); // the button with the focus has just gone
        // Often the button was at the bottom of the screen, and so would be the exercise's first line.
        if (host.getBoundingClientRect().top > innerHeight / 2) section.scrollIntoView();
      } catch (error) {
        console.info(error);
        say(words.failed);
        button.disabled = false;
        button.textContent = words.again;
      } finally {
        clearTimeout(slow);
        progress.hidden = true;
      }
    }
  }

  const begin = () => document.querySelectorAll('.rc-exercise').forEach(prepare);
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', begin);
  else begin();
})();
