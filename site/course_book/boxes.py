"""The boxes of a chapter: its head, the article's point, worked example, manager, charter, if-then plan.

Content is ordinary MyST, so cross references, citations and worked numbers work inside.
"""

from docutils import nodes
from sphinx.util.nodes import make_id

from .course import CourseError, article_points
from .directive import CourseDirective


class Box(nodes.General, nodes.Element):
    """A labelled part of a page. Attributes: kind, tag (aside or section), label, note and title_tag."""


def visit_box(translator, node):
    """Open the box, with a label that its `aria-labelledby` points at."""
    tag, title, (id, *anchors) = node["tag"], node["title_tag"], node["ids"]
    role = ' role="note"' if tag == "aside" else ""
    note = f' <span class="box-note">{translator.encode(node["note"])}</span>' if node["note"] else ""
    translator.body += [
        f'<{tag} class="box box-{node["kind"]}" id="{id}"{role} aria-labelledby="{id}-label">\n',
        *(f'<span id="{anchor}"></span>' for anchor in anchors),
        f'<{title} class="box-label" id="{id}-label">{translator.encode(node["label"])}{note}</{title}>\n',
    ]


def depart_box(translator, node):
    """Close the box."""
    translator.body.append(f"</{node['tag']}>\n")


class BoxDirective(CourseDirective):
    """A box with content; subclasses say which."""

    has_content = True
    kind = ""
    label = ""
    tag = "aside"
    title_tag = "p"
    note = ""

    def box(self, label, *children):
        """Return the box with its own id and the given children."""
        node = Box(
            "", *children, kind=self.kind, tag=self.tag, label=label, note=self.note, title_tag=self.title_tag
        )
        node["ids"] = [make_id(self.env, self.state.document, f"box-{self.kind}", "")]
        self.set_source_info(node)
        return node

    def run(self):
        """Return the box."""
        label = f"{self.label}: {self.arguments[0]}" if self.arguments else self.label
        return [self.box(label, *self.content_nodes())]


class ArticlePoint(BoxDirective):
    """What the article says, and which of its points A1 to A22 that is."""

    required_arguments = 1
    final_argument_whitespace = True
    kind = "article"
    label = "The article"

    def run(self):
        """Return the box; each point gets an anchor that the course map links to."""
        try:
            points = article_points(self.arguments[0])
            chapter = self.chapter()
        except CourseError as problem:
            return self.warn(problem)
        if foreign := set(points) - set(chapter.article):
            return self.warn(
                f"{', '.join(sorted(foreign))} is not in the front matter's list of article points"
            )
        numbers = " and ".join(point[1:] for point in points)
        word = "point" if len(points) == 1 else "points"
        box = self.box(f"{self.label}, {word} {numbers}", *self.content_nodes())
        for point in points:
            # Only the first of several boxes for a point is the one that the map leads to.
            name = f"{point.lower()}-in-chapter-{chapter.number}"
            if name not in self.state.document.nameids:
                box["ids"].append(name)
                self.env.get_domain("std").note_hyperlink_target(name, self.env.docname, name)
                self.state.document.nameids[name] = name
        return [box]


class WorkedExample(BoxDirective):
    """The fictional company's example."""

    required_arguments = 1
    final_argument_whitespace = True
    kind = "worked"
    tag = "section"
    title_tag = "h3"
    note = "fictional company"

    def run(self):
        """Return the box, with its title as a heading."""
        return [self.box(self.arguments[0], *self.content_nodes())]


class Manager(BoxDirective):
    """The same matter, for whoever leads marketing."""

    required_arguments = 1
    final_argument_whitespace = True
    kind = "manager"
    label = "For the manager"


class Charter(BoxDirective):
    """What the chapter adds to the role charter."""

    kind = "charter"
    label = "Into your role charter"


class IfThen(BoxDirective):
    """One if-then plan."""

    kind = "if-then"
    label = "If … then"


class ChapterHead(BoxDirective):
    """What a chapter asks, what the reader can do afterwards, and how long it takes."""

    has_content = False
    kind = "head"
    tag = "section"
    label = "In this chapter"

    def listed(self, title, lines):
        """Return a small title and a list, as nodes."""
        items = (nodes.list_item("", nodes.paragraph("", "", *self.inline(line))) for line in lines)
        return [
            nodes.paragraph("", "", nodes.strong(text=title)),
            nodes.bullet_list("", *items),
        ]

    def run(self):
        """Return the box, from the page's own front matter."""
        try:
            chapter = self.chapter()
        except CourseError as problem:
            return self.warn(problem)
        alone, doing = chapter.minutes, chapter.exercise_minutes
        time = nodes.paragraph("", "", nodes.strong(text="How long"), classes=["head-time"])
        time += nodes.Text(f": {alone.coordinator} minutes as coordinator, {alone.manager} as manager. ")
        time += nodes.Text(f"Of these, {doing.coordinator} and {doing.manager} are for ")
        time += nodes.reference(text="the exercise", internal=True, refid=f"live-{chapter.exercise}")
        time += nodes.Text(".")
        return [
            self.box(
                self.label,
                *self.listed("Questions", chapter.questions),
                *self.listed("Afterwards you can", (objective.text for objective in chapter.objectives)),
                time,
            )
        ]


def setup(app):
    """Register the boxes."""
    app.add_node(Box, html=(visit_box, depart_box))
    app.add_directive("chapter-head", ChapterHead)
    app.add_directive("article-point", ArticlePoint)
    app.add_directive("worked-example", WorkedExample)
    app.add_directive("manager", Manager)
    app.add_directive("charter", Charter)
    app.add_directive("if-then", IfThen)
    app.add_css_file("course.css")
    app.add_js_file("theme-buttons.js", loading_method="defer")
