"""The process in which a document's pages become pictures: no file, no other process, little memory.

It is run by its folder, and imports nothing else of kzcase: what a file can make
it do, it does alone. Its input is a line of JSON and then the file's bytes; its
output are lines of JSON, some of them followed by the bytes of a picture.

Annexes (`run`): the line says which pages, how fine, and what is covered; each
page is answered by a JPEG. What is covered is painted over the pixels before
they are encoded: a picture made here holds nothing else of the page. Asked for
the letters alone it draws nothing and says where each one stands, by the same
measure by which it would say that a box covers it.

Looking (`leafing`): the file stays open, further lines ask for a part of a page
or for its words, and are answered by pixels, one line after the other.

Photographs (`developing`): each further line is followed by a file of its own,
and is answered by the pixels of a small picture.
"""

from __future__ import annotations
