"""What a template may say and whether it says it: the contract, the tags, the bounds within which a
template works.
"""
