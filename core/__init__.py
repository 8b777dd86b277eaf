"""What every app needs and none owns. A closed set; what is not in this list belongs to an app.

vocabulary   the base of enumerations with definition and source
lists        lists that people search, filter, sort, turn the pages of and take along
errors       what actions refuse, with a reason for people
logs         one line of JSON per event, without personal data
mail         mails beside the request
lengths      how long what people write may be
countries, time_zones   what a city chooses from
sort_keys    names in the order of the reader's alphabet
"""
