"""What every app needs and none owns. A closed set; what is not in this list belongs to an app.

vocabulary   the base of enumerations with definition and source
lists        lists that people search, filter, sort, turn the pages of and take along; reading that is cut off in time
formats      one way to write a number, a day, a month, a time; templatetags has them as filters
form_words   what a form says of a field that is empty or wrong
choosing     several of many choices, searched
errors       what actions refuse, with a reason for people
logs         one line of JSON per event, without personal data
mail         mails beside the request
document_labels   the fixed words of a document
lengths      how long what people write may be
countries, time_zones   what a city chooses from
names        what is called the same, whatever its case
sort_keys    names in the order of the reader's alphabet
search       words as people search for them: without regard to case, accents, spelling
"""
