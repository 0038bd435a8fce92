// How far the reader has come: in the sidebar, at the end of a chapter and on the landing page. What counts is
// what the reader has marked, and which exercises have something of the reader's own in them.
(() => {
  'use strict';
  const source = document.getElementById('course-facts');
  const memory = window.courseMemory, kept = window.keptPlan;
  if (!source || !memory || !kept) return;
  const facts = JSON.parse(source.textContent);
  const A_DAY = /^\d{4}-\d\d-\d\d$/;
  const NOT_KEPT = 'This browser keeps nothing for this page, so this could not be noted.';
  const views = []; // what to draw when something has changed
  let worked; // the exercises' sections with the reader's own work; null when nobody can know

  const root = new URL(document.documentElement.dataset.content_root ?? './', location.href);
  const address = page => new URL(`${page}.html`, root).href;

  // Return a part of what is remembered, as an object whatever may stand there.
  function part(name) {
    const kept = memory.read(name);
    return kept && typeof kept === 'object' ? kept : {};
  }

  // --- words ------------------------------------------------------------------------------------
  function today() {
    const now = new Date();
    return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map(n => String(n).padStart(2, '0')).join('-');
  }

  // "2026-11-25" → "25 November 2026"; nothing for what is no day
  function dayInWords(day) {
    if (!A_DAY.test(day)) return '';
    const [year, month, date] = day.split('-').map(Number);
    return new Intl.DateTimeFormat('en-GB', {dateStyle: 'long'}).format(new Date(year, month - 1, date));
  }

  // 205 → "3 h 25 min", in one piece
  function time(minutes) {
    const hours = Math.floor(minutes / 60), rest = minutes % 60;
    return [hours && `${hours} h`, (rest || !hours) && `${rest} min`].filter(Boolean).join(' ').replaceAll(' ', '\u00a0');
  }

  function inWords({done, worked, exercises, left}) {
    return [
      `${done.length} of ${facts.chapters.length} chapters`,
      worked && `${worked.length} of ${exercises.length} exercises`,
      left > 0 && `${time(left)} left`,
    ].filter(Boolean).join(' · ');
  }

  // A screen reader says again what is written again, so the same words stay.
  function say(place, words) {
    if (place.textContent !== words) place.textContent = words;
  }

  // --- how things stand ---------------------------------------------------------------------------
  function state() {
    const days = part('chapters');
    const track = memory.read('track') === 'manager' ? 'manager' : 'coordinator';
    const hasWork = exercise => Boolean(worked?.has(exercise.section));
    // The manager's own exercise is no gap in a coordinator's course.
    const exercises = facts.exercises.filter(each => !each.forManagers || track === 'manager' || hasWork(each));
    const isDone = chapter => A_DAY.test(days[chapter.number]);
    const open = facts.chapters.filter(chapter => !isDone(chapter));
    return {
      track,
      exercises,
      worked: worked && exercises.filter(hasWork),
      done: facts.chapters.filter(isDone).map(chapter => ({...chapter, day: days[chapter.number]})),
      open,
      left: open.reduce((sum, chapter) => sum + chapter.minutes[track], 0),
    };
  }

  function draw() {
    const now = state();
    for (const view of views) view(now);
  }

  function show(view) {
    views.push(view);
    view(state());
  }

  // The mean of a round of the self-assessment: {"4.1": 2, "4.2": 1} → Map {4 → {sum: 3, count: 2}}
  function chapterMeans(round) {
    const means = new Map();
    for (const [objective, step] of Object.entries(round ?? {})) {
      const chapter = parseInt(objective, 10);
      if (!chapter || ![0, 1, 2].includes(step)) continue;
      const {sum, count} = means.get(chapter) ?? {sum: 0, count: 0};
      means.set(chapter, {sum: sum + step, count: count + 1});
    }
    return means;
  }

  function meanInWords(mean) {
    return mean ? (mean.sum / mean.count).toFixed(1) : '–';
  }

  // --- the exercises' plan ------------------------------------------------------------------------
  // A field that an older plan lacks is as good as empty.
  function isEmpty(own, empty) {
    if (own === undefined) return true;
    const names = empty && typeof empty === 'object' ? Object.keys(empty) : [];
    if (!names.length) return JSON.stringify(own) === JSON.stringify(empty);
    return names.every(name => isEmpty(own?.[name], empty[name]));
  }

  async function countExercises() {
    try {
      const plan = JSON.parse((await kept.read())[kept.PLAN] ?? '{}');
      worked = new Set(
        facts.exercises
          .filter(({section, empty}) => plan[section]?.revision > 0 && !isEmpty(plan[section], empty))
          .map(({section}) => section),
      );
    } catch {
      worked = null; // blocked or damaged: then the words leave the exercises out
    }
    draw();
  }

  // --- the sidebar and the landing page -----------------------------------------------------------
  function fill(place, now) {
    const bar = place.querySelector('progress');
    bar.max = facts.chapters.length;
    bar.value = now.done.length;
    place.querySelector('.progress-words').textContent = inWords(now);
  }

  const sidebar = source.closest('.course-progress');
  const links = [...document.querySelectorAll('.bd-docs-nav a')];
  show(now => {
    fill(sidebar, now);
    for (const mark of document.querySelectorAll('.done-mark')) mark.remove();
    for (const {page} of now.done) {
      const {pathname} = new URL(address(page));
      links.find(link => link.pathname === pathname)?.append(doneMark());
    }
  });

  function doneMark() {
    const mark = document.createElement('span'), tick = document.createElement('span');
    const words = document.createElement('span');
    mark.className = 'done-mark';
    tick.textContent = ' ✓';
    tick.ariaHidden = 'true';
    words.className = 'visually-hidden';
    words.textContent = ' (done)';
    mark.append(tick, words);
    return mark;
  }

  for (const summary of document.querySelectorAll('.progress-summary')) {
    const next = summary.querySelector('.progress-next');
    show(now => {
      // Before anything is begun, the landing page has a better first step.
      summary.hidden = !now.done.length && !now.worked?.length;
      fill(summary, now);
      next.hidden = !now.open.length;
      if (next.hidden) return;
      const [{number, title, page}] = now.open, link = next.querySelector('a');
      link.href = address(page);
      link.textContent = `Go on with chapter ${number}: ${title}`;
    });
  }

  // --- the end of a chapter -----------------------------------------------------------------------
  for (const place of document.querySelectorAll('.chapter-done')) {
    const number = Number(place.dataset.chapter);
    const said = place.querySelector('.progress-said'), button = place.querySelector('button');
    let day;
    show(now => {
      day = now.done.find(chapter => chapter.number === number)?.day;
      say(said, day ? `✓ Done on ${dayInWords(day)}.` : '');
      button.textContent = day ? 'Not done after all?' : 'Mark this chapter as done';
    });
    button.addEventListener('click', () => {
      const {[number]: before, ...others} = part('chapters');
      if (!memory.write('chapters', day ? others : {...others, [number]: today()})) say(said, NOT_KEPT);
    });
  }

  // ------------------------------------------------------------------------------------------------
  memory.onChange(draw);
  countExercises();
  // The exercises tell each other when they have saved; pages that come back from the browser's memory look again.
  let soon;
  kept.onChange(() => {
    clearTimeout(soon);
    soon = setTimeout(countExercises, 300);
  });
  addEventListener('pageshow', event => { if (event.persisted) countExercises(); });

  window.courseProgress = {show, part, today, dayInWords, time, say, chapterMeans, meanInWords, NOT_KEPT};
})();
