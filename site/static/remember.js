// What the pages remember for their reader, in this browser and nowhere else: one JSON object in localStorage.
// Parts: quiz {"q4-1": "b"}, open {"o4-1": {text, ticked}}, chapters {"4": "2026-11-25"}, track "coordinator"
// or "manager", self {before: {"4.1": 2}, after: {…}, before_on, after_on}.
(() => {
  'use strict';
  const KEY = 'focused-marketer';
  const REPLACED = `${KEY}.replaced`;
  const DAMAGED = `${KEY}.damaged`; // what could not be read, so that nothing is lost without a word
  const listeners = [];

  // What is kept now. Throws where the browser forbids storage, or when damaged text finds no room beside it.
  function everything() {
    const text = localStorage.getItem(KEY);
    if (text === null) return {};
    try {
      const found = JSON.parse(text);
      if (found && typeof found === 'object' && !Array.isArray(found)) return found;
    } catch { /* put aside below */ }
    putAside(text);
    return {};
  }

  function putAside(text) {
    let name = DAMAGED;
    for (let number = 2; ![null, text].includes(localStorage.getItem(name)); number++) name = `${DAMAGED}.${number}`;
    localStorage.setItem(name, text);
  }

  function names() {
    return Object.keys(localStorage).filter(name => name === KEY || name.startsWith(`${KEY}.`)).sort();
  }

  function tell(elsewhere = false) {
    for (const callback of listeners) callback(elsewhere);
  }

  // Storage may be blocked or full: the caller hears false and can say it.
  function change(work) {
    try {
      work();
    } catch {
      return false;
    }
    tell();
    return true;
  }

  window.courseMemory = {
    // The newest value of a part, also when another tab has written it; undefined when there is none.
    read(part) {
      try {
        return everything()[part];
      } catch {
        return undefined;
      }
    },
    // Keep a part; the others stay as they are now, whichever tab wrote them.
    write(part, value) {
      return change(() => localStorage.setItem(KEY, JSON.stringify({...everything(), [part]: value})));
    },
    // Put the text of a saved file in place of what is kept, which stays under another name.
    replace(text) {
      return change(() => {
        const old = localStorage.getItem(KEY);
        if (old !== null) localStorage.setItem(REPLACED, old);
        localStorage.setItem(KEY, text);
      });
    },
    // Everything that is kept, also what was put aside: an object name → text.
    texts() {
      try {
        return Object.fromEntries(names().map(name => [name, localStorage.getItem(name)]));
      } catch {
        return {};
      }
    },
    // Forget a part, or everything.
    clear(part) {
      return change(() => {
        if (part !== undefined) {
          const {[part]: forgotten, ...rest} = everything();
          localStorage.setItem(KEY, JSON.stringify(rest));
          return;
        }
        for (const name of names()) localStorage.removeItem(name);
      });
    },
    // Tell whether something could not be read and was put aside.
    damaged() {
      try {
        everything();
        return localStorage.getItem(DAMAGED) !== null;
      } catch {
        return false;
      }
    },
    // Call back after each change; callback(true) when it was another tab's.
    onChange(callback) {
      listeners.push(callback);
    },
  };

  addEventListener('storage', event => {
    if (event.key === KEY || event.key === null) tell(true);
  });
})();
