// The page that tries out a computer before a session: Python starts, a word is kept, the page is loaded again, and
// the word is still there. It has a database of its own, which is gone afterwards; the reader's work is not touched.
(() => {
  'use strict';
  const check = document.querySelector('.setup-check');
  if (!check) return;
  const NAME = 'the-focused-marketer-check', STORE = 'check', KEY = 'word'; // your-data.js deletes it, too
  const LONGEST_START = 120_000; // milliseconds
  const AGAIN = /^#check-(\d+)-(\d+)$/; // the page has been loaded again: the word, and the seconds that Python took
  const button = check.querySelector('button'), said = check.querySelector('.setup-said');

  const NOT_READY = 'Not ready yet.';
  const TO_DO = {
    from_file: 'This page was opened as a file, and Python can’t start there. Open “Start here” in the course’s folder. It tells how to start the course. Then come back to this page.',
    no_wasm: 'WebAssembly is switched off in this browser, and Python needs it. A company’s settings can do that, or the lockdown mode of an Apple device. Try another browser. Or ask your IT department to allow WebAssembly for this address.',
    old_browser: 'This browser is too old. Update it, or use a new version of Chrome, Edge, Firefox or Safari.',
    python: 'Python did not start. Check your connection, load this page again, and try once more. Does another browser work? Then use that one. If none does, your company’s network may hold something back. Show your IT department this line:',
    slow: 'Python has not arrived after two minutes. The connection is too slow, or something holds it back. Try another network. Or ask your instructor for the offline edition.',
    blocked: 'This browser keeps nothing for this page. Allow this address to store data: look for “cookies and site data” in the browser’s settings. Is this a private window? Then open a normal one.',
    lost: 'The browser has forgotten what was kept when the page was loaded again. Look in its settings for “clear data when you close”, and make an exception for this address. Or save your work as a file at the end of each exercise.',
  };

  function paragraph(text) {
    return Object.assign(document.createElement('p'), {textContent: text});
  }

  function say(...texts) {
    said.classList.toggle('setup-not-ready', texts[0] === NOT_READY);
    said.replaceChildren(...texts.filter(Boolean).map(paragraph));
  }

  function notReady(problem, details) {
    say(NOT_READY, TO_DO[problem], details);
  }

  // --- what is kept -----------------------------------------------------------------------------
  function done(request) {
    return new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = event => {
        event.preventDefault();
        reject(request.error);
      };
    });
  }

  // Do some work on the store; resolves to what the request gives, once it is safe.
  async function withStore(work) {
    const opening = indexedDB.open(NAME);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
    const database = await done(opening);
    try {
      const transaction = database.transaction(STORE, 'readwrite');
      const result = done(work(transaction.objectStore(STORE)));
      await new Promise((resolve, reject) => {
        transaction.oncomplete = resolve;
        transaction.onabort = () => reject(transaction.error);
      });
      return await result;
    } finally {
      database.close();
    }
  }

  function forget() {
    return done(indexedDB.deleteDatabase(NAME));
  }

  // --- the check --------------------------------------------------------------------------------
  function missing() {
    const problem = window.livePython.unsupported();
    return problem === 'old_browser' && !window.WebAssembly ? 'no_wasm' : problem;
  }

  function startPython() {
    const late = new Promise((_, reject) => { setTimeout(() => reject('slow'), LONGEST_START); });
    return Promise.race([window.livePython.tryOut(new URL(check.dataset.live, location.href), check.dataset.exercise), late]);
  }

  async function begin() {
    const problem = missing();
    if (problem) {
      notReady(problem);
      return;
    }
    say('Python is starting. The first time this takes a few seconds.');
    const begun = performance.now();
    try {
      await startPython();
    } catch (error) {
      error === 'slow' ? notReady('slow') : notReady('python', String(error));
      return;
    }
    const seconds = Math.ceil((performance.now() - begun) / 1000);
    const word = String(Math.random()).slice(2);
    try {
      await withStore(store => store.put(word, KEY));
    } catch {
      notReady('blocked');
      return;
    }
    location.hash = `check-${word}-${seconds}`;
    location.reload();
  }

  async function lookAgain(word, seconds) {
    history.replaceState(null, '', location.pathname + location.search);
    const found = await withStore(store => store.get(KEY)).catch(() => undefined);
    await forget().catch(() => {});
    if (found !== word) {
      notReady('lost');
      return;
    }
    const time = seconds === '1' ? 'one second' : `${seconds} seconds`;
    say('Ready.', `Python started in ${time}, and what you enter is kept. Bring this computer, and use this browser.`);
  }

  let running = false; // a button that is disabled would lose the focus
  button.addEventListener('click', async () => {
    if (running) return;
    running = true;
    await begin();
    running = false;
  });

  const again = AGAIN.exec(location.hash);
  if (again) {
    button.focus(); // where the reader was before the page was loaded again
    lookAgain(...again.slice(1));
  }
})();
