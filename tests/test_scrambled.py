"""Texts that went through a text file and were read in another encoding: known, and never taken for new ones.

All content is invented.
"""

import pytest

from publisher.domain.scrambled import scrambled_in, unscrambled

SOUND = (
    "La loi dite «\u00a0beauté\u00a0» va jusqu’à\u00a0» la fin\u202f; »groß« und »schön«, „Kinder“.",
    "قانون الطفل “المادة ٤” – Закон о детях № 5 — 法",
    "Luật số 102/2016/QH13: TRẺ EM Â và Ê; ÅNGSTRÖM, Ørsted, São Tomé, l’Île-d’Yeu.",
    "Å– a single chance",
    "",
)


@pytest.mark.parametrize("text", SOUND)
def test_sound_texts_are_left_alone(text):
    assert scrambled_in(text) is None


@pytest.mark.parametrize(
    "meant",
    [
        "“Child prostitution” is not defined.",
        "La pénalité est élevée.",
        "Закон о детях",
        "قانون الطفل",
        "• first\n§ 12 – the year … of 1999",
    ],
)
def test_what_a_text_file_made_of_letters_is_known_and_put_back(meant):
    # Excel reads the bytes that Windows-1252 leaves undefined as controls.
    read = "".join(
        bytes((each,)).decode("cp1252", "ignore") or chr(each) for each in meant.encode()
    )

    assert read != meant
    assert unscrambled(read) == meant
    assert scrambled_in(read) is not None
    assert unscrambled(meant) == meant
