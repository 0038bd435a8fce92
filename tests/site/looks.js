// What the tests of tests/site look for in a page; an object of functions, each of which returns what is wrong.
({
  // HTML of elements, shortened.
  words: elements => [...elements].map(element => element.outerHTML.slice(0, 140)),

  seen: element => element.checkVisibility({checkVisibilityCSS: true}),

  tooWide: element => element.scrollWidth > element.clientWidth + 1,

  scrolls(element) { return ['auto', 'scroll'].includes(getComputedStyle(element).overflowX) && this.tooWide(element); },

  // What lies outside the window, or is cut.
  overflowing() {
    const width = document.documentElement.clientWidth;
    const scrolls = element => this.scrolls(element);
    const inFrame = e => e && (scrolls(e) || inFrame(e.parentElement));
    const all = [...document.querySelectorAll('body *:not(svg *)')].filter(e => {
      const box = e.getBoundingClientRect();
      return this.seen(e) && box.width > 2 && box.height > 2 && !e.closest('.visually-hidden, .skip-link, dialog');
    });
    const outside = all.filter(e => {
      const box = e.getBoundingClientRect();
      return (box.right > width + 1 || box.left < -1) && !inFrame(e.parentElement);
    });
    // An input may hold more than it shows.
    const cut = all.filter(e => ['hidden', 'clip'].includes(getComputedStyle(e).overflowX) && this.tooWide(e) && !e.matches('input, select'));
    const sideways = document.documentElement.scrollWidth > width ? ['the page scrolls sideways'] : [];
    return [...sideways, ...this.words(outside), ...this.words(cut)];
  },

  // What scrolls sideways and is out of the keyboard's reach, or has no name; code is its own name.
  unreachable() {
    const inputs = 'input, select, textarea, .rc-code *';
    return this.words([...document.querySelectorAll('main *')].filter(e =>
      this.seen(e) && this.scrolls(e) && !e.matches(inputs) && !(e.tabIndex === 0 && (e.ariaLabel || e.matches('pre')))));
  },

  // Prose with more letters a line than people read with ease.
  longLines(letters) {
    return this.words([...document.querySelectorAll('article p')].filter(paragraph => {
      const range = document.createRange();
      range.selectNodeContents(paragraph);
      const lines = new Map();
      for (const box of range.getClientRects()) lines.set(Math.round(box.bottom / 8), true);
      return lines.size > 1 && paragraph.textContent.length / lines.size > letters;
    }));
  },

  // Words in tables that are broken into pieces, though they would fit a line; no names of files.
  brokenWords(letters) {
    const found = [];
    for (const cell of document.querySelectorAll('article :is(th, td)')) {
      const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) {
        if (texts.currentNode.parentElement.closest('code')) continue;
        for (const {0: word, index} of texts.currentNode.data.matchAll(/[\p{L}\p{N}]+/gu)) {
          const range = document.createRange();
          range.setStart(texts.currentNode, index);
          range.setEnd(texts.currentNode, index + word.length);
          const lines = new Set([...range.getClientRects()].map(box => Math.round(box.bottom)));
          if (lines.size > 1 && word.length <= letters) found.push(word);
        }
      }
    }
    return found;
  },

  // What is pressed and is smaller than 24 px; links in running text may be.
  small() {
    const pressed = document.querySelectorAll('a[href], button, input, select, textarea, summary');
    return this.words([...pressed].filter(e => {
      const box = e.getBoundingClientRect();
      const inText = e.matches('a') && getComputedStyle(e).display === 'inline';
      return this.seen(e) && box.right > 0 && !inText && (box.width < 24 || box.height < 24);
    }));
  },

  // The element with the focus, when something lies over it.
  covered() {
    const focused = document.activeElement, box = focused.getBoundingClientRect();
    const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    return top && !focused.contains(top) && !top.contains(focused) ? this.words([focused]) : [];
  },

  // What changes slowly or goes by itself.
  moving() {
    const long = times => times.split(',').some(time => parseFloat(time) > 0);
    return this.words([...document.querySelectorAll('*')].filter(e => [null, '::before', '::after'].some(part => {
      const style = getComputedStyle(e, part);
      return (long(style.transitionDuration) && style.transitionProperty !== 'none')
        || (long(style.animationDuration) && style.animationName !== 'none') || style.scrollBehavior === 'smooth';
    })));
  },

  // Elements whose edge or, in a picture, fill and line stand out less than this from what is behind them.
  faint(selector, least) {
    const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
    const channels = colour => {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
      return [...canvas.getImageData(0, 0, 1, 1).data];
    };
    const light = channels => channels.slice(0, 3)
      .map(c => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4))
      .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
    const ratio = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    const behind = e => {
      const colour = channels(getComputedStyle(e).backgroundColor);
      return colour[3] === 255 ? light(colour) : e.parentElement ? behind(e.parentElement) : 1;
    };
    return this.words([...document.querySelectorAll(selector)].filter(e => this.seen(e)).filter(e => {
      const style = getComputedStyle(e);
      const drawn = (e.closest('svg') ? [style.fill, style.stroke] : [style.borderTopColor])
        .filter(colour => colour !== 'none').map(channels).filter(colour => colour[3] > 127);
      return drawn.length && drawn.every(colour => ratio(light(colour), behind(e.parentElement)) < least);
    }));
  },

  // What says something and is not to be seen, except what this selector names and what a press unfolds.
  hidden(except) {
    return this.words([...document.querySelectorAll('body *')].filter(e =>
      [...e.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.textContent.trim())
      && !e.closest(except) && !e.closest('details > :not(summary)') && !this.seen(e)));
  },
})
