"""Command line of Pakketwijzer."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, Literal

import orjson
import typer
from rich.console import Console
from rich.markdown import Markdown
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from assistant.errors import PakketwijzerError
from assistant.settings import Settings, get_settings

# Each command imports its room when it runs: torch alone takes seconds, and most commands need one room only.

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Publish the Pakketwijzer site and answer questions about it.",
)
console = Console(stderr=True)

Sector = Annotated[str | None, typer.Option(help="Id of the care sector the question is about.")]
Criterion = Annotated[str | None, typer.Option(help="Id of the criterion the question is about.")]
Party = Annotated[str | None, typer.Option(help="Id of the party that asks.")]
Host = Annotated[str | None, typer.Option(help="Address to listen on.")]
Port = Annotated[int | None, typer.Option(min=0, max=65535, help="Port to listen on.")]


@contextmanager
def _plain_errors() -> Iterator[None]:
    """Expected failures as one line and exit code 1, without a traceback."""
    try:
        yield
    except PakketwijzerError as error:
        console.print(f"[bold red]Error:[/] {escape(str(error))}", highlight=False, soft_wrap=True)
        raise typer.Exit(1) from None


@contextmanager
def _progress(label: str) -> Iterator[Callable[[int, int], None]]:
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
    ) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


@app.command()
def build() -> None:
    """Build the site and export its passages."""
    with _plain_errors():
        _build(get_settings())


def _build(settings: Settings) -> None:
    from assistant.publish.build import build_site  # noqa: PLC0415

    with console.status("Building the site ..."):
        count = build_site(settings)
    console.print(f"Site built in {settings.site}: {count} passages exported.", highlight=False)


@app.command()
def index(
    rebuild: Annotated[bool, typer.Option(help="Embed everything again.")] = False,
) -> None:
    """Bring the index in line with the exported passages."""
    with _plain_errors():
        _index(get_settings(), rebuild)


def _index(settings: Settings, rebuild: bool = False) -> Any:
    from assistant.index.sync import sync_index  # noqa: PLC0415

    loaded: list[Any] = []

    def embeddings() -> Any:
        from assistant.index.embedding import SentenceTransformerEmbeddings  # noqa: PLC0415

        loaded.append(SentenceTransformerEmbeddings(settings))
        return loaded[0]

    with _progress("Indexing") as step:
        report = sync_index(settings, embeddings, step, rebuild, lambda passages: _screen(settings, passages))
    console.print(
        f"Index {report.version}: {report.added} passages added, {report.removed} removed, {report.kept} kept"
        + (f", {report.left_out} left out." if report.left_out else "."),
        highlight=False,
    )
    return loaded[0] if loaded else None


_FAULTS = {
    "verborgen teken": ("a hidden character", "Delete it: type the words around it anew."),
    "opdracht": ("an instruction", "Word it as a statement about the subject, not as an order."),
}
_PERSONAL = ("personal data", "Refer to the organisation or the office, not to a person.")


def _screen(settings: Settings, passages: Sequence[Any]) -> set[str]:
    """Ids of the passages that the assistant must not quote; each fault is told with its page."""
    from assistant.answer.guard import Guard, scan_passages  # noqa: PLC0415
    from assistant.corpus import load_corpus  # noqa: PLC0415

    findings = scan_passages(Guard(load_corpus(settings.corpus)), passages)
    for finding in findings:
        fault = finding.fault
        what, remedy = _FAULTS.get(fault.kind, _PERSONAL)
        console.print(
            f"[yellow]Warning:[/] {escape(finding.url)} holds {what} (`{escape(fault.text)}` in "
            f"“{escape(fault.context)}”); the passage is left out of the index. {remedy}",
            highlight=False,
            soft_wrap=True,
        )
    return {finding.passage for finding in findings}


@app.command()
def serve(host: Host = None, port: Port = None) -> None:
    """Serve the site and the assistant on one port."""
    with _plain_errors():
        _serve(get_settings(), host, port)


def _serve(settings: Settings, host: str | None, port: int | None) -> None:
    from assistant.serve.server import serve as run_server  # noqa: PLC0415

    run_server(settings, host or settings.host, settings.port if port is None else port)


@app.command()
def up(
    host: Host = None,
    port: Port = None,
    rebuild: Annotated[bool, typer.Option(help="Build site and index anew.")] = False,
) -> None:
    """Build what is out of date, then serve: what `scripts/run` does."""
    from assistant.publish.build import site_is_current  # noqa: PLC0415

    settings = get_settings()
    with _plain_errors():
        if rebuild or not site_is_current(settings):
            _build(settings)
        _index(settings, rebuild)
        _serve(settings, host, port)


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="The question.")] = None,
    sector: Sector = None,
    criterion: Criterion = None,
    party: Party = None,
    json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")] = False,
    batch: Annotated[Path | None, typer.Option(help="File of questions, one JSON object a line.")] = None,
    out: Annotated[Path | None, typer.Option(help="File for the answers to --batch.")] = None,
) -> None:
    """Answer a question in the terminal, or a file of questions with --batch and --out."""
    with _plain_errors():
        if batch is not None:
            if out is None:
                raise PakketwijzerError("--batch needs --out: the file to write the answers to.")
            _ask_batch(batch, out)
            return
        if question is None:
            raise PakketwijzerError('No question was given. Example: pakketwijzer ask "Wat is een duiding?"')
        from assistant.answer.models import Question  # noqa: PLC0415

        asked = Question(question=question, sector=sector, criterion=criterion, party=party)
        answer = _assistant().ask(asked)
        if json:
            sys.stdout.write(answer.model_dump_json(indent=2) + "\n")
        else:
            _print_answer(answer)


@app.command()
def assess(  # noqa: PLR0913, PLR0917 - one option for each question of the walk
    care: Annotated[str | None, typer.Argument(help="The care form in your own words.")] = None,
    sector: Annotated[str | None, typer.Option(help="Id of the care sector.")] = None,
    law: Annotated[str | None, typer.Option(help="zvw, wlz or onbekend.")] = None,
    system: Annotated[str | None, typer.Option(help="open, gesloten or onbekend.")] = None,
    novelty: Annotated[str | None, typer.Option(help="nieuw, uitbreiding, bestaand or onbekend.")] = None,
    relation: Annotated[str | None, typer.Option(help="vervangt, aanvulling or onbekend.")] = None,
    party: Annotated[str | None, typer.Option(help="Id of who asks, such as zorgaanbieders.")] = None,
    evidence: Annotated[list[str] | None, typer.Option(help="Id of what there is, e.g. eff-vraag; repeatable.")] = None,
    json: Annotated[Path | None, typer.Option(help="File with the answers as a JSON object.")] = None,
    out: Annotated[Path | None, typer.Option(help="File for the dossier: .docx, .pdf, .md or .json.")] = None,
) -> None:
    """Make the dossier of a care form: what is asked, what there is, what is missing. It gives no verdict."""
    given = {
        "care": care,
        "sector": sector,
        "law": law,
        "system": system,
        "novelty": novelty,
        "relation": relation,
        "party": party,
        "evidence": evidence or None,
    }
    with _plain_errors():
        _assess({key: value for key, value in given.items() if value is not None}, json, out)


def _assess(given: dict[str, Any], json: Path | None, out: Path | None) -> None:
    from assistant.assess.files import make_dossier, read_answers, write_dossier  # noqa: PLC0415

    if given and json is not None:
        raise PakketwijzerError("Give the answers as options or with --json, not both.")
    settings = get_settings()
    dossier = make_dossier(settings, read_answers(json) if json is not None else given)
    if out is not None:
        write_dossier(dossier, out, settings.site_url)
        console.print(f"Dossier written to {out}.", highlight=False)
        return
    from assistant.assess.render import to_markdown  # noqa: PLC0415

    Console().print(Markdown(to_markdown(dossier, settings.site_url).decode()))


def _assistant() -> Any:
    """The assistant; a missing index is reported before the model takes its seconds to load."""
    from assistant.answer.pipeline import Assistant  # noqa: PLC0415
    from assistant.index.versions import Versions  # noqa: PLC0415

    settings = get_settings()
    Versions(settings.index).current()
    return Assistant(settings)


def _print_answer(answer: Any) -> None:
    from assistant.answer.rows import on_lines  # noqa: PLC0415

    screen = Console()
    for notice in answer.notices:
        screen.print(f"{notice}\n", markup=False, highlight=False)
    screen.print(Markdown(on_lines(answer.text)))
    for citation in answer.citations:
        screen.print(f"\n[bold]\\[{citation.n}][/] {escape(citation.title)}", highlight=False)
        screen.print(f"    {citation.url}", highlight=False)
        for reference in citation.references:
            screen.print(f"    Bron: {reference.title}, {reference.place}".rstrip(", "), markup=False, highlight=False)
    for suggestion in answer.suggestions:
        screen.print(f"→ {suggestion}", markup=False, highlight=False)


def _ask_batch(batch: Path, out: Path) -> None:
    from assistant.answer.batch import answer_batch, read_batch  # noqa: PLC0415

    questions = read_batch(batch)
    # Before the model loads: hours of answers must not be lost to a folder that is not there.
    try:
        out.open("ab").close()
    except OSError as error:
        raise PakketwijzerError(f"{out} cannot be written: {error.strerror}.") from None
    assistant = _assistant()
    with _progress("Answering") as step, out.open("wb") as lines:
        for done, line in enumerate(answer_batch(assistant, questions), 1):
            lines.write(orjson.dumps(line) + b"\n")
            step(done, len(questions))


@app.command()
def check(
    paths: Annotated[list[Path] | None, typer.Argument(help="Pages to check; all where none is given.")] = None,
    errors: Annotated[bool, typer.Option("--errors", help="Show errors only, no advice.")] = False,
) -> None:
    """Check pages and data as an editor's linter; fails on errors."""
    from assistant.check import main as run_check  # noqa: PLC0415

    with _plain_errors():
        raise typer.Exit(run_check(get_settings().root, paths or [], errors))


feedback_app = typer.Typer(
    invoke_without_command=True, help="Read, export and delete what readers told the editors; lists it by default."
)
app.add_typer(feedback_app, name="feedback")

FeedbackKinds = Annotated[Literal["thumb", "question", "page"] | None, typer.Option(help="Only this kind.")]


def _feedback_store() -> Any:
    from assistant.feedback import FeedbackStore  # noqa: PLC0415

    settings = get_settings()
    return FeedbackStore(settings.database, settings.feedback_keep_days)


@feedback_app.callback()
def feedback(context: typer.Context) -> None:
    """Without a command: list everything."""
    if context.invoked_subcommand is None:
        list_feedback()


@feedback_app.command("list")
def list_feedback(kind: FeedbackKinds = None) -> None:
    """Show the messages, newest first."""
    with _plain_errors():
        messages = _feedback_store().all(kind)
        if not messages:
            console.print("There is no feedback.", highlight=False)
            return
        table = Table("id", "date", "kind", "page", "question", "remark", "version", highlight=False)
        for message in messages:
            kind_shown = " ".join(part for part in (message.kind, message.verdict, message.reason) if part)
            table.add_row(
                str(message.id), f"{message.created:%Y-%m-%d %H:%M}", kind_shown,
                *map(escape, (message.page, message.question, message.text, message.version)),
            )  # fmt: skip
        Console().print(table)


@feedback_app.command("export")
def export_feedback(
    out: Annotated[Path | None, typer.Option(help="File to write; without it to the terminal.")] = None,
    form: Annotated[Literal["csv", "json"], typer.Option("--format", help="Kind of file.")] = "csv",
    kind: FeedbackKinds = None,
) -> None:
    """Write the messages as CSV or JSON."""
    from assistant.feedback.export import to_csv, to_json  # noqa: PLC0415

    with _plain_errors():
        messages = _feedback_store().all(kind)
        text = to_json(messages) + "\n" if form == "json" else to_csv(messages)
        if out is None:
            sys.stdout.write(text)
            return
        try:
            # With a mark that tells a spreadsheet that this is UTF-8.
            out.write_text(text, encoding="utf-8" if form == "json" else "utf-8-sig", newline="")
        except OSError as error:
            raise PakketwijzerError(f"{out} cannot be written: {error.strerror}.") from None
        console.print(f"{len(messages)} messages written to {out}.", highlight=False)


@feedback_app.command("delete")
def delete_feedback(
    numbers: Annotated[list[int] | None, typer.Argument(metavar="ID...", help="Messages to delete.")] = None,
    older_than: Annotated[int | None, typer.Option(min=0, help="Delete those older than this number of days.")] = None,
    expired: Annotated[bool, typer.Option(help="Delete those older than FEEDBACK_KEEP_DAYS.")] = False,
) -> None:
    """Delete messages, by id or by age; there is no way back."""
    with _plain_errors():
        store = _feedback_store()
        if sum((bool(numbers), older_than is not None, expired)) != 1:
            raise PakketwijzerError("Give ids, or --older-than DAYS, or --expired.")
        if numbers:
            count = store.delete(numbers)
        else:
            count = store.delete_older(store.keep_days if older_than is None else older_than)
        console.print(f"{count} messages deleted.", highlight=False)


@app.command()
def evaluate(
    calibrate: Annotated[bool, typer.Option(help="Fit the decision to answer on the open questions.")] = False,
    baselines: Annotated[bool, typer.Option(help="Measure simpler ways of searching too.")] = True,
    page: Annotated[bool, typer.Option(help="Write the page of the site with the figures.")] = True,
) -> None:
    """Measure the assistant on the test questions."""
    from assistant.evaluate.main import run_calibration, run_evaluation  # noqa: PLC0415

    settings = get_settings()
    with _plain_errors():
        if calibrate:
            with _progress("Calibrating") as step:
                run_calibration(settings, step)
        with _progress("Asking") as step:
            evaluation = run_evaluation(settings, step, baselines, page)
    screen = Console()
    for split, report in evaluation.report.splits.items():
        screen.print(f"\n[bold]{split}[/] ({report.questions} questions)")
        for name in (
            "correct", "answered_correct", "refusal_recall", "refusal_precision", "false_refusals",
            "quotes_verbatim", "citation_precision",
        ):  # fmt: skip
            figure = getattr(report, name)
            if figure:
                screen.print(f"  {name:20} {figure.value:.3f}  [{figure.low:.3f}, {figure.high:.3f}]", highlight=False)
        for system, figures in report.retrieval.items():
            values = "  ".join(f"{k} {f.value:.3f}" for k, f in figures.items() if f)
            screen.print(f"  {system:20} {values}", highlight=False)
        screen.print(
            f"  latency              p50 {report.latency_p50} ms, p95 {report.latency_p95} ms",
            highlight=False,
        )
    screen.print(
        f"\n{len(evaluation.changed)} answers changed since the previous run; report in {evaluation.path}",
        highlight=False,
    )


@app.command()
def tune(
    what: Annotated[
        Literal["questions", "sentences"],
        typer.Argument(help="The search on known questions, or the check of written sentences on sentences."),
    ] = "questions",
    steps: Annotated[int | None, typer.Option(min=1, help="Batches to learn from.")] = None,
    batch_size: Annotated[int | None, typer.Option(min=2, help="Examples in each.")] = None,
    anew: Annotated[
        bool, typer.Option("--anew", help="Sentences: forget what was learned before; takes twice as long.")
    ] = False,
) -> None:
    """Train the model for the search or for the check on the built site (about 20 minutes on 2 cores)."""
    with _plain_errors():
        if anew and what == "questions":
            raise PakketwijzerError("`--anew` belongs to `tune sentences`; the search is always trained anew.")
        try:
            from assistant.tune.checker import teach  # noqa: PLC0415
            from assistant.tune.train import tune as train  # noqa: PLC0415
        except ModuleNotFoundError as error:
            raise PakketwijzerError(
                f"Training needs the library {error.name}, which is not installed. Run `scripts/setup dev`."
            ) from None
        with _progress("Training") as step:
            if what == "questions":
                tuned = train(get_settings(), steps or 260, batch_size or 64, step)
                told = f"{tuned.questions} known and {tuned.unanswered} unanswered questions; loss {tuned.loss:.2f}"
            else:
                taught = teach(get_settings(), steps or (800 if anew else 400), batch_size or 32, step, anew=anew)
                told = f"{taught.sentences} sentences on {taught.passages} passages; loss {taught.loss:.2f}"
                if taught.area is not None:
                    told += f"; area under the curve on passages set aside {taught.area:.3f}"
    after = "`pakketwijzer index` and `pakketwijzer evaluate --calibrate`"
    after = after if what == "questions" else "`pakketwijzer evaluate --calibrate`"
    console.print(f"Trained on {told}. Run {after} now.", highlight=False)
