// The page of progress: which way, what is done, a record to take along, and a clean slate.
(() => {
  'use strict';
  const memory = window.courseMemory, progress = window.courseProgress;
  if (!progress) return;
  const {show, part, say, dayInWords, time, NOT_KEPT} = progress;
  const find = selector => document.querySelector(selector);
  let now; // how things stand
  show(state => { now = state; });

  // --- which way --------------------------------------------------------------------------------
  const track = find('.progress-track'), trackSaid = track.querySelector('[role="status"]');
  show(({track: chosen, left}) => {
    track.querySelector(`[value="${chosen}"]`).checked = true;
    say(trackSaid, left ? `This way, ${time(left)} are left.` : 'All chapters are done.');
  });
  track.addEventListener('change', event => {
    if (!memory.write('track', event.target.value)) say(trackSaid, NOT_KEPT);
  });

  // --- chapters and exercises -------------------------------------------------------------------
  show(({done, open, track: chosen}) => {
    for (const {number, day} of done) state(`[data-chapter="${number}"]`, `✓ done on ${dayInWords(day)}`);
    for (const {number, minutes} of open) state(`[data-chapter="${number}"]`, `not done yet, ${minutes[chosen]} min`);
  });
  show(({exercises, worked}) => {
    for (const item of document.querySelectorAll('.progress-list [data-section]'))
      item.hidden = !exercises.some(({section}) => section === item.dataset.section);
    if (worked === undefined) return; // not yet looked
    for (const exercise of exercises)
      state(`[data-section="${exercise.section}"]`, worked && (worked.includes(exercise) ? '✓ with your work in it' : 'nothing of yours yet'));
  });

  function state(item, words) {
    say(find(`.progress-list ${item} .progress-state`), words ?? '');
  }

  // --- the record -------------------------------------------------------------------------------
  const STYLE = `body { font: 11pt/1.5 system-ui, sans-serif; max-width: 42em; margin: 2em auto; padding: 0 1em; color: #1a1a1a; background: #fff }
h2 { margin: 1.6em 0 .4em; font-size: 1.2em } table { border-collapse: collapse } th, td { border: 1px solid #767676; padding: .3em .6em; text-align: left }
.plain { border: 1px solid #767676; padding: .8em 1em }`;
  const SELF_REPORTED = 'This record is self-reported. Nobody has examined it. '
    + 'The page wrote it from what its reader marked as done in this browser.';
  const form = find('.progress-record');
  form.addEventListener('submit', event => {
    event.preventDefault();
    const name = form.querySelector('#record-name').value.trim();
    const file = record(name, form.querySelector('#record-self').checked);
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([file], {type: 'text/html'}));
    link.download = `course-record-${progress.today()}.html`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    say(form.querySelector('[role="status"]'), `Saved as ${link.download}. It is in your downloads; open it to read or print it.`);
  });

  // What the reader has typed goes in as text only, never as HTML.
  function record(name, withSelf) {
    const page = document.implementation.createHTMLDocument('The Focused Marketer: course record');
    const main = page.body.appendChild(page.createElement('main'));
    const add = (tag, text, parent = main) => {
      const element = page.createElement(tag);
      element.textContent = text;
      return parent.appendChild(element);
    };
    const list = (lines, otherwise) => {
      if (!lines.length) return add('p', otherwise);
      const items = add('ul', '');
      for (const line of lines) add('li', line, items);
    };
    page.documentElement.lang = 'en';
    page.head.prepend(Object.assign(page.createElement('meta'), {name: 'viewport', content: 'width=device-width, initial-scale=1'}));
    page.head.prepend(page.createElement('meta'));
    page.head.firstChild.setAttribute('charset', 'utf-8');

    add('h1', 'The Focused Marketer: course record');
    if (name) add('p', `Name: ${name}`);
    add('p', `Written on ${dayInWords(progress.today())}`);
    add('p', SELF_REPORTED).className = 'plain';
    const {done, open, worked, exercises} = now;
    add('h2', `Chapters marked as done: ${done.length} of ${done.length + open.length}`);
    list(done.map(({number, title, day}) => `${number}. ${title}, ${dayInWords(day)}`), 'None yet.');
    const minutes = done.reduce((sum, chapter) => sum + chapter.minutes[now.track], 0);
    const way = now.track === 'manager' ? 'the manager' : 'the coordinator';
    add('p', `Time that the course plans for these chapters, for ${way}: ${time(minutes)}. Nobody measured the time.`);
    if (worked) {
      add('h2', `Exercises with own work: ${worked.length} of ${exercises.length}`);
      list(worked.map(({title}) => title), 'None yet.');
    }
    if (withSelf) addSelf(add);
    // The style joins the text: this page's policy would stop it also in the other document.
    const html = page.documentElement.outerHTML.replace('</head>', `<style>${STYLE}</style></head>`);
    return `<!doctype html>\n${html}\n`;
  }

  function addSelf(add) {
    const self = part('self');
    const titles = new Map([...now.done, ...now.open].map(({number, title}) => [number, `${number}. ${title}`]));
    const [before, after] = [self.before, self.after].map(progress.chapterMeans);
    const chapters = [...new Set([...before.keys(), ...after.keys()])].sort((one, other) => one - other);
    add('h2', 'How the reader judges what they can do');
    if (!chapters.length) return add('p', 'No self-assessment.');
    add('p', 'The mean of the lines that were judged, chapter by chapter, from 0 (not yet) to 2 (on my own).');
    const table = add('table', '');
    const row = (tag, cells) => {
      const line = add('tr', '', table);
      for (const text of cells) add(tag, text, line);
    };
    const headed = (word, day) => [word, dayInWords(day)].filter(Boolean).join(', ');
    row('th', ['Chapter', headed('Before', self.before_on), headed('After', self.after_on)]);
    for (const chapter of chapters)
      row('td', [titles.get(chapter) ?? String(chapter), ...[before, after].map(round => progress.meanInWords(round.get(chapter)))]);
  }

  // --- a clean slate ----------------------------------------------------------------------------
  const clear = find('.progress-clear'), dialog = clear.querySelector('dialog');
  clear.querySelector('button').addEventListener('click', () => {
    dialog.returnValue = '';
    dialog.showModal();
  });
  dialog.addEventListener('close', () => {
    if (dialog.returnValue !== 'clear') return;
    say(clear.querySelector('[role="status"]'), memory.clear()
      ? 'Cleared. Your work in the exercises is still there.'
      : 'This browser did not let the page clear anything.');
  });

  find('.progress-damaged').hidden = !memory.damaged();
})();
