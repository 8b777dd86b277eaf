"""Whether a text has every one of several words, asked at once: a text that is put together to be searched is put
together once, and not for each word anew."""

from collections.abc import Sequence
from typing import Any

from django.db.models import CharField, F, Func, Lookup, TextField, Value


@CharField.register_lookup
@TextField.register_lookup
class HasEvery(Lookup[Any]):
    """Patterns without regard to case; all must be found."""

    lookup_name = "has_every"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        text, values = self.process_lhs(compiler, connection)
        words, given = self.process_rhs(compiler, connection)
        return f"{text} ~* ALL({words}::text[])", (*values, *given)


def text_of(fields: Sequence[str]) -> F | Func:
    """The texts of several fields as one, a line each: a word is found in any of them, and across none."""
    if len(fields) == 1:
        return F(fields[0])
    return Func(Value("\n"), *map(F, fields), function="concat_ws", output_field=TextField())
