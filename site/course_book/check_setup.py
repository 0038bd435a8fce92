"""The page that tries out a reader's computer before a session: the directive {check-setup}.

The page's script does the work (static/check-setup.js), with the same Python as the exercises.
"""

from docutils import nodes

from .directive import CourseDirective, add_script

EXERCISE = "goal-builder"  # whose part of the library has to arrive
NO_SCRIPT = """
<noscript><p>JavaScript is switched off in this browser, and the exercises need it. Switch it on in the
browser’s settings, and load this page again.</p></noscript>
"""
CHECK = """
<section class="setup-check pst-js-only" data-live="{root}live/" data-exercise="{exercise}"
 aria-label="Check this computer">
<button type="button" class="progress-button">Check this computer</button>
<div class="setup-said" role="status"></div>
</section>
"""


class CheckSetup(nodes.General, nodes.Element):
    """The check."""


class CheckSetupDirective(CourseDirective):
    """`{check-setup}`: a button that tries out this browser, and says what to do."""

    def run(self):
        """Return the check's node."""
        return [CheckSetup()]


def visit_check(translator, node):
    """Write the check."""
    root = "../" * translator.builder.current_docname.count("/")
    translator.body.append(NO_SCRIPT + CHECK.format(root=root, exercise=EXERCISE))
    raise nodes.SkipNode


def setup(app):
    """Register the directive and the script."""
    app.add_node(CheckSetup, html=(visit_check, None))
    app.add_directive("check-setup", CheckSetupDirective)
    add_script(app, CheckSetup, "check-setup.js")
