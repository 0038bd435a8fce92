// The work in the exercises as the pages see it: texts by name, in the browser's IndexedDB. The exercises
// themselves keep it through live/worker.js; a channel of the same name tells every tab what has changed.
(() => {
  'use strict';
  const NAME = 'the-focused-marketer', STORE = 'plan';
  const PLAN = 'my-plan.json', REPLACED = 'my-plan.replaced.json'; // see rolecraft/store.py
  let tabs = null;
  try {
    tabs = new BroadcastChannel(NAME);
  } catch { /* some browsers block it together with storage */ }

  // Open the database; null when there is none and none is to be made. Rejects where storage is blocked.
  async function open(make = false) {
    const all = make ? null : await indexedDB.databases?.();
    if (all && !all.some(({name}) => name === NAME)) return null;
    return new Promise((resolve, reject) => {
      const opening = indexedDB.open(NAME);
      let fresh = false;
      opening.onupgradeneeded = () => {
        if (make) opening.result.createObjectStore(STORE);
        else {
          fresh = true;
          opening.transaction.abort();
        }
      };
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = event => {
        event.preventDefault();
        fresh ? resolve(null) : reject(opening.error);
      };
    });
  }

  // Do some work on the store in one transaction; resolves when it is safe.
  async function change(work, make = false) {
    const database = await open(make);
    if (!database?.objectStoreNames.contains(STORE)) {
      database?.close();
      return;
    }
    try {
      await new Promise((resolve, reject) => {
        const transaction = database.transaction(STORE, 'readwrite');
        transaction.oncomplete = resolve;
        transaction.onabort = () => reject(transaction.error);
        work(transaction.objectStore(STORE));
      });
    } finally {
      database.close();
    }
  }

  window.keptPlan = {
    PLAN,
    // Everything that is kept: an object name → text, in the order of the names.
    async read() {
      const database = await open();
      if (!database?.objectStoreNames.contains(STORE)) {
        database?.close();
        return {};
      }
      try {
        const texts = {};
        await new Promise((resolve, reject) => {
          const asking = database.transaction(STORE).objectStore(STORE).openCursor();
          asking.onerror = () => reject(asking.error);
          asking.onsuccess = () => {
            const cursor = asking.result;
            if (!cursor) return resolve();
            texts[cursor.key] = cursor.value;
            cursor.continue();
          };
        });
        return texts;
      } finally {
        database.close();
      }
    },
    // Put another plan in place of the one that is kept, which stays as an earlier version.
    async replace(text) {
      const {[PLAN]: old} = await this.read();
      const texts = {[PLAN]: text, ...(old !== undefined && {[REPLACED]: old})};
      await change(store => { for (const [name, value] of Object.entries(texts)) store.put(value, name); }, true);
      tabs?.postMessage(JSON.stringify(texts));
    },
    // Delete all of it, also in exercises that run in other tabs.
    async forget() {
      tabs?.postMessage('forget');
      await change(store => store.clear());
    },
    // Whether the browser lets this page keep anything.
    async works() {
      try {
        (await open())?.close();
        return true;
      } catch {
        return false;
      }
    },
    // Call back after each change by an exercise or another tab.
    onChange(callback) {
      tabs?.addEventListener('message', callback);
    },
  };
})();
