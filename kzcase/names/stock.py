"""A stock of made-up names of both traditions, put together by rule, for fictional people only.

Kazakh given names are built of two roots, as many are in life (Нұр + бек), and
surnames of a father's name with -ов/-ев, -ұлы or nothing. Russian ones are
built of two Slavic roots (Яро + мир) beside the usual names of the calendar,
and surnames of stems with every ending. Nobody in particular is meant: what
one meets in life comes out of the same roots.
"""

from __future__ import annotations

from itertools import product
from typing import Final

_KAZAKH_FIRST: Final = (
    "Ай Ақ Ал Алма Ар Арман Әл Бақыт Бай Бек Бер Бол Ғал Дәу Дән Дар Дос Ер Еркін Жан Жар Жасұл Жұлдыз "
    "Кен Күн Қай Қан Құт Мақ Мей Мұр Нұр Ораз Өмір Рах Сая Сағ Сер Сұл Тал Темір Тілеу Тұр Ұлан Шын Ыдыр "
    "Ілия Амангел Әбіл Есен Сейіт Мырза Құрман Жұма Оспан Досым Төле Ырыс Тоқтар Шоқ Әлім Бисен Серік "
    "Айдар Бейбіт Дүйсен Елу Жомарт Қуан Мади Наурыз Рүстем Сырым Тасқын Хамит Шәкір Ықылас"
).split()
_KAZAKH_SECOND_MEN: Final = (
    "ан арыс бай бек берді болат ғали дар ен жан жол кен қали қожа лан мас мұрат нәр нұр ар пан ас сейіт "
    "тай тас уан хан шат ыс әлі бол мырза"
).split()
_KAZAKH_SECOND_WOMEN: Final = (
    "а ай бала гүл жан зада ия лым мира на нұр рай сана сұлу шолпан ым ынай ша бике айым"
).split()
_RUSSIAN_STEMS: Final = (
    "Алексе Андре Бар Бел Бобр Бор Бур Вар Весел Вол Ворон Галк Гол Голуб Гор Горох Град Гром Груш Гус "
    "Дмитри Дол Доброх Дуб Дым Егор Ельк Ерш Жар Жур Зайк Зар Звон Зим Зол Зуб Иван Ив Ильм Ин Кабан Калин "
    "Кам Кар Кир Кле Козл Колос Кот Крас Крот Куз Кузнец Лап Лебед Лес Лип Лис Луг Лук Мак Мал Мел Мороз "
    "Мох Мур Наз Ник Нов Ор Ос Павл Пан Пет Печ Пол Пруд Пух Раст Роман Рыж Рыб Сав Сад Сел Син Скворц "
    "Смол Снег Сокол Солом Сом Степ Степан Стриж Сух Тарас Тиш Ток Трав Туч Ум Устин Фед Фил Фом Хар Хлеб "
    "Холм Цвет Чайк Черн Чист Шал Шар Шил Шуб Щегл Щерб Юр Яблок Яков Яр Ясен"
).split()
_RUSSIAN_ENDINGS: Final = (
    "ов ев ин овский инский ков ников енков онов унов ашов ушкин очкин ыгин атов ейкин"
).split()
_CALENDAR_MEN: Final = (
    "Александр Алексей Анатолий Андрей Антон Артём Борис Валерий Василий Виктор Виталий Владимир Вячеслав "
    "Геннадий Георгий Глеб Григорий Денис Дмитрий Евгений Егор Иван Игорь Илья Кирилл Константин Лев Леонид "
    "Максим Матвей Михаил Николай Олег Павел Пётр Роман Руслан Семён Сергей Станислав Степан Тимофей Фёдор "
    "Юрий Яков"
).split()
_CALENDAR_WOMEN: Final = (
    "Александра Алина Алла Анастасия Анна Валентина Вера Виктория Галина Дарья Евгения Екатерина Елена "
    "Елизавета Жанна Зинаида Зоя Инна Ирина Кристина Ксения Лариса Лидия Любовь Людмила Маргарита Марина "
    "Мария Надежда Наталья Нина Оксана Ольга Полина Раиса Светлана София Тамара Татьяна Ульяна Юлия Яна"
).split()
_SLAVIC_FIRST: Final = (
    "Бого Боле Брани Буди Влади Все Вяче Горди Добро Драго Жити Звени Казими Крес Лада Любо Милко Мсти "
    "Одо Пере Пуле Рад Рато Рости Свето Слави Собе Суди Твёрдо Терпи Тихо Хвали Храни Цвети Често Яро Ясно"
).split()
_SLAVIC_SECOND_MEN: Final = "бор вид вой гость жир зар лад лик люб мил мир мысл рад свет слав ход".split()
_SLAVIC_SECOND_WOMEN: Final = "вида вея года жара зара лада лика люба мила мира нега рада света слава".split()


def kazakh_men() -> list[str]:
    """Given names of men, which are fathers' names too."""
    return _put_together(_KAZAKH_FIRST, _KAZAKH_SECOND_MEN)


def kazakh_women() -> list[str]:
    """Given names of women."""
    return _put_together(_KAZAKH_FIRST, _KAZAKH_SECOND_WOMEN)


def kazakh_surnames() -> list[str]:
    """Surnames of men: of each father's name with -ов or -ев, with -ұлы, and as it stands."""
    men = kazakh_men()
    return [name + ending(name) for ending in (_ov, _uly, _bare) for name in men]


def russian_men() -> list[str]:
    """Given names of men, those of the calendar first."""
    return list(dict.fromkeys([*_CALENDAR_MEN, *_put_together(_SLAVIC_FIRST, _SLAVIC_SECOND_MEN)]))


def russian_women() -> list[str]:
    """Given names of women, those of the calendar first."""
    return list(dict.fromkeys([*_CALENDAR_WOMEN, *_put_together(_SLAVIC_FIRST, _SLAVIC_SECOND_WOMEN)]))


def russian_surnames() -> list[str]:
    """Surnames of men, from every stem with every ending."""
    return _put_together(_RUSSIAN_STEMS, _RUSSIAN_ENDINGS)


def kazakh_family(surname: str, *, woman: bool) -> str:
    """A man's surname, or that of a woman of the same family."""
    if not woman:
        return surname
    if surname.endswith("ұлы"):
        return surname.removesuffix("ұлы") + "қызы"
    return surname + "а" if surname.endswith(("ов", "ев")) else surname


def russian_family(surname: str, *, woman: bool) -> str:
    """A man's surname, or that of a woman of the same family."""
    if not woman:
        return surname
    return surname[:-2] + "ая" if surname.endswith("ий") else surname + "а"


def russian_patronymic(father: str, *, woman: bool) -> str:
    """The patronymic of a child of a father of this name."""
    if father in _SHORT:
        return _SHORT[father][woman]
    if father.endswith("ий"):
        return father[:-2] + ("ьевна" if woman else "ьевич")
    if father[-1] in "йь":
        return father[:-1] + ("евна" if woman else "евич")
    return father + ("овна" if woman else "ович")


_SHORT: Final = {
    "Лев": ("Львович", "Львовна"),
    "Павел": ("Павлович", "Павловна"),
    "Пётр": ("Петрович", "Петровна"),
    "Илья": ("Ильич", "Ильинична"),
    "Юрий": ("Юрьевич", "Юрьевна"),
}


def _put_together(first: list[str], second: list[str]) -> list[str]:
    return list(dict.fromkeys(one + other for one, other in product(first, second)))


def _ov(name: str) -> str:
    return "ев" if name[-1] in "йіиеәү" else "ов"


def _uly(_name: str) -> str:
    return "ұлы"


def _bare(_name: str) -> str:
    return ""
