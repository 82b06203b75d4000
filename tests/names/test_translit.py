from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcase.names.collation import KAZAKH_ALPHABET
from kzcase.names.scripts import KAZAKH_LETTERS
from kzcase.names.translit import STANDARDS, latin_forms, russian_form, to_cyrillic, transliterate

RUSSIAN_ALPHABET = "".join(letter for letter in KAZAKH_ALPHABET if letter not in KAZAKH_LETTERS)


@pytest.mark.parametrize("key", STANDARDS)
def test_every_table_covers_its_alphabet_and_cites_its_source(key: str) -> None:
    standard = STANDARDS[key]
    assert set(standard.letters) == set(KAZAKH_ALPHABET if standard.language == "kk" else RUSSIAN_ALPHABET)
    assert standard.unchecked <= set(standard.letters)
    assert standard.source
    assert standard.title


@pytest.mark.parametrize(
    ("cyrillic", "latin"),
    [
        # Examples published with the romanization itself.
        ("Өскенбай", "Öskenbay"),
        ("Қазақстан", "Qazaqstan"),
        ("Оңтүстік Қазақстан Облысы", "Ongtüstik Qazaqstan Oblysy"),
        ("Әулиетөбе Тауы", "Äūlīetöbe Taūy"),
        ("Горько-Солёное Көлі", "Gor’ko-Solyonoe Köli"),
        ("Іңқардария", "Ingqardarīya"),
        ("Щебнюха", "Shchebnyukha"),
    ],
)
def test_kazakh_by_bgn_pcgn_1979(cyrillic: str, latin: str) -> None:
    assert transliterate(cyrillic, "kk-bgn-pcgn-1979") == latin


@pytest.mark.parametrize(
    ("cyrillic", "latin"),
    [
        ("Ерлан Елеусинов", "Yerlan Yeleusinov"),
        ("Бокаев", "Bokayev"),
        ("Сергеевич", "Sergeyevich"),
        ("Ильяшев", "Il’yashev"),
        ("Подъезд", "Pod”yezd"),
        ("Васильев", "Vasil’yev"),
        ("Ёлкин Воробьёв", "Yëlkin Vorob’yëv"),
        ("Нур-Ерлан", "Nur-Yerlan"),
        ("ЕРЛАН ЖУКОВ", "YERLAN ZHUKOV"),
        ("ЩУКИН Я.", "SHCHUKIN Ya."),
    ],
)
def test_russian_by_bgn_pcgn_1947_with_its_rule_of_ye(cyrillic: str, latin: str) -> None:
    assert transliterate(cyrillic, "ru-bgn-pcgn-1947") == latin


@pytest.mark.parametrize(
    ("standard", "latin"),
    [
        ("kk-odni-2015", "Alnur Qayratuly Iliyashev"),
        ("kk-latin-2021", "Älnūr Qairatūly Iliiaşev"),
        ("kk-acute-2018", "Álnur Qaıratuly Ilııashev"),
        ("kk-apostrophe-2017", "A'lnur Qai'ratuly Ili'i'as'ev"),
    ],
)
def test_one_kazakh_name_by_the_other_kazakh_tables(standard: str, latin: str) -> None:
    assert transliterate("Әлнұр Қайратұлы Ілияшев", standard) == latin


def test_one_russian_name_by_the_other_russian_tables() -> None:
    assert transliterate("Юлия Щёкина", "ru-icao-9303") == "Iuliia Shchekina"
    assert transliterate("Юлия Щёкина", "ru-gost-7.79-a") == "Ûliâ Ŝëkina"


def test_odni_writes_a_doubled_sh_once() -> None:
    assert transliterate("Ашша", "kk-odni-2015") == "Asha"
    assert transliterate("АШША", "kk-odni-2015") == "ASHA"


def test_capitals_of_the_kazakh_latin_keep_their_dots() -> None:
    assert transliterate("ИГІЛІК Инкар Іңкәр", "kk-latin-2021") == "İGILIK İnkar Iñkär"


def test_what_is_not_cyrillic_stays() -> None:
    assert transliterate("Max 274(4), Ко", "ru-icao-9303") == "Max 274(4), Ko"


def test_an_unknown_standard_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        transliterate("Ерлан", "klingon")


@given(st.text(alphabet=KAZAKH_ALPHABET + KAZAKH_ALPHABET.upper() + " -"), st.sampled_from(sorted(STANDARDS)))
def test_decomposed_letters_are_transliterated_like_composed_ones(text: str, standard: str) -> None:
    assert transliterate(unicodedata.normalize("NFD", text), standard) == transliterate(text, standard)


def test_latin_forms_of_a_kazakh_name_are_kazakh_only_and_flag_unchecked_rows() -> None:
    forms = latin_forms("Әсия Төлесова")
    assert [(form.text, form.unchecked) for form in forms] == [
        ("Asiya Tolesova", False),
        ("Äsīya Tölesova", False),
        ("Äsiia Tölesova", True),
    ]


def test_latin_forms_of_a_russian_spelling_start_with_the_usual_english_one() -> None:
    forms = latin_forms("Елеусинов")
    assert forms[0].text == "Yeleusinov"
    assert "Eleusinov" in [form.text for form in forms]
    assert len({form.text for form in forms}) == len(forms)


def test_latin_forms_are_offered_for_cyrillic_only() -> None:
    assert latin_forms("Bokayev") == latin_forms("Бoкаев") == latin_forms("") == ()


def test_old_latin_alphabets_are_never_offered() -> None:
    offered = {form.text for form in latin_forms("Шыңғыс", "kk")}
    assert not offered & {
        transliterate("Шыңғыс", "kk-acute-2018"),
        transliterate("Шыңғыс", "kk-apostrophe-2017"),
    }


def test_kazakh_letters_become_russian_ones_and_sh_is_kept() -> None:
    assert russian_form("Төлесова Мағжан Қонай").text == "Толесова Магжан Конай"
    assert russian_form("Қойыбай Ысшан").text == "Коибай Ысшан"
    assert russian_form("ӘҢҒІЛІК").text == "АНГИЛИК"
    assert not russian_form("Төлесова").unchecked
    assert russian_form("Серік").unchecked


@given(st.text(alphabet=RUSSIAN_ALPHABET.replace("й", "")))
def test_a_russian_spelling_is_never_turned_into_a_kazakh_one(text: str) -> None:
    assert russian_form(text).text == text
    assert to_cyrillic(text) is None


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("Max Bokayev", "Макс Бокаев"),
        ("Yerlan Baltabay", "Ерлан Балтабай"),
        ("YELEUSINOV Amin", "ЕЛЕУСИНОВ Амин"),
        ("Larisa Khar'kova", "Лариса Харькова"),
        ("Dmitry Zhukov", "Дмитрий Жуков"),
        ("Asiya Aliyeva", "Асия Алиева"),
        ("Älnūr Qairatūly", "Әлнұр Қайратұлы"),
        ("Äsel Şyñğysqyzy", "Әсел Шыңғысқызы"),
    ],
)
def test_a_cyrillic_form_is_offered_for_a_latin_name_always_unchecked(latin: str, cyrillic: str) -> None:
    suggestion = to_cyrillic(latin)
    assert suggestion is not None
    assert suggestion.text == cyrillic
    assert suggestion.unchecked
