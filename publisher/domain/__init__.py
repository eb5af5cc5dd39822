"""The words of the field as values: treaties, languages, dates, texts, problems; no stage, no file
format.
"""
