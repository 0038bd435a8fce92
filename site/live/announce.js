// Answers that change are read out by a screen reader: only the lines that are new, once the reader pauses.
// A live region that is a whole answer would be read from its beginning with every letter that is typed.
const PAUSE = 800; // milliseconds without a change
const ENOUGH = 300; // letters; further lines are on the screen
// Pictures and tables are to be looked at, hints were there before.
const SILENT = 'svg, style, table, details, :is(div, p).rc-hint';
const LINE = /^(?:BLOCKQUOTE|BR|DD|DIV|DL|DT|FIGURE|H[1-6]|LI|OL|P|SECTION|UL)$/;

/** The lines that a reader sees in an element. */
function linesOf(element) {
  const lines = [''];
  const walk = parent => {
    for (const child of parent.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) {
        lines[lines.length - 1] += child.data;
      } else if (child.nodeType === Node.ELEMENT_NODE && !child.matches(SILENT)) {
        const own = LINE.test(child.tagName);
        if (own) lines.push('');
        walk(child);
        if (own) lines.push('');
      }
    }
  };
  walk(element);
  return lines.map(line => line.replace(/\s+/g, ' ').trim()).filter(Boolean);
}

// One place for all exercises of the page; it is empty except while something is said.
function speaker() {
  let place = document.getElementById('rc-said');
  if (!place) {
    place = Object.assign(document.createElement('div'), {id: 'rc-said', className: 'visually-hidden'});
    place.setAttribute('role', 'status');
    document.body.append(place);
  }
  return place;
}

// An exercise's headings are made for a chapter, where its title is an h3; elsewhere they move up with the title.
function fitHeadings(host) {
  const title = host.closest('section').querySelector('.rc-title');
  const higher = 3 - Number(title.tagName[1]);
  if (!higher) return;
  for (const heading of host.querySelectorAll('h4, h5, h6')) heading.ariaLevel = Number(heading.tagName[1]) - higher;
}

function inputOf(note) {
  return note.parentElement.querySelector('input, select, textarea');
}

// Each input says by itself, too, that what is in it can't be used; the note under it says why.
function markProblems(host) {
  for (const note of host.querySelectorAll('.rc-field > .rc-note')) {
    if (note.querySelector('.rc-problem')) inputOf(note)?.setAttribute('aria-invalid', 'true');
    else inputOf(note)?.removeAttribute('aria-invalid');
  }
}

/** Have what changes in the answers of an exercise (class rc-live) read out. */
export function announce(host) {
  const place = speaker();
  let known = new Set(); // what the answers said before
  let timer;

  function shown() {
    const answers = [...host.querySelectorAll('.rc-live')].filter(answer => answer.checkVisibility());
    return answers.flatMap(linesOf);
  }

  function speak() {
    const lines = shown();
    const fresh = lines.filter(line => !known.has(line));
    known = new Set(lines);
    let words = '';
    for (const line of fresh) {
      if (words && words.length + line.length > ENOUGH) break;
      words += `${line} `;
    }
    if (words) place.textContent = words.trim();
  }

  const observer = new MutationObserver(() => {
    fitHeadings(host);
    markProblems(host);
    clearTimeout(timer);
    timer = setTimeout(speak, PAUSE);
  });
  known = new Set(shown());
  fitHeadings(host);
  markProblems(host);
  observer.observe(host, {childList: true, subtree: true, characterData: true});
}

/** Tie each input to the help and the message under it, so that they are read with its name. */
export function describe(host) {
  for (const note of host.querySelectorAll('.rc-field > .rc-note')) {
    note.id ||= `rc-note-${++describe.count}`;
    inputOf(note)?.setAttribute('aria-describedby', note.id);
  }
}
describe.count = 0;
