"""What serves which need and where nobody does: told by hand."""

from analysis.services import Offer, met, without

AREAS = ("A", "B", "C", "D")
EVENINGS = Offer("evenings", ("youth", "space"), ("primary",), ("A", "B"))
CLUB = Offer("club", ("youth",), ("primary", "secondary"), ("B", "C"))
LINE = Offer("line", ("victims",), ("tertiary",))
ELSEWHERE = Offer("elsewhere", ("training",), ("primary",), ("old:1",))


def test_a_need_is_met_where_any_of_its_offers_is() -> None:
    youth, space, victims, funding = met(["youth", "space", "victims", "funding"], [EVENINGS, CLUB, LINE], AREAS)
    assert (youth.offers, youth.missing) == (("evenings", "club"), ("D",))
    assert (space.offers, space.missing) == (("evenings",), ("C", "D"))
    assert (victims.offers, victims.missing) == (("line",), ())
    assert (funding.offers, funding.missing) == ((), AREAS)


def test_an_offer_in_areas_of_other_boundaries_is_told_and_covers_none_of_todays() -> None:
    (training,) = met(["training", "training"], [ELSEWHERE], AREAS)
    assert (training.offers, training.missing) == (("elsewhere",), AREAS)


def test_levels_without_any_offer_are_in_the_order_of_levels() -> None:
    levels = ("primary", "secondary", "tertiary")
    assert without(levels, [EVENINGS]) == ("secondary", "tertiary")
    assert without(levels, [CLUB, LINE]) == ()
    assert without(levels, []) == levels
