// What a page loads before anybody presses Start: the button, and words for when it can't work.
(() => {
  'use strict';
  const SLOW_AFTER = 20_000; // milliseconds
  const VISIT = 'the-focused-marketer-started'; // remembered by the tab: an exercise was started in this visit
  let fetched; // promise of the runtime's file names; asked for once, when the reader comes near a button
  let worker; // Python for all exercises of the page
  const ahead = new Set(); // addresses that are fetched before they are needed
  const near = new Set(); // exercises that have come near

  function unsupported() {
    if (location.protocol === 'file:') return 'from_file';
    // Whoever has DecompressionStream has module workers, too, but for one version of Firefox in 2023: it says
    // after the press that the exercise could not be started.
    const able = window.WebAssembly?.instantiateStreaming && window.Worker && window.DecompressionStream;
    return able ? null : 'old_browser';
  }

  async function fetchNames(root) {
    const response = await fetch(new URL('manifest.json', root), {cache: 'no-cache'});
    if (!response.ok) throw new Error(`manifest.json: ${response.status}`);
    return response.json();
  }

  function findFiles(root) {
    fetched ??= (async () => {
      const names = await fetchNames(root);
      const url = name => new URL(name, root).href;
      link('stylesheet', url(names.style));
      return {
        key: names.key,
        page: url(names.page),
        worker: url(names.worker),
        part: slug => url(names.exercises[slug]),
        start: {
          python: url(names.python),
          image: url(names.image),
          // Loaded when one of their modules is imported, as for a file of the learner's own.
          late: names.late.map(({archive, ...place}) => ({url: url(archive), ...place})),
        },
      };
    })();
    fetched.catch(() => { fetched = undefined; }); // the next press tries again
    return fetched;
  }

  // A host with a new build may no longer have the files that this page knows of.
  async function isOutdated(root) {
    try {
      const [known, now] = await Promise.all([findFiles(root), fetchNames(root)]);
      return known.key !== now.key;
    } catch {
      return false;
    }
  }

  // Whether what is loaded ahead would cost the reader money, or take the line from what they read.
  function thrifty() {
    const line = navigator.connection;
    return Boolean(line && (line.saveData || /2g|3g/.test(line.effectiveType)));
  }

  // The exercise comes near: fetch what it needs, at low priority.
  async function fetchAhead(root, slug) {
    if (thrifty()) return;
    const files = await findFiles(root);
    const core = ['pyodide.asm.wasm', 'pyodide.asm.mjs', 'python_stdlib.zip'].map(name => files.start.python + name);
    const all = [files.worker, files.page, ...core, files.start.image, files.part(slug)];
    for (const file of all.filter(file => !ahead.has(file))) {
      ahead.add(file);
      link('prefetch', file);
    }
  }

  // The reader is about to press the button, or has pressed another one in this visit: begin to start Python, which
  // takes memory and power, and all of the exercise that doesn't depend on what they entered.
  async function warmUp(root, slug) {
    if (thrifty()) return;
    const files = await findFiles(root);
    wake(files);
    await Promise.all([import(files.page), handOver(files, slug)]);
  }

  // The next page of a visit gets ready as soon as it is read and nothing else is to be done.
  function warmUpNextPage(root, slug) {
    if (!visited()) return;
    const begin = () => {
      if (document.visibilityState === 'visible') whenIdle(() => warmUp(root, slug));
      else document.addEventListener('visibilitychange', begin, {once: true});
    };
    if (document.readyState === 'complete') begin();
    else window.addEventListener('load', begin, {once: true});
  }

  // What is done ahead may fail: the press does it again, and tells.
  function whenIdle(work) {
    const idle = window.requestIdleCallback ?? (done => setTimeout(done, 1000));
    idle(() => work().catch(() => {}));
  }

  function visited() {
    try { return sessionStorage.getItem(VISIT) !== null; } catch { return false; } // storage is forbidden
  }

  function noteVisit() {
    try { sessionStorage.setItem(VISIT, ''); } catch { /* the next page starts when it is asked to */ }
  }

  // Python unpacks and imports an exercise's part of the library, once.
  function handOver(files, slug) {
    const python = wake(files);
    python.parts ??= new Map();
    if (!python.parts.has(slug)) {
      const handed = fetchPart(files.part(slug)).then(part => {
        python.postMessage({type: 'part', slug, part}, [part.buffer]);
      });
      handed.catch(() => python.parts.delete(slug)); // the next press tries again
      python.parts.set(slug, handed);
    }
    return python.parts.get(slug);
  }

  async function fetchPart(address) {
    const response = await fetch(address);
    if (!response.ok) throw new Error(`${address}: ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  }

  function link(rel, href) {
    // A style before the book's own sheet, which has the last word on how an exercise looks.
    document.head[rel === 'stylesheet' ? 'prepend' : 'append'](Object.assign(document.createElement('link'), {rel, href}));
  }

  // Python starts to load while the widgets' script is still on its way.
  function wake(files) {
    if (!worker || worker.problem) {
      const fresh = worker = new Worker(files.worker, {type: 'module'});
      fresh.addEventListener('error', event => { fresh.problem ??= event.message || 'the worker did not start'; });
      fresh.addEventListener('message', ({data: messages}) => {
        const broken = messages.find(message => message.type === 'broken');
        if (broken) fresh.problem = broken.text; // the next press begins with a new worker
      });
      fresh.postMessage({type: 'start', ...files.start});
    }
    return worker;
  }

  // Resolves when a worker's Python runs; for a page without an exercise, whose script would listen.
  function running(python) {
    return new Promise((resolve, reject) => {
      const broken = () => reject(new Error(python.problem)); // noted by wake()
      python.addEventListener('error', broken);
      python.addEventListener('message', ({data: messages}) => {
        if (python.problem) broken();
        else if (messages.some(message => message.type === 'ready')) resolve();
      });
      if (python.problem) broken();
      else python.postMessage({type: 'listening'});
    });
  }

  // All that Start does without the reader's work: for the page that checks a computer, see check-setup.js.
  async function tryOut(root, slug) {
    const files = await findFiles(root);
    await Promise.all([running(wake(files)), import(files.page), handOver(files, slug)]);
  }
  window.livePython = {unsupported, tryOut};

  const slugOf = section => section.id.replace('live-', '');

  function prepare(section) {
    const {code, words} = JSON.parse(section.querySelector('script[type="application/json"]').textContent);
    const find = name => section.querySelector(`.rc-${name}`);
    const button = find('start'), status = find('state'), progress = find('progress');
    const host = find('host'), trouble = find('trouble');
    find('noscript')?.remove();
    const root = new URL(section.dataset.live, location.href);
    const slug = slugOf(section);

    const missing = unsupported();
    if (missing) {
      say(words[missing]);
      return;
    }
    button.hidden = false;
    new IntersectionObserver((entries, observer) => {
      if (!entries.some(entry => entry.isIntersecting)) return;
      observer.disconnect();
      near.add(slug);
      (worker ? warmUp(root, slug) : fetchAhead(root, slug)).catch(() => {});
    }, {rootMargin: '100% 0px'}).observe(section); // one screen away
    for (const event of ['pointerenter', 'focus', 'touchstart'])
      button.addEventListener(event, () => warmUp(root, slug).catch(() => {}), {once: true, passive: true});
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

    let outdated = false;

    async function start() {
      if (outdated) {
        location.reload();
        return;
      }
      button.disabled = true;
      trouble.hidden = true;
      progress.hidden = false;
      progress.value = 5;
      say(words.starting);
      const slow = setTimeout(() => say(words.slow), SLOW_AFTER);
      try {
        const files = await findFiles(root);
        const python = wake(files);
        const [{run}] = await Promise.all([import(files.page), handOver(files, slug)]);
        progress.value = 15;
        await run(code, {host, failed, stopped, progress: share => { progress.value = 15 + 85 * share; }}, python);
        section.classList.add('rc-running');
        host.hidden = false;
        button.hidden = true;
        say(words.ready);
        noteVisit();
        host.focus({preventScroll: true}); // the button with the focus has just gone
        // Often the button was at the bottom of the screen, and so would be the exercise's first line.
        if (host.getBoundingClientRect().top > innerHeight / 2) section.scrollIntoView();
        whenIdle(() => Promise.all([...near].map(other => warmUp(root, other))));
      } catch (error) {
        console.info(error);
        outdated = await isOutdated(root);
        say(outdated ? words.updated : words.failed);
        button.disabled = false;
        button.textContent = outdated ? words.reload : words.again;
      } finally {
        clearTimeout(slow);
        progress.hidden = true;
      }
    }
  }

  function begin() {
    const sections = document.querySelectorAll('.rc-exercise');
    sections.forEach(prepare);
    if (!sections.length || unsupported()) return;
    warmUpNextPage(new URL(sections[0].dataset.live, location.href), slugOf(sections[0]));
  }
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', begin);
  else begin();
})();
