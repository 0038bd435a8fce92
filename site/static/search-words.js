// What Sphinx's search lacks: excerpts for words whose stem is no part of them, and words for what it found.
(() => {
  'use strict';
  const {makeSearchSummary, htmlToText} = Search;
  Search.htmlToText = (...page) => htmlToText(...page).replace(/\s+/g, ' ').trim();
  // Sphinx looks in the text for the stem, "compani", and begins its excerpt nowhere. What was typed comes first.
  Search.makeSearchSummary = (page, stems, anchor) => {
    const text = Search.htmlToText(page, anchor).toLowerCase();
    const typed = new URLSearchParams(location.search).get('q') ?? '';
    const words = typed.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
    const shorter = [...stems].map(stem => stem.slice(0, -1));
    const found = [...words, ...stems, ...shorter].find(word => word && text.includes(word));
    return makeSearchSummary(page, [found ?? ''], anchor); // an empty word is at the beginning
  };
  Object.assign(Documentation.TRANSLATIONS, {
    'Your search did not match any documents. Please make sure that all words are spelled correctly and that you\'ve selected enough categories.':
      'No page has all these words. Check the spelling, or try one word alone.',
    'Search finished, found ${resultCount} page(s) matching the search query.': 'Pages found: ${resultCount}',
  });
})();
