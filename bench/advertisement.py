"""A long job advertisement, as an employer might write it who wants everything."""

LENGTH = 20_000  # characters
SENTENCES = (
    "Nordlunda Pumps is looking for a marketing coordinator who enjoys having many irons in the fire.",
    "You plan and publish our posts on LinkedIn, Instagram and Facebook, and answer comments.",
    "You write articles, customer stories and press releases for our website and our newsletter.",
    "You own our search engine optimisation, from keyword research to technical fixes.",
    "You run our campaigns in Google Ads and Meta, within a budget of your own.",
    "You set up e-mail flows in HubSpot and keep the customer register clean.",
    "You film, cut and subtitle short videos, and take photographs in the workshop.",
    "You design brochures, roll-ups and presentations in InDesign and Photoshop.",
    "You arrange our trade fairs, breakfast seminars and the yearly customer day.",
    "You follow up traffic and enquiries in Google Analytics, and report to the management each month.",
    "You update our website in WordPress and order development from our agency.",
    "You support sales with lists, offers and case studies, and sit in on meetings.",
    "You look after our brand, our graphic profile and our internal communication.",
    "It is an advantage if you speak German, can code a landing page, and hold a driving licence.",
    "We offer short decision paths, fruit on Tuesdays, and a team of one: you.",
)


def advertisement(number: int) -> str:
    """Return an advertisement of 20,000 characters; another number, other words at the start."""
    text = f"Advertisement {number + 1}. " + " ".join(SENTENCES[number % len(SENTENCES) :])
    while len(text) < LENGTH:
        text += "\n\n" + " ".join(SENTENCES)
    return text[:LENGTH]
