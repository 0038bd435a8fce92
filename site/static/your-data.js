// The page “Your data”: shows what the course keeps in this browser, saves it as a file, takes such a file back,
// deletes it. What the reader has entered is shown as text only, never as HTML.
(() => {
  'use strict';
  const memory = window.courseMemory, plan = window.keptPlan, progress = window.courseProgress;
  if (!progress) return;
  const {say, today} = progress;
  const find = selector => document.querySelector(selector);
  const {planFormat, planVersion, dataFormat} = JSON.parse(find('#data-facts').textContent);
  const DATA_VERSION = 1;
  const PROGRESS = 'focused-marketer'; // see remember.js
  const WORDS = {
    'my-plan.json': 'Your work in the exercises',
    'my-plan.json.bak': 'Your work, the version before the newest',
    'my-plan.other.json': 'Your work, the other version from a second tab or window',
    'my-plan.replaced.json': 'Your work before you opened a file',
    'my-plan.damaged.json': 'Work that could not be read',
    [PROGRESS]: 'Your progress, your answers and your self-assessment',
    [`${PROGRESS}.replaced`]: 'Your progress before you took a file back',
    [`${PROGRESS}.damaged`]: 'Progress that could not be read',
    mode: 'Light or dark, as you chose it',
    theme: 'Light or dark, as it is now',
    sphinx_highlight_terms: 'The words that you searched for',
    'reveal-speaker-layout': 'How the speaker’s window of the slides is arranged',
    'sidebar-scroll-top': 'How far the list of chapters is scrolled',
    'the-focused-marketer-started': 'That you have started an exercise in this visit',
  };
  // Of the page's frame. Other sites at the same address may keep things, too; those are not ours to show.
  const SETTINGS = {local: ['mode', 'theme', 'sphinx_highlight_terms', 'reveal-speaker-layout'], session: ['sidebar-scroll-top', 'the-focused-marketer-started']};

  const CHECK = 'the-focused-marketer-check'; // see check-setup.js

  function storage(kind) {
    return kind === 'local' ? localStorage : sessionStorage;
  }

  function settings() {
    const found = {};
    for (const [kind, names] of Object.entries(SETTINGS)) {
      for (const name of names) {
        try {
          const text = storage(kind).getItem(name);
          if (text !== null) found[name] = text;
        } catch { /* blocked: then nothing is there */ }
      }
    }
    return found;
  }

  function parsed(text) {
    try {
      return JSON.parse(text);
    } catch {
      return undefined;
    }
  }

  const isObject = value => Boolean(value) && typeof value === 'object' && !Array.isArray(value);

  function download(name, text) {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text], {type: 'application/json'}));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  }

  // 3172 → "3.2 kB"
  function size(bytes) {
    return bytes < 1000 ? `${bytes} ${bytes === 1 ? 'byte' : 'bytes'}` : `${(bytes / 1000).toFixed(1)} kB`;
  }

  // --- show -------------------------------------------------------------------------------------
  const show = find('.data-show'), list = show.querySelector('.data-list');

  function entry(name, text, isPlan) {
    const details = document.createElement('details'), summary = document.createElement('summary');
    const content = document.createElement('pre');
    summary.textContent = `${WORDS[name] ?? 'An earlier version'} (${name}), ${size(new Blob([text]).size)}`;
    const value = parsed(text);
    content.textContent = isObject(value) ? JSON.stringify(value, null, 1) : text;
    content.tabIndex = 0; // it scrolls, so the keyboard must reach it
    details.append(summary, content);
    if (isPlan) {
      const save = document.createElement('button');
      save.type = 'button';
      save.className = 'progress-button';
      save.textContent = 'Save this version as a file';
      save.addEventListener('click', () => download(name, text));
      details.append(save);
    }
    return details;
  }

  async function showAll() {
    const said = show.querySelector('[role="status"]');
    list.replaceChildren();
    try {
      const work = Object.entries(await plan.read());
      const others = Object.entries({...memory.texts(), ...settings()});
      list.replaceChildren(...work.map(each => entry(...each, true)), ...others.map(each => entry(...each, false)));
      const all = [...work, ...others], bytes = new Blob(all.map(([, text]) => text)).size;
      say(said, all.length ? `${all.length} entries are kept here, ${size(bytes)} in all. Open one to read it.` : 'Nothing is kept here.');
    } catch {
      say(said, 'This browser keeps nothing for this page, or doesn’t let the page look.');
    }
  }

  const showAgain = () => { if (show.querySelector('[role="status"]').textContent) showAll(); };
  show.querySelector('button').addEventListener('click', showAll);

  // --- save -------------------------------------------------------------------------------------
  const save = find('.data-save'), withHealth = save.querySelector('input');

  // A version of the plan as the file may hold it; undefined for one that can't be told to be without the answers.
  function withoutHealth(text) {
    const {role_health_check: left, ...rest} = parsed(text) ?? {};
    return isObject(parsed(text)) ? JSON.stringify(rest, null, 1) : undefined;
  }

  save.addEventListener('submit', async event => {
    event.preventDefault();
    const said = save.querySelector('[role="status"]');
    try {
      const texts = Object.entries(await plan.read())
        .map(([name, text]) => [name, withHealth.checked ? text : withoutHealth(text)]);
      const {[plan.PLAN]: newest, ...others} = Object.fromEntries(texts);
      const file = {
        format: dataFormat, version: DATA_VERSION, written: today(),
        plan: newest, other_versions: others, progress: memory.texts(),
      };
      const name = `focused-marketer-${today()}.json`;
      download(name, JSON.stringify(file, null, 1));
      say(said, `Saved as ${name}. It is in your downloads.`);
    } catch {
      say(said, 'This browser doesn’t let the page read what is kept, so nothing was saved.');
    }
  });
  plan.read()
    .then(texts => { withHealth.checked = parsed(texts[plan.PLAN])?.role_health_check?.in_files === true; })
    .catch(() => {});

  // --- take back --------------------------------------------------------------------------------
  const takeBack = find('.data-take-back'), question = takeBack.querySelector('dialog');
  const file = takeBack.querySelector('input'), taken = takeBack.querySelector('[role="status"]');
  let chosen; // what the chosen file holds: {plan, progress}

  // Read a saved file: everything, or the plan alone as an exercise saves it. Throws words for the reader.
  function readFile(text) {
    const found = parsed(text.replace(/^\uFEFF/, ''));
    if (!isObject(found) || ![planFormat, dataFormat].includes(found.format))
      throw new Error('This file is not from this course, or it is damaged. Nothing was changed.');
    const work = found.format === planFormat ? found : parsed(found.plan ?? 'null');
    const kept = found.progress?.[PROGRESS];
    if (found.format === dataFormat && found.version > DATA_VERSION || work?.version > planVersion)
      throw new Error('This file comes from a newer edition of the course. Nothing was changed. Open it in the newest edition.');
    const progress = isObject(parsed(kept)) ? kept : null;
    if (!isObject(work) && !progress) throw new Error('This file holds nothing that can be taken back. Nothing was changed.');
    return {plan: isObject(work) ? work : null, progress};
  }

  // The file's plan, newer in each part than what any tab has; the health check that is here stays when the file
  // has none, as with “Open a file” in an exercise. Throws when the plan here must not be touched.
  async function newest(work) {
    const current = parsed((await plan.read())[plan.PLAN]) ?? {};
    if (current.version > planVersion)
      throw new Error('Your work in this browser comes from a newer edition of the course, so it was not touched. Reload this page.');
    const fresh = {role_health_check: current.role_health_check, ...work};
    for (const name of new Set([...Object.keys(current), ...Object.keys(fresh)])) {
      if (!isObject(current[name]) && !isObject(fresh[name])) continue;
      const revisions = [current[name]?.revision, fresh[name]?.revision].map(Number).filter(Number.isFinite);
      fresh[name] = {...fresh[name], revision: 1 + Math.max(0, ...revisions)};
    }
    return JSON.stringify(fresh, null, 1);
  }

  file.addEventListener('change', async () => {
    const [{name} = {}] = file.files;
    if (!name) return;
    say(taken, ''); // what was said of another file
    try {
      chosen = readFile(await file.files[0].text());
      const what = [chosen.plan && 'your work in the exercises', chosen.progress && 'your progress and answers'];
      question.querySelector('p').textContent = `Put what is in “${name}” in place of what is here: `
        + `${what.filter(Boolean).join(', and ')}? What is here now is kept as an earlier version.`;
      question.returnValue = '';
      question.showModal();
    } catch (error) {
      say(taken, error.message);
    }
    file.value = ''; // so that the same file can be chosen again
  });
  question.addEventListener('close', async () => {
    if (question.returnValue !== 'take') {
      say(taken, 'Nothing was changed.');
      return;
    }
    try {
      if (chosen.plan) await plan.replace(await newest(chosen.plan));
    } catch (error) {
      say(taken, error instanceof DOMException ? 'This browser didn’t let the page keep it. Nothing was changed.' : error.message);
      return;
    }
    const complete = !chosen.progress || memory.replace(chosen.progress);
    say(taken, complete
      ? 'Taken back. The earlier version is in the list above.'
      : 'Your work in the exercises was taken back. Your progress found no room in this browser and was not.');
    showAll();
  });

  // --- delete -----------------------------------------------------------------------------------
  const remove = find('.data-delete'), sure = remove.querySelector('dialog');
  remove.querySelector('button').addEventListener('click', () => {
    sure.returnValue = '';
    sure.showModal();
  });
  sure.addEventListener('close', async () => {
    if (sure.returnValue !== 'delete') return;
    const said = remove.querySelector('[role="status"]');
    try {
      await plan.forget();
      indexedDB.deleteDatabase(CHECK);
      for (const [kind, names] of Object.entries(SETTINGS)) for (const name of names) storage(kind).removeItem(name);
      if (!memory.clear()) throw new Error('blocked');
      say(said, 'Deleted. The course keeps nothing of yours in this browser any more.');
    } catch {
      say(said, 'This browser did not let the page delete everything. Delete it in the browser’s own settings, as told below.');
    }
    showAgain();
  });
})();
