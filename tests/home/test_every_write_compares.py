"""Nothing is written over unseen: every function that changes what is stored takes it for itself first, or names in
the one statement that writes what it must still find. Those that need neither stand here, each with why."""

import ast
import inspect
import textwrap

import pytest

from jobs import handlers
from tests.home.writing import Code, Function

SESSION = "its form's session holds the row, and compares what the page was begun on (`test_stale_pages`)"
OWN = "of one's own, which nobody else writes"
NEW = "made by whoever calls it, in the same transaction"
ERASING = "the eraser holds the chain and asks each kind for what goes with a record; erased is erased"
MEMORY = "a dictionary, not a row"
SERVER = "a command of whoever runs the server"
REASONS = {
    "accounts.actions.cities.save_settings": SESSION,
    "accounts.actions.invitations._renew_and_send": "new, or taken by `send_again`",
    "accounts.actions.people.end_all_sessions": "adds one in the database, whatever it was",
    "accounts.forms.account.AccountForm.save_changed": OWN,
    "accounts.management.commands.remove_second_factor.Command.handle": SERVER,
    "accounts.models.users.User.save": "counts in the database, whatever it was; the rest is said by whoever calls it",
    "accounts.models.users.UserManager.create_user": NEW,
    "jobs.actions._close": "of a job that who ends it has taken (`held`, `_locked`, `sweep`)",
    "records.actions.drafts._first": NEW,
    "records.actions.drafts.keep_stub": "one saves a form at a time (`hold_form`)",
    "records.actions.drafts.set_aside": OWN,
    "records.registries.erasure.remove_row": ERASING,
    "records.registries.erasure.remove_with": ERASING,
    "records.values.Names.__init__": MEMORY,
    "notices.actions.asking.keep_body": SESSION,
    "notices.actions.following.end_link": OWN,
    "notices.actions.following.make_link": OWN,
    "notices.actions.letters.note_told": "a day that replaces the day that was noted; the history has both",
    "notices.actions.paces.choose_pace": OWN,
    "mapping.actions.totals._add": "adds in the database, whatever it was",
    "stakeholders.actions.directory.keep_group": SESSION,
    "stakeholders.actions.directory.keep_organisation": SESSION,
    "stakeholders.actions.recording.record_consultation": NEW,
    "stakeholders.erasure._remove_version": ERASING,
    "reports.judgements.made_of._joined": MEMORY,
    "home.views.first._keep": OWN,
}
# Of the jobs, those whose last step writes nothing.
WRITES_NOTHING_LAST = {
    "figures": "each diagnosis is looked at in a step of its own, which takes it",
    "notice-mail": "each mail is taken before it is sent (`take`), and noted as sent where it is still open",
}


@pytest.fixture(scope="module")
def code() -> Code:
    return Code()


def _named(function: Function) -> str:
    return ".".join(function.key)


def test_whoever_changes_what_is_stored_holds_or_compares_it(code: Code) -> None:
    changing = list(code.changing())
    assert len(changing) > 100
    unheld = {_named(each): each.writes for each in changing if not code.is_held(each.key)}
    assert {name: said for name, said in unheld.items() if name not in REASONS} == {}
    assert REASONS.keys() - unheld.keys() == set(), "no reason is needed any more"


def test_what_a_session_holds_no_page_saves_without_one(code: Code) -> None:
    for key, function in code.functions.items():
        if REASONS.get(".".join(key)) == SESSION:
            pages = [code.functions[each] for each in function.callers if ".views." in each[0]]
            assert pages, key
            assert [_named(each) for each in pages if "Editing(" not in ast.unparse(each.tree)] == []


def test_the_last_step_of_every_job_takes_what_it_writes_to(code: Code) -> None:
    """`finish` commits with the job's end; what it writes to is taken for itself within it, after the job's row."""
    kinds = [kind for name, _label in handlers.labels() if (kind := handlers.find(name)) and "." not in name]
    assert {kind.name for kind in kinds} >= {"diagnosis", "reports", "figures", "notice-mail"}
    for kind in kinds:
        source = ast.parse(textwrap.dedent(inspect.getsource(inspect.unwrap(kind.handler))))
        last = [each for each in ast.walk(source) if isinstance(each, ast.With) and ".finish(" in _with(each)]
        writing = [each for each in last if not all(isinstance(line, ast.Pass) for line in each.body)]
        assert bool(writing) is (kind.name not in WRITES_NOTHING_LAST), kind.name
        for step in writing:
            assert "_held(run" in ast.unparse(step), kind.name
    assert code.functions["reports.tasks", "_held"].locks or code.is_held(("reports.tasks", "_held"))


def test_what_tells_a_record_that_its_job_failed_compares_it_too(code: Code) -> None:
    for name, _label in handlers.labels():
        kind = handlers.find(name)
        if kind is not None and kind.on_failure is not None and "." not in name:
            key = (kind.on_failure.__module__, kind.on_failure.__name__)
            written = [code.functions[each] for each in code.functions[key].calls]
            assert written
            assert all(code.is_held(each.key) or not each.writes for each in written), key


def _with(block: ast.With) -> str:
    return " ".join(ast.unparse(item.context_expr) for item in block.items)


@pytest.mark.parametrize(
    ("body", "is_found"),
    [
        ("row.name = 'x'; row.save()", True),
        ("row = Row(); row.save()", False),
        ("Row.objects.filter(pk=row.pk).update(name='x')", True),
        ("Row.objects.filter(pk=row.pk, state='open').update(name='x')", False),
        ("still = Row.objects.filter(state='open'); still.filter(pk=row.pk).update(name='x')", False),
        ("row.delete()", True),
        ("said = {}; said.update(name='x')", False),
    ],
)
def test_it_finds_what_writes_unseen(body: str, is_found: bool) -> None:
    tree = ast.parse(f"def planted(row): {body}").body[0]
    assert isinstance(tree, ast.FunctionDef)
    assert bool(Function("planted", "planted", tree).writes) is is_found
