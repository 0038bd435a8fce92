// An exercise is worked on in one tab at a time: the later one asks, and the tab that loses it pauses.
// The browser itself knows who has it (a lock ends with its tab, also when the tab crashes). Browsers that lack
// locks ask nothing; then the versions of both tabs are merged, see rolecraft/store.py.
(() => {
  'use strict';
  const COURSE = 'the-focused-marketer';

  // Ask for the lock; resolves to whether it is ours now. lost: called when another tab takes it.
  function take(slug, options, lost) {
    if (!navigator.locks) return Promise.resolve(true);
    return new Promise(resolve => {
      let mine = false;
      navigator.locks
        .request(`${COURSE} ${slug}`, options, lock => {
          mine = Boolean(lock);
          resolve(mine);
          return mine ? new Promise(() => {}) : undefined; // held as long as the page lives
        })
        .catch(() => { mine ? lost() : resolve(true); }); // stolen; or locks are blocked as storage is
    });
  }

  // Return what a press on Start does: begin(), unless the exercise is open in another tab.
  window.inOneTab = (section, words, begin) => {
    const find = name => section.querySelector(`.rc-${name}`);
    const box = find('elsewhere'), text = box.querySelector('p'), host = find('host');
    const here = find('here'), leave = find('leave');
    const slug = section.id.replace('live-', '');
    let mine = false;

    function show(message, canLeave) {
      text.textContent = message;
      leave.hidden = !canLeave;
      box.hidden = !message;
    }

    function lost() {
      mine = false;
      host.inert = true;
      show(words.taken, false);
    }

    here.addEventListener('click', async () => {
      mine = await take(slug, {steal: true}, lost);
      show('');
      host.inert = false;
      if (!section.classList.contains('rc-running')) return begin();
      host.focus({preventScroll: true}); // the button with the focus has just gone
    });
    leave.addEventListener('click', () => {
      show('');
      find('start').focus();
    });
    return async () => {
      mine ||= await take(slug, {ifAvailable: true}, lost);
      if (mine) return begin();
      show(words.elsewhere, true);
      here.focus();
    };
  };
})();
