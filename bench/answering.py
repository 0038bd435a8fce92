"""Time from an input to its answer, in every exercise, with a plan that is full."""

from statistics import quantiles

from measure import PATIENCE, fresh_visitor, until_visible
from starting import BOOK, STAY, book_server, place

from rolecraft import example
from rolecraft.plan_json import plan_to_json
from rolecraft.text import say

INPUTS = 20  # of each exercise, spread over the form
QUIET = 250  # milliseconds without a change after which an answer is complete

# In the page: use some of the inputs, one after the other: type one more character, choose the next in a
# list, tick or untick. For each, wait until the page no longer changes, and return the time from the input to
# the last change. What is said about saving is no answer; an input that changes nothing that is shown is left
# out.
ANSWERS = """
async ([host, count, quiet]) => {
  const visible = found => found.checkVisibility();
  const kinds = 'input[type=text], textarea, select, input[type=checkbox]';
  const all = [...host.querySelectorAll(kinds)].filter(visible);
  const chosen = all.filter((_, number) => number % Math.ceil(all.length / count) === 0);
  const status = host.querySelector('.rc-status');
  const times = [];
  for (const field of chosen) {
    let shown, since = performance.now();
    const watcher = new MutationObserver(changes => {
      since = performance.now();
      if (changes.some(({target}) => !status?.contains(target)))
        requestAnimationFrame(() => { shown = performance.now(); });
    });
    watcher.observe(host, {subtree: true, childList: true, characterData: true, attributes: true});
    const began = performance.now();
    if (field.type === 'checkbox') field.click();
    else if (field.tagName === 'SELECT') {
      field.selectedIndex = (field.selectedIndex + 1) % field.options.length;
      field.dispatchEvent(new Event('change', {bubbles: true}));
    } else {
      field.value += /^[0-9.,]+$/.test(field.value) ? '1' : 'x';
      field.dispatchEvent(new InputEvent('input', {bubbles: true, inputType: 'insertText'}));
    }
    while (performance.now() - since < quiet) await new Promise(done => setTimeout(done, 20));
    watcher.disconnect();
    if (shown) times.push(shown - began);
  }
  return times;
}
"""


def slugs() -> list[str]:
    """Return the exercises that the book has a page for."""
    return sorted(path.stem for path in BOOK.glob("exercises/*.html"))


def answer_times(playwright) -> dict:
    """Return for each exercise, and for all, the middle and the 95th percentile in milliseconds.

    One visitor opens the worked example as their own plan, then works in each exercise.
    """
    found: dict[str, list[float]] = {}
    plan = plan_to_json(example.plan()).encode()
    with book_server() as server, fresh_visitor(playwright) as visitor, visitor.visit() as page:
        for number, slug in enumerate(slugs()):
            page.goto(f"{server.url}exercises/{slug}.html", wait_until="networkidle")
            until_visible(page, *place(slug))
            page.wait_for_timeout(STAY)
            host = page.locator(f"#live-{slug} .rc-host")
            if number == 0:
                host.get_by_role("button", name=say("frame.show_work")).click()
                with page.expect_file_chooser() as chooser:
                    host.get_by_role("button", name=say("frame.open_file")).last.click()
                file = {"name": "plan.json", "mimeType": "application/json", "buffer": plan}
                chooser.value.set_files([file])
                host.get_by_role("button", name=say("frame.file_use")).click()
                host.get_by_text(say("frame.file_opened")).wait_for(timeout=PATIENCE)
            found[slug] = page.evaluate(ANSWERS, [host.element_handle(), INPUTS, QUIET])
    everything = [time for times in found.values() for time in times]
    return {"all": spread(everything), **{slug: spread(times) for slug, times in found.items()}}


def spread(times: list[float]) -> dict:
    """Return the middle and the 95th percentile of some times, rounded to whole milliseconds."""
    if len(times) < 2:
        return {"median_ms": round(times[0]) if times else None, "p95_ms": None, "times": len(times)}
    cuts = quantiles(times, n=100, method="inclusive")
    return {"median_ms": round(cuts[49]), "p95_ms": round(cuts[94]), "times": len(times)}
