"""What a text is found by, worked out by hand: tried with the program and with the script of the page."""

# A text, and the words under which it is found.
INDEXED = [
    ("The Children Act 1999, s. 12", ["the", "children", "act", "1999", "s", "12"]),
    ("L’extradition n'est", ["l", "extradition", "n", "est"]),
    ("d‘enfants Dʼenfants", ["d", "enfants", "d", "enfants"]),
    ("Élève, CŒUR, naïve", ["eleve", "coeur", "naive"]),
    ("Straße STRASSE", ["strasse", "strasse"]),
    ("Łódź Ødegård Þór İzmir ışık", ["lodz", "odegard", "thor", "izmir", "isik"]),
    ("ﬁnance № ²", ["finance", "no", "2"]),
    ("Ελλάς ΕΛΛΆΣ", ["ελλασ", "ελλασ"]),
    ("Ёлка йод", ["елка", "иод"]),
    ("القانون والأطفال لِلْأَطْفَالِ", ["قانون", "اطفال", "اطفال"]),
    ("إلى مدرسة مـدرسه آدم", ["الي", "مدرسه", "مدرسه", "ادم"]),
    ("الأب الى", ["الاب", "الي"]),  # too short to be cut
    ("المادة ١٢ و۳۴", ["ماده", "12", "و34"]),
    ("کودکان ایران", ["كودكان", "ايران"]),
    ("第五条规定", ["第五", "五条", "条规", "规定", "定"]),
    ("依照OPSC第3条", ["依照", "照", "opsc", "第", "3", "条"]),
    ("ひらがなカタカナ", ["ひら", "らか", "か\u3099", "\u3099な", "なカ", "カタ", "タカ", "カナ", "ナ"]),
    ("กฎหมาย", ["กฎ", "ฎห", "หม", "มา", "าย", "ย"]),
    ("बच्चों का", ["बच्चों", "का"]),
    ("snake_case-word", ["snake", "case", "word"]),
    ("soft\u00adhyphen zero\u200bwidth", ["softhyphen", "zerowidth"]),
    ("", []),
    ("– … ●", []),
]  # fmt: skip

# What somebody types, and which words are looked for; True where longer ones that begin so count.
ASKED = [
    ("Children act", [("children", True), ("act", False)]),
    ("d’enfant", [("d", False), ("enfant", True)]),
    ("第五条", [("第五", False), ("五条", False)]),
    ("法", [("法", True)]),
    ("الأطفال", [("اطفال", True)]),
    ("law law", [("law", False)]),
    ("  ", []),
]
