"""What paid media costs and brings: the trade's standard figures, worked out for one period.

Sources: definitions of the trade, with no single author. ctr, cpc and cpm as Google Ads counts them (Google
Ads API reference, "RateMetrics"). full_cac counts hours and tools, because they cost money, too. ltv is the
simplest form: a steady share of customers leaves, and nothing is discounted.

Shares are fractions (0.03 means 3 %). What can't be worked out, because a number is missing or zero, is None.
"""

from attrs import frozen

from rolecraft.rules.arithmetic import known, product, ratio


@frozen
class Campaign:
    """One period of a campaign, and what a customer is worth.

    spend, revenue, tools: money in the period. hours: of work; hour_cost: money per hour.
    margin: gross margin, 0 to 1. churn: share of customers who leave in a month, 0 to 1.
    arpa: income per customer and month ("average revenue per account").
    """

    spend: float | None = None
    impressions: float | None = None
    clicks: float | None = None
    leads: float | None = None
    customers: float | None = None
    revenue: float | None = None
    hours: float | None = None
    hour_cost: float | None = None
    tools: float | None = None
    margin: float | None = None
    churn: float | None = None
    arpa: float | None = None


def ctr(campaign: Campaign) -> float | None:
    """Return the click-through rate: clicks ÷ impressions, a share."""
    return ratio(campaign.clicks, campaign.impressions)


def cpc(campaign: Campaign) -> float | None:
    """Return the cost per click."""
    return ratio(campaign.spend, campaign.clicks)


def cpm(campaign: Campaign) -> float | None:
    """Return the cost per thousand impressions."""
    return product(ratio(campaign.spend, campaign.impressions), 1000)


def cvr(campaign: Campaign) -> float | None:
    """Return the share of clicks that became leads."""
    return ratio(campaign.leads, campaign.clicks)


def cpl(campaign: Campaign) -> float | None:
    """Return the cost per lead."""
    return ratio(campaign.spend, campaign.leads)


def cpa(campaign: Campaign) -> float | None:
    """Return the ad cost per new customer; hours and tools are not in it."""
    return ratio(campaign.spend, campaign.customers)


def roas(campaign: Campaign) -> float | None:
    """Return the revenue per unit of money spent on ads."""
    return ratio(campaign.revenue, campaign.spend)


def break_even_roas(campaign: Campaign) -> float | None:
    """Return the ROAS from which the ads pay for themselves: 1 ÷ gross margin."""
    return ratio(1, campaign.margin)


def full_cac(campaign: Campaign) -> float | None:
    """Return the full cost of a new customer: (ads + hours × cost of an hour + tools) ÷ new customers."""
    work = product(campaign.hours, campaign.hour_cost)
    if known(campaign.spend) is None or work is None or known(campaign.tools) is None:
        return None
    return ratio(campaign.spend + work + campaign.tools, campaign.customers)


def ltv(campaign: Campaign) -> float | None:
    """Return what a customer is worth: income a month × gross margin ÷ share that leave in a month."""
    return ratio(product(campaign.arpa, campaign.margin), campaign.churn)


def ltv_to_cost(campaign: Campaign, cost: float | None) -> float | None:
    """Return how many times its cost a customer is worth. cost: of one customer, from cpa or full_cac."""
    return ratio(ltv(campaign), cost)


def payback_months(campaign: Campaign, cost: float | None) -> float | None:
    """Return the months until the cost of a customer is earned back by the margin on the income."""
    return ratio(cost, product(campaign.arpa, campaign.margin))
