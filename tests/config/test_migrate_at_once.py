"""What `migrate` does at once comes to the same: nothing builds on what is between, and nothing is out of reach."""

from typing import Any

import pytest
from django.db import migrations, models
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ModelState, ProjectState
from pgtrigger.compiler import Trigger, UpsertTriggerSql
from pgtrigger.migrations import AddTrigger

from accounts.management.commands.migrate import Drawn, _reached, at_once
from accounts.security import AtOnce

WORD: Any = ("word", models.TextField())
KEPT = models.CheckConstraint(condition=models.Q(word="kept"), name="kept")
SQL = migrations.RunSQL("SELECT 1", migrations.RunSQL.noop)


def _made(name: str) -> Operation:
    return migrations.CreateModel(name, [WORD])


def _field(model: str, name: str = "later") -> Operation:
    return migrations.AddField(model, name, models.TextField(default=""))


def _constraint(model: str) -> Operation:
    return migrations.AddConstraint(model, KEPT)


def _trigger(model: str) -> Operation:
    sql = UpsertTriggerSql(pgid=f"of_{model}", table=model, func="RETURN NULL;", when="AFTER", operation="INSERT")
    made: Operation = AddTrigger(model_name=model, trigger=Trigger(name="told", sql=sql))
    return made


@pytest.mark.parametrize(
    ("operations", "as_many"),
    [
        # of different models, or of different parts of one that was there: together, with the SQL between them
        ([_made("A"), _made("B"), SQL, _made("C")], [4]),
        ([_field("a"), _field("a", "other"), _constraint("a"), SQL], [4]),
        ([_made("A"), _trigger("a"), SQL, _made("B"), _trigger("b")], [5]),
        ([AtOnce(_field("a"), _field("b")), _made("C")], [3]),
        # a new model has by the end all that it is given: whatever it is given later comes apart
        ([_made("A"), _field("a")], [1, 1]),
        ([_made("A"), _made("B"), _constraint("a"), _constraint("b")], [2, 2]),
        # the same part twice
        ([_field("a"), migrations.AlterField("a", "later", models.TextField())], [1, 1]),
        ([_constraint("a"), migrations.RemoveConstraint("a", "kept"), _constraint("a")], [2, 1]),
        # who asks for other models, or for code of its own, stands alone and sees all
        ([_field("a"), migrations.RunPython(migrations.RunPython.noop), _field("b")], [1, 0, 1]),
        ([_field("a"), migrations.DeleteModel("B"), _field("c")], [1, 0, 1]),
        ([_field("a"), migrations.AlterField("b", "id", models.BigAutoField(primary_key=True))], [1, 0]),
        ([_field("a"), migrations.AlterField("b", "code", models.TextField(unique=True))], [1, 0]),
        ([_field("a"), migrations.RemoveField("a", "word"), _field("a", "word")], [1, 0, 1]),
    ],
)
def test_operations_stand_together_where_none_builds_on_another(
    operations: list[Operation], as_many: list[int]
) -> None:
    """0: as it was."""
    found = at_once(operations)
    assert [len(each.operations) if isinstance(each, Drawn) else 0 for each in found] == as_many
    flat = [each for one in found for each in (one.operations if isinstance(one, AtOnce) else (one,))]
    given = [each for one in operations for each in (one.operations if isinstance(one, AtOnce) else (one,))]
    assert flat == given


def test_a_model_is_drawn_with_all_that_it_is_made_of_and_of_others_what_may_be_pointed_at() -> None:
    def to(name: str, **how: Any) -> Any:
        return models.ForeignKey(name, models.CASCADE, **how)

    key: Any = ("id", models.BigAutoField(primary_key=True))
    code: Any = ("code", models.TextField(unique=True))
    several: Any = models.ManyToManyField("app.D", through="app.Through")
    of_another: Any = models.OneToOneField("app.B", models.CASCADE, primary_key=True)
    within: Any = {"constraints": [models.CheckConstraint(condition=models.Q(id__gt=0), name="some")]}
    every = [
        ModelState("app", "A", [key, ("b", to("app.B", to_field="code")), ("own", to("self"))]),
        ModelState("app", "B", [key, code, WORD, ("several", several)], {"db_table": "its_own", **within}),
        ModelState("app", "Base", [key, WORD]),
        ModelState("app", "C", [], bases=("app.base",)),
        ModelState("app", "D", [key, WORD]),
        ModelState("app", "Through", [key, ("b", to("app.B")), ("d", to("app.D"))]),
        ModelState("app", "E", [("b", of_another), WORD]),
        ModelState("app", "F", [key, ("e", to("app.E")), ("c", to("app.C"))]),
    ]
    state = ProjectState({(each.app_label, each.name_lower): each for each in every})
    for asked, reached in (
        (["a"], {"A": "id b own", "B": "id code"}),
        (["b"], {"B": "id code word several", "Through": "id b d", "D": "id"}),
        (["c"], {"Base": "id word", "C": "id word base_ptr"}),
        (["d"], {"D": "id word"}),
        (["a", "d", "b"], {"A": "id b own", "B": "id code word several", "Through": "id b d", "D": "id word"}),
        # whose rows are told apart by those of others: with these
        (["f"], {"F": "id e c", "E": "b word", "B": "id code", "C": "id word base_ptr", "Base": "id word"}),
        (["nowhere"], {}),
    ):
        drawn = _reached(state, [("app", each) for each in asked]).apps
        found = {each.__name__: each._meta for each in drawn.get_models()}
        fields = {
            name: " ".join(field.name for field in [*meta.fields, *meta.many_to_many]) for name, meta in found.items()
        }
        assert {name: set(of.split()) for name, of in fields.items()} == {
            name: set(of.split()) for name, of in reached.items()
        }
        if "B" in found:
            assert found["B"].db_table == "its_own"


def test_what_cannot_be_undone_says_so_among_others_too() -> None:
    assert AtOnce(_field("a"), SQL).reversible
    assert not AtOnce(_field("a"), migrations.RunSQL("SELECT 1")).reversible
