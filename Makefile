# make course   set everything up, build the book, serve it on this computer
# make book     the same without serving; the book is in _build/html
# make test     every test; fails when one of them fails
# make bench    how fast it is, side by side with the alternatives
# make sequences  ten thousand random sequences of actions over all exercises (a quarter of an hour)
# make offline  one zip for laptops without a network, with everything
# make wheelhouse  what pip needs for the notebooks without a network; PYTHONS="3.12 3.13" names the versions
# make report   how long each chapter takes and how easily it reads
# make links    do the pages that the course points to still exist? needs a connection, and minutes
# make slides   build only the slides, into _build/html/slides; make slides-pdf prints them, one page a slide
# make worksheets  print every exercise's sheet and the charter form as PDFs, into _build/html/worksheets
# make notebooks  write the notebooks' outputs anew after a change in an exercise
# The commands for Windows, without make, are in README.md.

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready

.PHONY: course book test bench sequences offline wheelhouse report links slides slides-pdf worksheets notebooks clean

course: book
	$(BIN)/python site/serve.py

book: $(READY)
	$(BIN)/python site/build.py

test: book
	$(BIN)/python site/browser.py --install
	$(BIN)/python site/pdf.py worksheets
	$(BIN)/python site/webserver.py --install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/codespell
	$(BIN)/lint-imports
	$(BIN)/pytest

bench: book
	$(BIN)/python site/browser.py --install
	$(BIN)/python site/webserver.py --install
	$(BIN)/python bench/bench.py

sequences: $(READY)
	COURSE_SEQUENCES=10000 $(BIN)/pytest tests/views/test_any_sequence.py --dist=load

offline: worksheets
	$(BIN)/python site/offline/edition.py

wheelhouse: $(READY)
	$(BIN)/python site/offline/wheelhouse.py $(if $(PYTHONS),--pythons $(PYTHONS))

report: $(READY)
	$(BIN)/python site/report.py

links: $(READY)
	$(BIN)/jupyter-book build . --builder linkcheck --path-output .build/links -q

slides: $(READY)
	$(BIN)/python site/build_slides.py

slides-pdf worksheets: book
	$(BIN)/python site/browser.py --install
	$(BIN)/python site/pdf.py $(@:slides-pdf=slides)

notebooks: $(READY)
	$(BIN)/python tests/notebooks/refresh.py

clean:
	rm -rf _build .build .bench

$(READY): requirements.txt pyproject.toml
	$(PYTHON) -c "import sys; sys.exit(None if sys.version_info >= (3, 11) else 'The course needs Python 3.11 or newer. Try: make PYTHON=python3.12')"
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $(READY)
