"""Text that was read in a wrong charset before it was saved is made whole, and nothing else is touched."""

from collections.abc import Callable

import pytest

from extractor.model import Decoded, Source
from extractor.reading.decode import decode

SIMPLIFIED = "渡口的茶馆开了一百年，客人来来往往，从没有断过。老板说：“茶要慢慢喝。”" * 8
TRADITIONAL = "渡口的茶館開了一百年，客人來來往往，從沒有斷過。老闆說：「茶要慢慢喝。」" * 8


def browser_latin(data: bytes) -> str:
    """Windows-1252 as browsers read it: bytes without a sign stay what they are."""
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in data)


def read(data: bytes | str) -> Decoded:
    return decode(Source(uri="a", data=data))


@pytest.mark.parametrize("form", [str, str.encode])
@pytest.mark.parametrize(
    ("text", "codec"),
    [(SIMPLIFIED, "utf-8"), (SIMPLIFIED, "gb18030"), (TRADITIONAL, "big5hkscs"), (TRADITIONAL, "utf-8")],
)
def test_chinese_read_as_latin_is_repaired(text: str, codec: str, form: Callable[[str], str | bytes]) -> None:
    """Chinese that was read as Latin-1 or Windows-1252 comes back, from bytes and from text, and is flagged."""
    for garbled in (text.encode(codec).decode("latin-1"), browser_latin(text.encode(codec))):
        decoded = read(form(f"<meta charset=utf-8><p>{garbled}</p>"))
        assert decoded.text == f"<meta charset=utf-8><p>{text}</p>"
        assert decoded.encoding_from == f"repaired: {codec} had been read as windows-1252"
        assert decoded.warnings == ("the page's text was garbled",)


def test_most_survives_where_bytes_were_lost() -> None:
    """Where the wrong charset had no place for a byte its character is lost, the others come back."""
    data = SIMPLIFIED.encode()
    for garbled in (data.decode("cp1252", "replace"), data.decode("gbk", "replace")):
        decoded = read(garbled.encode())
        assert decoded.encoding_from.startswith("repaired: utf-8 had been read as")
        assert sum(char in decoded.text for char in set(SIMPLIFIED)) > 0.6 * len(set(SIMPLIFIED))


def test_utf8_read_as_gbk_is_repaired() -> None:
    """UTF-8 read as GBK comes back, where the byte 80 became a euro sign too."""
    text = "渡口的茶馆　开了一百年，客人来来往往。" * 9
    garbled = text.encode().decode("gb18030", "replace").replace("\ufffd", "€")
    decoded = read(garbled.encode())
    assert decoded.text[:-1] == text[:-1]  # the last character had lost its end
    assert decoded.encoding_from == "repaired: utf-8 had been read as gbk"


def test_sound_parts_of_a_garbled_page_stay() -> None:
    """The template's own Chinese and its lone signs beside a garbled body are kept."""
    garbled = SIMPLIFIED.encode().decode("latin-1")
    decoded = read(f"<h1>茶馆网 · © éè</h1><p>{garbled}</p>".encode())
    assert decoded.text == f"<h1>茶馆网 · © éè</h1><p>{SIMPLIFIED}</p>"


def test_a_garbled_page_may_be_cut() -> None:
    """A garbled page that ends inside a character is made whole all the same."""
    decoded = read(f"{SIMPLIFIED.encode().decode('latin-1')}".encode()[:-1])
    assert decoded.text.startswith(SIMPLIFIED[:-2])


@pytest.mark.parametrize(
    "text",
    [
        "Le thé du passeur était à côté de la forêt, où l'été s'achève. " * 20,
        "Über größere Flüsse führt der Fährmann müßig schöne Mädchen. " * 20,
        "Người đưa đò kể chuyện quán trà trăm năm tuổi bên sông. " * 20,
        "Чайная у переправы стоит уже сто лет. " * 20,
        SIMPLIFIED + "乱码是怎么来的？把 ä½ å¥½ 和 锟斤拷、銆鐨锛 看一遍就懂了。éèêàç" * 3,
        "«Thé» — © ® · × ° " * 20,
    ],
)
def test_sound_text_is_left_alone(text: str) -> None:
    """Accented, Cyrillic and Chinese text, and an article about garbled text, come out as they went in."""
    decoded = read(text.encode())
    assert decoded.text == text
    assert decoded.encoding_from == "detected"
