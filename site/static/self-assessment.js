// The self-assessment: kept as ticked, one round before the course and one after it, and what they say.
(() => {
  'use strict';
  const memory = window.courseMemory, progress = window.courseProgress;
  if (!progress) return;
  const {say, dayInWords} = progress;
  const MOST = 2; // "On my own"
  const WORDS = {before: 'Before', after: 'After'};
  const STEPS = ['not yet', 'with help', 'on my own'];
  const place = document.querySelector('.self-assessment');
  const find = selector => place.querySelector(selector), all = selector => [...place.querySelectorAll(selector)];
  const said = find('.self-said'), result = find('.self-result');
  const radios = all('input[type="radio"]');
  const chapters = all('.self-chapter').map(part => ({
    number: Number(part.dataset.chapter),
    link: part.querySelector('legend a'),
    objectives: [...part.querySelectorAll('.self-objective')].map(objective => ({
      id: objective.querySelector('input').dataset.objective,
      text: objective.querySelector('p').textContent,
    })),
  }));
  const objectives = chapters.flatMap(chapter => chapter.objectives);
  let self = progress.part('self');
  let round; // the one that is asked for: "before" or "after"
  let kept = true; // whether the newest tick is safe

  const answers = name => self[name] ?? {};
  const answered = (name, {id}) => [0, 1, MOST].includes(answers(name)[id]);

  // Who has done every chapter, or has begun the second round, comes for the second.
  progress.show(({open}) => {
    round ??= Object.keys(answers('after')).length || !open.length ? 'after' : 'before';
  });

  // --- the form ---------------------------------------------------------------------------------
  for (const button of all('.self-rounds button'))
    button.addEventListener('click', () => {
      round = button.dataset.round;
      draw();
    });
  find('form').addEventListener('change', ({target}) => {
    // Another tab may have ticked, too: what is kept now, and this tick.
    if (kept) self = progress.part('self');
    const ticked = {...answers(round), [target.dataset.objective]: Number(target.value)};
    self = {...self, [round]: ticked, [`${round}_on`]: progress.today()};
    kept = memory.write('self', self);
    draw();
  });
  memory.onChange(() => {
    if (kept) self = progress.part('self');
    draw();
  });

  function draw() {
    for (const button of all('.self-rounds button'))
      button.ariaPressed = String(button.dataset.round === round);
    for (const radio of radios)
      radio.checked = answers(round)[radio.dataset.objective] === Number(radio.value);
    const count = objectives.filter(objective => answered(round, objective)).length;
    const words = `${WORDS[round]} the course: ${count} of ${objectives.length} judged.`;
    say(said, kept ? words : `${words} This browser keeps nothing for this page, so print it before you leave.`);
    result.hidden = !objectives.some(objective => answered('before', objective) || answered('after', objective));
    drawAdvice();
    drawTable();
    drawGrowth();
  }

  // --- what it says -----------------------------------------------------------------------------
  // The two chapters with the lowest sums, the earlier first. Only chapters that are judged in full can be compared.
  function weakest() {
    const sum = chapter => chapter.objectives.reduce((total, {id}) => total + answers(round)[id], 0);
    return chapters
      .filter(chapter => chapter.objectives.every(objective => answered(round, objective)))
      .map(chapter => ({...chapter, sum: sum(chapter)}))
      .filter(chapter => chapter.sum < MOST * chapter.objectives.length)
      .sort((one, other) => one.sum - other.sum || one.number - other.number)
      .slice(0, 2);
  }

  function drawAdvice() {
    const links = weakest().map(({link}) => copy(link));
    const advice = find('.self-advice');
    advice.hidden = !links.length;
    const joined = links.flatMap((link, number) => (number ? [' and ', link] : [link]));
    advice.replaceChildren(round === 'before' ? 'Begin with ' : 'Look once more at ', ...joined, '.');
  }

  function copy(link) {
    const own = document.createElement('a');
    own.href = link.href;
    own.textContent = link.textContent;
    return own;
  }

  function drawTable() {
    const means = ['before', 'after'].map(name => progress.chapterMeans(self[name]));
    const days = ['before', 'after'].filter(name => dayInWords(self[`${name}_on`]));
    find('.self-days').textContent = days.map(name => `${WORDS[name]}: ${dayInWords(self[`${name}_on`])}.`).join(' ');
    const rows = chapters.filter(({number}) => means.some(mean => mean.has(number))).map(chapter => {
      const row = document.createElement('tr'), head = document.createElement('th');
      head.scope = 'row';
      head.append(copy(chapter.link));
      row.append(head, ...means.map(mean => meanCell(mean.get(chapter.number), chapter.objectives.length)));
      return row;
    });
    find('tbody').replaceChildren(...rows);
  }

  function meanCell(mean, asked) {
    const cell = document.createElement('td');
    const part = mean && mean.count < asked ? ` (${mean.count} of ${asked} judged)` : '';
    cell.textContent = progress.meanInWords(mean) + part;
    return cell;
  }

  function drawGrowth() {
    const both = objectives.filter(objective => answered('before', objective) && answered('after', objective));
    const change = ({id}) => answers('after')[id] - answers('before')[id];
    const grown = both.filter(objective => change(objective) > 0);
    const lower = both.filter(objective => change(objective) < 0).length;
    const words = [`Grown: ${grown.length} of the ${both.length} that you judged twice.`];
    if (lower) words.push(`Lower than before: ${lower}. That happens when you learn how much there is to it.`);
    find('.self-grown').hidden = find('.self-list').hidden = !both.length;
    find('.self-grown').textContent = words.join(' ');
    find('.self-list').replaceChildren(...grown.map(({id, text}) => {
      const item = document.createElement('li');
      item.textContent = `${text}: from ${STEPS[answers('before')[id]]} to ${STEPS[answers('after')[id]]}`;
      return item;
    }));
  }

  draw();
})();
