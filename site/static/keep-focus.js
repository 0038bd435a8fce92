// The theme takes the focus from its buttons when they are pressed, so that their tooltips go away. Whoever pressed
// one with a key would then begin at the top of the page again, so the focus stays for them.
(() => {
  'use strict';
  const BUTTONS = '.theme-switch-button, .search-button, .primary-toggle, .secondary-toggle';
  addEventListener('click', event => {
    const button = event.target.closest?.(BUTTONS);
    if (!button) return;
    const pressedByKey = event.detail === 0;
    if (pressedByKey) button.blur = () => {};
    else delete button.blur;
  }, true);
})();
