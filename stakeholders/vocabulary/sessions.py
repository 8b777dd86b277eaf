"""How people are heard: instruments, confidentiality, who came, and what was in the way."""

from django.utils.translation import gettext_lazy as _

from analysis import disclosure
from mapping.vocabulary import Term

GROUNDWORK = _("Groundwork, domain list")
SPECTRUM = _("IAP2, Spectrum of Public Participation")
CHATHAM = _("Chatham House, Chatham House Rule")
GDPR = _("GDPR, Art. 7")


class Instrument(Term):
    """The form a consultation takes."""

    CONVERSATION = "conversation", _("A talk with one organisation or person."), GROUNDWORK, _("Conversation")
    VISIT = "visit", _("A visit to a place or organisation."), GROUNDWORK, _("Visit")
    REGULAR_MEETING = "regular_meeting", _("A meeting that is held anyway."), GROUNDWORK, _("Regular meeting")
    SAFETY_WALK = "safety_walk", _("A walk through a place with those who use it."), GROUNDWORK, _("Safety walk")
    INTERVIEW = "interview", _("Prepared questions to one person."), SPECTRUM, _("Interview")
    FOCUS_GROUP = "focus_group", _("Prepared questions to a small group."), SPECTRUM, _("Focus group")
    WORKSHOP = "workshop", _("People work out something together."), SPECTRUM, _("Workshop")
    TOWN_HALL = "town_hall", _("An open meeting for everybody."), SPECTRUM, _("Town hall")
    SURVEY = "survey", _("The same questions to many."), SPECTRUM, _("Survey")
    WRITTEN_HEARING = "written_hearing", _("Invited bodies answer in writing."), GROUNDWORK, _("Written hearing")
    CALL_FOR_EVIDENCE = (
        "call_for_evidence",
        _("Anybody may send what they know."),
        GROUNDWORK,
        _("Call for evidence"),
    )
    STANDING_BODY = "standing_body", _("A council or board that meets regularly."), GROUNDWORK, _("Standing body")


class Part(Term):
    """The sections of a consultation's form, in the order they are filled."""

    SESSION = "session", _("When, where, and how it was held."), GROUNDWORK, _("The session")
    HEARD = "heard", _("Who was invited, who came, who was missing."), GROUNDWORK, _("Who was heard")
    CONSENT = "consent", _("What they agreed to, and what was promised."), GROUNDWORK, _("Consent and promises")
    NEEDS = "needs", _("What they say they need."), GROUNDWORK, _("Needs")
    OUTLOOK = "outlook", _("How they see today and what comes."), GROUNDWORK, _("Outlook")
    TRUST = (
        "trust",
        _("Whom they trust, and where they learn what is going on."),
        GROUNDWORK,
        _("Trust and information"),
    )
    FINDINGS = "findings", _("What else they told; that there is no concern as well."), GROUNDWORK, _("Findings")
    DISAGREEMENTS = "disagreements", _("Where they did not agree."), GROUNDWORK, _("Disagreements")
    QUOTES = "quotes", _("Their own words, with consent."), GROUNDWORK, _("Quotes")
    FOLLOW_UP = "follow_up", _("What is done about it, and who tells them."), GROUNDWORK, _("Follow-up")


_ALL = tuple(Part)
_SHORT = (Part.SESSION, Part.HEARD, Part.CONSENT, Part.NEEDS, Part.OUTLOOK, Part.FINDINGS, Part.FOLLOW_UP)
# The sections each instrument needs; a conversation is one screen.
SECTIONS: dict[str, tuple[Part, ...]] = {
    Instrument.CONVERSATION: (),
    Instrument.VISIT: _SHORT,
    Instrument.REGULAR_MEETING: (*_SHORT[:-1], Part.DISAGREEMENTS, Part.FOLLOW_UP),
    Instrument.SAFETY_WALK: _SHORT,
    Instrument.INTERVIEW: tuple(part for part in _ALL if part != Part.DISAGREEMENTS),
    Instrument.FOCUS_GROUP: _ALL,
    Instrument.WORKSHOP: _ALL,
    Instrument.TOWN_HALL: _ALL,
    Instrument.SURVEY: tuple(part for part in _ALL if part not in {Part.DISAGREEMENTS, Part.QUOTES}),
    Instrument.WRITTEN_HEARING: tuple(part for part in _ALL if part not in {Part.OUTLOOK, Part.TRUST}),
    Instrument.CALL_FOR_EVIDENCE: tuple(part for part in _ALL if part not in {Part.OUTLOOK, Part.TRUST}),
    Instrument.STANDING_BODY: tuple(part for part in _ALL if part != Part.TRUST),
}


class Confidentiality(Term):
    """What is stored and printed (`analysis.disclosure`) and who reads it (`ConsultationQuerySet`)."""

    ON_RECORD = (
        disclosure.ON_RECORD,
        _("Who came and who said what is kept by organisation. Officers and admins read it."),
        GROUNDWORK,
        _("On the record"),
    )
    CHATHAM_HOUSE = (
        disclosure.CHATHAM_HOUSE,
        _(
            "Who came is kept by organisation, what was said only by sector where at least three organisations of it "
            "came, else by block. Whoever records it and the admins read it; others read only what was said."
        ),
        CHATHAM,
        _("Chatham House rule"),
    )
    CONFIDENTIAL = (
        disclosure.CONFIDENTIAL,
        _(
            "No organisation is kept, only counts; what was said only by block; no quotes. Whoever records it and one "
            "admin you name read it. Others read nothing of it alone: what three such consultations of a year say "
            "alike counts in the diagnosis."
        ),
        GROUNDWORK,
        _("Confidential"),
    )


class Held(Term):
    DISTRICTS = "districts", _("About one district or several."), GROUNDWORK, _("Districts")
    CITY_WIDE = "city_wide", _("About the whole city."), GROUNDWORK, _("City-wide")
    ONLINE = "online", _("Held online."), GROUNDWORK, _("Online")


class ConsentBy(Term):
    """How those heard agreed to what is kept of it."""

    SPOKEN = "spoken", _("The rule was read out and nobody objected."), GDPR, _("Spoken, after the rule was read out")
    WRITTEN = "written", _("Each signed."), GDPR, _("Written")
    PUBLIC_CALL = (
        "public_call",
        _("The invitation said what is kept."),
        GDPR,
        _("By answering an invitation that said so"),
    )
    NOT_ASKED = "not_asked", _("Nobody was asked."), GDPR, _("Not asked")


class Answer(Term):
    """What came of an invitation. Silence is information."""

    TOOK_PART = "took_part", _("Somebody spoke for it."), GROUNDWORK, _("Took part")
    DECLINED = "declined", _("It said no."), GROUNDWORK, _("Said no")
    SILENT = "silent", _("It did not answer."), GROUNDWORK, _("Did not answer")


class Axis(Term):
    """What participants are counted by: separate totals, never crossed."""

    SECTOR = "sector", _("People per sector."), GROUNDWORK, _("Sector")
    GROUP = "group", _("People per population group."), GROUNDWORK, _("Population group")
    AGE = "age", _("People per age band."), GROUNDWORK, _("Age band")


class AgeBand(Term):
    UNDER_18 = "under_18", "", GROUNDWORK, _("Under 18")
    FROM_18 = "18_24", "", GROUNDWORK, _("18 to 24")
    FROM_25 = "25_39", "", GROUNDWORK, _("25 to 39")
    FROM_40 = "40_64", "", GROUNDWORK, _("40 to 64")
    FROM_65 = "65_plus", "", GROUNDWORK, _("65 and over")


class Barrier(Term):
    """What kept people from taking part."""

    LANGUAGE = "language", "", GROUNDWORK, _("Language")
    TIME = "time", "", GROUNDWORK, _("Time of day, work, care of children")
    PLACE = "place", "", GROUNDWORK, _("The place, or the way there")
    ACCESS = "access", "", GROUNDWORK, _("Not accessible to people with a disability")
    TRUST = "trust", "", GROUNDWORK, _("No trust in who asked")
    FEAR = "fear", "", GROUNDWORK, _("Fear of being seen or named")
    FATIGUE = "fatigue", "", GROUNDWORK, _("Asked too often, without result")
    DIGITAL = "digital", "", GROUNDWORK, _("No device, or no practice with it")
    OTHER = "other", "", GROUNDWORK, _("Other")
