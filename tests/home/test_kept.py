"""Parts of the shell that are kept: one per language and values, and nothing of a person in them."""

import re

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.test import Client
from django.utils import translation

from accounts.models import City
from home.templatetags import shell
from tests.factories import make_member, sign_in


def test_it_is_rendered_once_per_value_and_language() -> None:
    part = Template("{% load shell i18n %}{% kept place %}{{ place }} {{ told }} {% translate 'Save' %}{% endkept %}")
    assert part.render(Context({"place": "A", "told": 1})) == "A 1 Save"
    assert part.render(Context({"place": "A", "told": 2})) == "A 1 Save"
    assert part.render(Context({"place": "B", "told": 3})) == "B 3 Save"
    with translation.override("da"):
        assert part.render(Context({"place": "A", "told": 4})) == "A 4 Gem"


def test_it_does_not_grow_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shell, "MOST_KEPT", 3)
    part = Template("{% load shell %}{% kept place %}{{ place }}{% endkept %}")
    node = part.nodelist[1]
    assert isinstance(node, shell.KeptNode)
    for place in range(10):
        assert part.render(Context({"place": place})) == str(place)
        assert len(node.kept) <= 3


def test_one_that_is_not_ended_is_refused() -> None:
    with pytest.raises(TemplateSyntaxError):
        Template("{% load shell %}{% kept place %}")


def test_nobody_sees_the_shell_of_another(elverhavn: City, other_city: City) -> None:
    """Each looks after the others; roles, cities, looks and names stay their own."""
    people = [
        make_member(elverhavn, "ann@elverhavn.example", "admin", name="Ann Admin", appearance="dark"),
        make_member(elverhavn, "rob@elverhavn.example", "reader", name="Rob Reader"),
        make_member(other_city, "oda@sandvig.example", "officer", name="Oda Officer", language="da"),
    ]
    for _again in range(2):
        for member in people:
            page = sign_in(Client(), member).get(f"/city/{member.city.slug}/").content.decode()
            assert [name for name in ("Ann Admin", "Rob Reader", "Oda Officer") if name in page] == [member.user.name]
            assert ("/accesses/" in page) == (member.role == "admin")
            assert (f"/city/{other_city.slug}/" in page) == (member.city == other_city)
            assert ('lang="da"' in page.split(">")[1] + page.split(">")[0]) == (member.user.language == "da")
            assert 'data-bs-theme="dark"' in page or member.user.appearance != "dark"


OWN = "{% own %}{{ name }}{% endown %}"
NESTED = {
    "at its ends": f"{OWN}-{{{{ place }}}}-{OWN}",
    "in a kept part in it": f"{{{{ place }}}}{{% kept %}}[{OWN}]{{% endkept %}}",
    "a kept part in a hole": f"{{{{ place }}}}{{% own %}}{{% kept place %}}<{OWN}>{{% endkept %}}{{% endown %}}",
    "below a condition": f"{{% if place %}}{{{{ place }}}}{OWN}{{% endif %}}",
    "in an include": "{{ place }}{% include part %}" + OWN,
    "twice in another": f"{{% kept place %}}{OWN}{{{{ place }}}}{{% kept %}}{OWN}{{% endkept %}}{{% endkept %}}{OWN}",
}
KEPT = re.compile(r"{% (end)?kept[^%]*%}")


@pytest.mark.parametrize("inside", NESTED.values(), ids=NESTED.keys())
def test_what_is_somebodys_own_is_made_for_each(inside: str) -> None:
    """Whatever stands in a hole, wherever it is, is that of who looks; everything else is kept."""
    load, included = "{% load shell %}", Template("{% load shell %}(" + OWN + ")")
    part = Template(f"{load}{{% kept place %}}{{{{ told }}}}{inside}{{% endkept %}}")
    bare = Template(f"{load}{{{{ told }}}}{KEPT.sub('', inside)}")
    for place in "AB":
        for name in ("Ann", "Rob", "<Oda>", ""):
            seen = {"place": place, "name": name, "part": included}
            asked = part.render(Context({**seen, "told": name}))
            assert asked == bare.render(Context({**seen, "told": "Ann"}))
