"""Where sentences end. The texts are invented; where each ends was marked with | by hand before the program was run."""

import pytest

from publisher.review.sentences import boundaries

P, I = "\u2029", "\u2028"  # noqa: E741 - short, since they stand in many texts


@pytest.mark.parametrize(
    "marked",
    [
        "The sale of a child is a crime.| Attempt is one as well.",
        "See art. 5 of the Act, paras. 2 and 3, and s. 7.| The fine is Rs. 500.| No. 12 is repealed.",
        "The court may ask Mr. Example (invented).| He is judge J. K. Example.",
        "It is law since 2019.| 15 cases are known.",
        "Is it in force?| Yes!| It is…| Perhaps.",
        "He said: “It is law.”| She said: ‘It is not.’| (Both are right.)| It is so.",
        # a citation belongs to the sentence before it
        "Two to eight years in prison. [QX-1 s. 2]| Attempt is a crime. [QX-1] [QX-2 para. 3]| More.",
        "Two years [QX-1].| Three years.",
        # before a small letter no sentence begins
        "The act etc. is repealed by decree no. 3 of the parl. committee.",
        "The Act (s. 3 (1) (a)) applies, e.g. to adoption.| It is old.",
        # what ends a line ends a sentence
        f"A fine|{P}of five years|{P}{I}first point|{P}{I}second point",
        "One line|\nanother line.",
        # a picture belongs to none
        "It is law.|\ufffc \ufffcAttempt is a crime.",
        # other scripts
        "L’article 5 s’applique.| « C’est la loi. »| Voir art. 6.",
        "Es gilt § 5.| Über die Strafe entscheidet das Gericht.",
        "यह अपराध है।| दूसरा वाक्य।",
        "هذه جريمة.| هل هي سارية؟| نعم.",
        "这是犯罪。|处五年以下有期徒刑。",
    ],
)  # fmt: skip
def test_sentences_end_where_a_reader_sees_their_ends(marked):
    text = marked.replace("|", "")
    ends = [len(part) for part in marked.split("|")]
    expected = [sum(ends[: number + 1]) for number in range(len(ends))]

    found = [each.end for each in boundaries(text)[1:]]

    assert found == expected


def test_between_two_sentences_stand_spaces_ends_of_lines_and_signs_of_items():
    assert [(each.end, each.start) for each in boundaries(f"  One.  Two{P}{I}three ")] == [
        (0, 2),
        (6, 8),
        (11, 13),
        (18, 19),
    ]
