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
      // A browser that knows module workers reads `type`; the empty address never loads.
      new Worker('data:,', {get type() { asked = true; return 'module'; }}).terminate();
    } catch { /* asked says it all */ }
    return asked;
  }

  function near(root) {
    fetched ??= (async () => {
      const response = await fetch(new URL('manifest.json', root), {cache: 'no-cache'});
      if (!response.ok) throw new Error(`manifest.json: ${response.status}`);
      const names = await response.json();
      const url = name => new URL(name, root).href;
      const files = {
        page: url(names.page), style: url(names.style), worker: url(names.worker),
        python: url(names.python), course: url(names.course),
      };
      hint('modulepreload', files.page, 'script');
      for (const file of [files.worker, `${files.python}pyodide.asm.mjs`, `${files.python}pyodide.asm.wasm`,
                          `${files.python}python_stdlib.zip`, files.course]) hint('prefetch', file);
      hint('stylesheet', files.style);
      return files;
    })();
    fetched.catch(() => { fetched = undefined; }); // the next press tries again
    return fetched;
  }

  // Python starts to load while the widgets' script is still on its way.
  function wake(files) {
    if (!worker || worker.problem) {
      const fresh = worker = new Worker(files.worker, {type: 'module'});
      fresh.addEventListener('error', event => { fresh.problem ??= event.message || 'the worker did not start'; });
      fresh.postMessage({type: 'start', python: files.python, course: files.course});
    }
    return worker;
  }

  function hint(rel, href, as) {
    const link = Object.assign(document.createElement('link'), {rel, href});
    if (as) link.as = as;
    document.head.append(link);
  }

  function prepare(section) {
    const {code, words} = JSON.parse(section.querySelector('script[type="application/json"]').textContent);
    const find = name => section.querySelector(`.rc-${name}`);
    const button = find('start'), status = find('state'), progress = find('progress');
    const host = find('host'), trouble = find('trouble');
    find('noscript')?.remove();
    const root = new URL(section.dataset.live, location.href);

    const missing = unsupported();
    if (missing) {
      say(words[missing]);
      return;
    }
    button.hidden = false;
    for (const event of ['pointerenter', 'focus', 'touchstart'])
      button.addEventListener(event, () => near(root).catch(() => {}), {once: true, passive: true});
    button.addEventListener('click', start);

    function say(text) { status.textContent = text; }

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
        const files = await near(root);
        const python = wake(files);
        const {run} = await import(files.page);
        progress.value = 15;
        await run(code, {host, failed, stopped, progress: share => { progress.value = 15 + 85 * share; }}, python);
        section.classList.add('rc-running');
        host.hidden = false;
        button.hidden = true;
        say(words.ready);
        host.focus({preventScroll: true}); // the button with the focus has just gone
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
