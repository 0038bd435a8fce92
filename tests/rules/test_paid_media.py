import pytest
from attrs import evolve, fields
from hypothesis import given
from hypothesis import strategies as st

from rolecraft.rules import paid_media as paid

MONTH = paid.Campaign(
    spend=20_000, impressions=100_000, clicks=2_000, leads=60, customers=6, revenue=180_000,
    hours=30, hour_cost=450, tools=2_000, margin=0.40, churn=0.04, arpa=1_000,
)  # fmt: skip


@pytest.mark.parametrize(
    ("figure", "value"),
    [
        (paid.ctr, 0.02),
        (paid.cpc, 10),
        (paid.cpm, 200),
        (paid.cvr, 0.03),
        (paid.cpl, 1000 / 3),
        (paid.cpa, 10_000 / 3),
        (paid.roas, 9.0),
        (paid.break_even_roas, 2.5),
        (paid.full_cac, 35_500 / 6),
        (paid.ltv, 10_000),
    ],
)
def test_the_month_of_the_curriculum(figure, value):
    assert figure(MONTH) == pytest.approx(value)


def test_with_hours_and_tools_the_same_month_looks_different():
    ads, full = paid.cpa(MONTH), paid.full_cac(MONTH)
    assert (round(paid.ltv_to_cost(MONTH, ads), 1), round(paid.ltv_to_cost(MONTH, full), 1)) == (3.0, 1.7)
    assert (round(paid.payback_months(MONTH, ads), 1), round(paid.payback_months(MONTH, full), 1)) == (
        8.3,
        14.8,
    )


def test_no_customers_and_no_costs_give_no_figure_instead_of_an_error():
    assert paid.full_cac(evolve(MONTH, customers=0)) is None
    assert paid.full_cac(evolve(MONTH, tools=None)) is None
    assert paid.ltv(evolve(MONTH, churn=0)) is None


FIGURES = (paid.ctr, paid.cpm, paid.roas, paid.break_even_roas, paid.full_cac, paid.ltv)
anything = st.floats(allow_nan=True, allow_infinity=True) | st.none()


@given(st.builds(paid.Campaign, **{field.name: anything for field in fields(paid.Campaign)}))
def test_no_number_breaks_a_figure(campaign):
    for figure in FIGURES:
        figure(campaign)
    paid.payback_months(campaign, paid.cpa(campaign))
