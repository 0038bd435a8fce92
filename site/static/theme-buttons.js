// What the theme's buttons lack.
(() => {
  'use strict';
  const BUTTONS = '.theme-switch-button, .search-button, .primary-toggle, .secondary-toggle';

  // The theme takes the focus from its buttons when they are pressed, so that their tooltips go away. Whoever pressed
  // one with a key would then begin at the top of the page again, so the focus stays for them.
  addEventListener('click', event => {
    const button = event.target.closest?.(BUTTONS);
    if (!button) return;
    const pressedByKey = event.detail === 0;
    if (pressedByKey) button.blur = () => {};
    else delete button.blur;
  }, true);

  // Which of light, dark and the device's own is chosen shows in a picture only; its name says it, too.
  function nameMode() {
    for (const button of document.querySelectorAll('.theme-switch-button')) {
      const {title} = button.querySelector(`[data-mode="${document.documentElement.dataset.mode}"]`) ?? {};
      button.setAttribute('aria-label', title ? `${button.dataset.bsTitle}: ${title}` : button.dataset.bsTitle);
    }
  }
  new MutationObserver(nameMode).observe(document.documentElement, {attributeFilter: ['data-mode']});
})();
