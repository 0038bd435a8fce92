// Quizzes and open questions. A quiz question answers at once, in words; both are remembered in this browser.
(() => {
  const memory = window.courseMemory;
  const answered = memory?.read('quiz') ?? {};

  // Another tab may have answered other questions: only this one's entry changes.
  function keep(part, id, value) {
    return Boolean(memory?.write(part, {...memory.read(part), [id]: value}));
  }

  for (const quiz of document.querySelectorAll('form.quiz:not(.open-question)')) {
    const verdict = quiz.querySelector('.quiz-verdict');

    function judge(letter) {
      const answer = quiz.querySelector(`li[data-letter="${CSS.escape(letter)}"]`);
      if (!answer) return;
      const right = answer.dataset.verdict === 'right';
      const word = document.createElement('strong');
      word.className = right ? 'quiz-right' : 'quiz-wrong';
      word.textContent = right ? 'Right.' : 'Not the best answer.';
      verdict.replaceChildren(word, answer.querySelector('.quiz-why').cloneNode(true));
    }

    const before = answered[quiz.id];
    const radio = typeof before === 'string' && quiz.querySelector(`input[value="${CSS.escape(before)}"]`);
    if (radio) {
      radio.checked = true;
      judge(before);
    }
    quiz.addEventListener('submit', event => {
      event.preventDefault();
      const chosen = quiz.querySelector('input:checked');
      if (!chosen) {
        verdict.replaceChildren('Choose an answer first.');
        return;
      }
      judge(chosen.value);
      verdict.scrollIntoView({block: 'nearest'});
      keep('quiz', quiz.id, chosen.value);
    });
    // An explanation beside another choice would mislead.
    quiz.addEventListener('change', () => verdict.replaceChildren());
  }

  for (const form of document.querySelectorAll('form.open-question')) {
    const text = form.querySelector('textarea'), status = form.querySelector('.open-kept');
    const boxes = [...form.querySelectorAll('input[type="checkbox"]')];
    function fill() {
      const kept = memory?.read('open')?.[form.id] ?? {};
      text.value = typeof kept.text === 'string' ? kept.text : '';
      for (const box of boxes) box.checked = Array.isArray(kept.ticked) && kept.ticked.includes(box.value);
    }
    fill();
    let told, safe = true;
    // What another tab has written shows here before anybody writes over it.
    memory?.onChange(elsewhere => {
      const here = document.hasFocus() && form.contains(document.activeElement);
      if (elsewhere && safe && !here) fill();
    });
    form.addEventListener('submit', event => event.preventDefault());
    form.addEventListener('input', () => {
      const ticked = boxes.filter(box => box.checked).map(box => box.value);
      safe = keep('open', form.id, {text: text.value, ticked});
      const words = safe
        ? 'Kept in this browser. Nobody else sees it.'
        : 'This browser keeps nothing for this page. Copy your answer before you leave.';
      // Said once, not with every letter.
      if (words !== told) status.textContent = told = words;
    });
  }
})();
