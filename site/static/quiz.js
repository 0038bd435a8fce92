// Quizzes and open questions. A quiz question answers at once, in words; both are remembered in this browser.
(() => {
  const memory = window.courseMemory;
  const kept = {quiz: memory?.read('quiz') ?? {}, open: memory?.read('open') ?? {}};

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

    const before = kept.quiz[quiz.id];
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
      keep('quiz', quiz.id, chosen.value);
    });
    // An explanation beside another choice would mislead.
    quiz.addEventListener('change', () => verdict.replaceChildren());
  }

  for (const form of document.querySelectorAll('form.open-question')) {
    const text = form.querySelector('textarea'), status = form.querySelector('.open-kept');
    const boxes = [...form.querySelectorAll('input[type="checkbox"]')];
    const before = kept.open[form.id] ?? {};
    if (typeof before.text === 'string') text.value = before.text;
    for (const box of boxes) box.checked = Array.isArray(before.ticked) && before.ticked.includes(box.value);
    let told;
    form.addEventListener('submit', event => event.preventDefault());
    form.addEventListener('input', () => {
      const ticked = boxes.filter(box => box.checked).map(box => box.value);
      const safe = keep('open', form.id, {text: text.value, ticked});
      const words = safe
        ? 'Kept in this browser. Nobody else sees it.'
        : 'This browser keeps nothing for this page. Copy your answer before you leave.';
      // Said once, not with every letter.
      if (words !== told) status.textContent = told = words;
    });
  }
})();
