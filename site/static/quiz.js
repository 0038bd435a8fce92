// A quiz question answers at once: it shows the explanation of the chosen option in words.
for (const quiz of document.querySelectorAll("form.quiz")) {
  const verdict = quiz.querySelector(".quiz-verdict");
  quiz.addEventListener("submit", (event) => {
    event.preventDefault();
    const chosen = quiz.querySelector("input:checked");
    if (!chosen) {
      verdict.replaceChildren("Choose an answer first.");
      return;
    }
    const answer = quiz.querySelector(`li[data-letter="${chosen.value}"]`);
    const right = answer.dataset.verdict === "right";
    const word = document.createElement("strong");
    word.className = right ? "quiz-right" : "quiz-wrong";
    word.textContent = right ? "Right." : "Not the best answer.";
    verdict.replaceChildren(word, answer.querySelector(".quiz-why").cloneNode(true));
  });
  // An explanation beside another choice would mislead.
  quiz.addEventListener("change", () => verdict.replaceChildren());
}
